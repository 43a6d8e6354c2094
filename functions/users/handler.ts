import { config } from "@freelancerm/platform/config";
import { createIdentity } from "@freelancerm/platform/identity";
import { createMailer } from "@freelancerm/platform/mailer";
import { createSockets } from "@freelancerm/platform/sockets";
import { createUsersHandler } from "./bind.ts";

export const handler = createUsersHandler({
  identity: createIdentity(),
  sockets: createSockets(),
  mailer: createMailer(),
  siteUrl: () => config.siteUrl,
});
