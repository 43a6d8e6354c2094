import type { Mailer } from "@freelancerm/core/notifications/mail";
import { notify } from "@freelancerm/core/notifications/notify";
import { type NotifiedEvent, type NotifiedType, templates } from "@freelancerm/core/notifications/templates";
import type { Sockets } from "@freelancerm/core/realtime/connection";
import { config } from "@freelancerm/platform/config";
import { consume } from "@freelancerm/platform/consume";
import { createMailer } from "@freelancerm/platform/mailer";
import { createSockets } from "@freelancerm/platform/sockets";

type Reactions = Record<NotifiedType, (event: { type: string }) => Promise<void>>;

/** Every event that has a template gets the same reaction, through these channels. */
export const onNotifyWith = (channels: { sockets: Sockets; mailer: Mailer; siteUrl(): string }) =>
  consume("on-notify", (deps) => {
    const react = notify({ ...deps, ...channels });
    const reactions = Object.keys(templates).map((type) => [type, (event: NotifiedEvent) => react(event)]);
    return Object.fromEntries(reactions) as Reactions;
  });

export const handler = onNotifyWith({
  sockets: createSockets(),
  mailer: createMailer(),
  siteUrl: () => config.siteUrl,
});
