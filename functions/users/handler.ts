import { createIdentity } from "@freelancerm/platform/identity";
import { createSockets } from "@freelancerm/platform/sockets";
import { createUsersHandler } from "./bind.ts";

export const handler = createUsersHandler(createIdentity(), createSockets());
