import type { Message } from "@freelancerm/contracts/messaging";
import type { ServerFrame } from "@freelancerm/contracts/socket";
import type { Actor } from "../actor.ts";
import { requireUnblocked } from "../blocking/block.ts";
import type { Needs } from "../deps.ts";
import { lastSeqOf } from "../messaging/message.ts";
import { counterpartOf, requireMember } from "../messaging/room.ts";
import { limits } from "../policy/policy.ts";
import { deliver, type Live } from "./deliver.ts";

/** Messages a frame carries at most. */
const MOST = 100;
/** Bytes of messages in a frame, below the gateway's limit of 32 KB for one frame. */
const FRAME = 28 * 1024;

/** Upper bound of the bytes of a text in UTF-8. */
const bytesOf = (text: string): number => {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
};

/** As many of the first messages as one frame carries, at least one. */
function fitting(messages: Message[]): Message[] {
  let bytes = 0;
  const end = messages.findIndex((message, index) => {
    bytes += bytesOf(JSON.stringify(message)) + 1;
    return bytes > FRAME && index > 0;
  });
  return end < 0 ? messages : messages.slice(0, end);
}

/**
 * What was missed in a room since a seq, oldest first; the client asks on until it is complete.
 * @rule A gap is filled or said: a client too far behind, or ahead of the log, is told to reload, never given a hole.
 */
export const resumeRoom =
  (deps: Needs<"messages" | "rooms">) =>
  async (actor: Actor, { roomId, afterSeq }: { roomId: string; afterSeq: number }): Promise<ServerFrame> => {
    const [row, lastSeq] = await Promise.all([deps.rooms.find(actor.id, roomId), lastSeqOf(deps.messages, roomId)]);
    requireMember(row);
    if (afterSeq > lastSeq || lastSeq - afterSeq > limits.resumeGap) return { action: "room.resync", roomId, lastSeq };
    const messages = afterSeq < lastSeq ? fitting(await deps.messages.after(roomId, afterSeq, MOST)) : [];
    const reached = messages.at(-1)?.seq ?? lastSeq;
    return {
      action: "room.resumed",
      roomId,
      messages,
      lastSeq: Math.max(lastSeq, reached),
      complete: reached >= lastSeq,
    };
  };

/** Shows the other member that somebody is writing. */
export const showTyping =
  (deps: Needs<"blocks" | "rooms"> & Live) =>
  async (actor: Actor, { roomId }: { roomId: string }): Promise<void> => {
    const otherId = counterpartOf(roomId, actor.id);
    requireMember(await deps.rooms.find(actor.id, roomId));
    await requireUnblocked(deps, actor.id, otherId);
    await deliver(deps)(otherId, { action: "typing", roomId, userId: actor.id });
  };
