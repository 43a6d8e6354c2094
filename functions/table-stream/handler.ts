import { ownRelay } from "@freelancerm/platform/relay";

/** The table's stream → the bus and the deadlines. */
export const handler = ownRelay();
