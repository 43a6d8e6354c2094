import { sendMessage } from "@freelancerm/core/messaging/send-message";
import { limits } from "@freelancerm/core/policy/policy";
import { openConnection } from "@freelancerm/core/realtime/connection";
import { noteSeen } from "@freelancerm/core/realtime/presence";
import { resumeRoom, showTyping } from "@freelancerm/core/realtime/resume";
import { converse } from "@freelancerm/platform/socket";

export const handler = converse((deps) => ({
  connect: openConnection(deps),
  disconnect: (connectionId) => deps.commit(deps.connections.remove(connectionId)),
  whose: async (connectionId) => (await deps.connections.find(connectionId))?.userId,
  limits: { "message.send": limits.messageRate, typing: limits.messageRate },
  frames: {
    "message.send": async ({ actor, frame: { action: _, ...message } }) => ({
      action: "message.stored",
      message: await sendMessage(deps)(actor, message),
    }),
    resume: ({ actor, frame }) => resumeRoom(deps)(actor, frame),
    typing: async ({ actor, frame }) => {
      await showTyping(deps)(actor, frame);
      return undefined;
    },
    ping: async ({ actor }) => ({ action: "pong", at: await noteSeen(deps, actor.id) }),
  },
}));
