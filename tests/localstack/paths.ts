import { join } from "node:path";
import { root } from "../ministack/paths.ts";

/** All that is installed and written for LocalStack; safe to delete while nothing runs. */
export const home = join(root, ".local", "localstack");
