import { createIdentity } from "@freelancerm/platform/identity";
import { createUsersHandler } from "./bind.ts";

export const handler = createUsersHandler(createIdentity());
