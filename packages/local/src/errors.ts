/** Something the person who starts the local cloud can put right: `message` is one sentence saying what. */
export class LocalCloudError extends Error {
  override readonly name = "LocalCloudError";
}
