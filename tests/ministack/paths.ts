import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(fileURLToPath(new URL("../..", import.meta.url)));
/** All that is installed and written for MiniStack; safe to delete while nothing runs. */
export const home = join(root, ".local", "ministack");

/** What the operator can do something about; its message is one clear sentence, shown without a stack trace. */
export class HarnessError extends Error {}
