/** The version of the API and its documents: the one of the package, as its test sees to. */
export const VERSION = "0.1.0";
