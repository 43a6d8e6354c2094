import { spreadChanged, spreadSent } from "@freelancerm/core/messaging/spread-message";
import type { Sockets } from "@freelancerm/core/realtime/connection";
import { consume } from "@freelancerm/platform/consume";

/** The consumer, posting through these sockets. */
export const onMessage = (sockets: Sockets) =>
  consume("on-message", (deps) => ({
    "message.sent.v1": spreadSent({ ...deps, sockets }),
    "message.changed.v1": spreadChanged({ ...deps, sockets }),
  }));
