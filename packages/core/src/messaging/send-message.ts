import { Refusal, refuseField } from "@freelancerm/contracts/errors";
import type { Message, SendMessage } from "@freelancerm/contracts/messaging";
import type { Actor } from "../actor.ts";
import { requireUnblocked } from "../blocking/block.ts";
import type { Needs } from "../deps.ts";
import { happenedAt } from "../entity.ts";
import { requireFiles } from "../files/file.ts";
import { limits } from "../policy/policy.ts";
import { isRefusal } from "../refusals.ts";
import { iso } from "../time.ts";
import type { MessageEvent } from "./message.ts";
import { counterpartOf, requireMember } from "./room.ts";

/** Each lost try means that somebody else wrote, so even a crowd of senders all get their turn. */
const TRIES = 200;

/**
 * Appends a message to a room's log. The seq has no gap: each sender writes the next one if it is free, else looks again.
 * A repeated clientMessageId answers the first message: a retry repeats its afterSeq, so the look after it finds it.
 */
export const sendMessage =
  (deps: Needs<"blocks" | "clock" | "commit" | "files" | "ids" | "messages" | "rooms">) =>
  async (actor: Actor, input: SendMessage & { roomId: string }): Promise<Message> => {
    const { roomId, clientMessageId, text } = input;
    if (text === "" && input.attachmentIds.length === 0) {
      refuseField("request.invalid", "text", "must not be empty without attachments");
    }
    const [row, attachments, known] = await Promise.all([
      deps.rooms.find(actor.id, roomId),
      requireFiles(deps.files, actor.id, "message", input.attachmentIds),
      // The named message is read along: a seq the log never had must not become a gap.
      deps.messages.after(roomId, Math.max(0, input.afterSeq - 1), limits.messagesSince + 2),
      requireUnblocked(deps, actor.id, counterpartOf(roomId, actor.id)),
    ]);
    requireMember(row);
    if (input.afterSeq > 0 && known[0]?.seq !== input.afterSeq) throw new Refusal("message.resync_required");

    for (let attempt = 1; ; attempt++) {
      const newer = known.filter(({ seq }) => seq > input.afterSeq);
      const first = newer.find(
        (message) => message.senderId === actor.id && message.clientMessageId === clientMessageId,
      );
      if (first) return first;
      if (newer.length > limits.messagesSince) throw new Refusal("message.resync_required");
      const last = newer.at(-1)?.seq ?? input.afterSeq;
      const sentAt = iso(deps.clock.now());
      const message: Message = {
        roomId,
        seq: last + 1,
        senderId: actor.id,
        clientMessageId,
        text,
        attachments,
        sentAt,
        editedAt: null,
        deletedAt: null,
      };
      const recipientId = counterpartOf(roomId, actor.id);
      const event = happenedAt(deps, "message.sent.v1", { message, recipientId }, sentAt) as MessageEvent;
      try {
        await deps.commit(deps.messages.save(event, 0));
        return message;
      } catch (error) {
        if (!isRefusal(error, "resource.conflict") || attempt === TRIES) throw error;
        known.push(...(await deps.messages.after(roomId, last, limits.messagesSince + 1)));
      }
    }
  };
