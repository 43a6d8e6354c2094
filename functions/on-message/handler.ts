import { followPerson } from "@freelancerm/core/messaging/follow-person";
import { ensureRoom } from "@freelancerm/core/messaging/open-room";
import { spreadChanged, spreadSent } from "@freelancerm/core/messaging/spread-message";
import type { Sockets } from "@freelancerm/core/realtime/connection";
import { consume } from "@freelancerm/platform/consume";
import { createSockets } from "@freelancerm/platform/sockets";

/** The reactions, showing messages through these sockets. */
export const onMessageWith = (sockets: Sockets) =>
  consume("on-message", (deps) => {
    const openRoom = ({ data }: { data: { clientId: string; freelancerId: string } }) =>
      ensureRoom(deps)(data.clientId, data.freelancerId);
    return {
      "message.sent.v1": spreadSent({ ...deps, sockets }),
      "message.changed.v1": spreadChanged({ ...deps, sockets }),
      "offer.made.v1": openRoom,
      "contract.started.v1": openRoom,
      "person.changed.v1": followPerson({ ...deps, sockets }),
    };
  });

export const handler = onMessageWith(createSockets());
