import { config } from "@freelancerm/platform/config";
import { createMailer } from "@freelancerm/platform/mailer";
import { createSockets } from "@freelancerm/platform/sockets";
import { onNotify } from "./on-notify.ts";

export const handler = onNotify({ sockets: createSockets(), mailer: createMailer(), siteUrl: () => config.siteUrl });
