import type { Mailer } from "@freelancerm/core/notifications/mail";
import { notify } from "@freelancerm/core/notifications/notify";
import { type NotifiedEvent, type NotifiedType, templates } from "@freelancerm/core/notifications/templates";
import type { Sockets } from "@freelancerm/core/realtime/connection";
import { consume } from "@freelancerm/platform/consume";

type Reactions = Record<NotifiedType, (event: { type: string }) => Promise<void>>;

/** The consumer, pushing and mailing through these. Every event it subscribes to has a template and the same reaction. */
export const onNotify = (channels: { sockets: Sockets; mailer: Mailer; siteUrl(): string }) =>
  consume("on-notify", (deps) => {
    const react = notify({ ...deps, ...channels });
    return Object.fromEntries(
      Object.keys(templates).map((type) => [type, (event: NotifiedEvent) => react(event)]),
    ) as unknown as Reactions;
  });
