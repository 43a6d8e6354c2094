/** Messages: the log of a room, which is its truth. */
import { Refusal } from "@freelancerm/contracts/errors";
import type { AnyEvent } from "@freelancerm/contracts/events";
import type { Message } from "@freelancerm/contracts/messaging";
import type { Change } from "../entity.ts";
import { limits } from "../policy/policy.ts";
import { ms } from "../time.ts";

/** A message as its store returns it; the version guards its changes. */
export interface StoredMessage {
  message: Message;
  version: number;
}

export interface MessageStore {
  find(roomId: string, seq: number): Promise<StoredMessage | undefined>;
  /** Messages after a seq, oldest first. Strongly consistent: no hole, nothing missing. */
  after(roomId: string, seq: number, limit: number): Promise<Message[]>;
  /** The newest messages, or those before a seq, oldest first. Strongly consistent unless said otherwise. */
  before(
    roomId: string,
    seq: number | undefined,
    limit: number,
    options?: { consistent?: boolean },
  ): Promise<Message[]>;
  /** Writes a message as the event that tells of it; `version` 0 appends it at its seq, which must be free. */
  save(event: MessageEvent, version: number): Change;
  /** Keeps what a message said before it was changed, until `keptUntil` (milliseconds since the epoch). */
  keep(original: StoredMessage, keptUntil: number): Change;
}
export type MessageEvent = Extract<AnyEvent, { type: "message.sent.v1" | "message.changed.v1" }>;

/** The seq of the newest message, 0 in an empty room. */
export const lastSeqOf = async (messages: MessageStore, roomId: string): Promise<number> =>
  (await messages.before(roomId, undefined, 1)).at(-1)?.seq ?? 0;

/** @rule Only one's own message can be changed, while it is young enough and was not deleted. */
export function requireEditable({ message }: StoredMessage, actorId: string, now: number): void {
  if (message.senderId !== actorId || message.deletedAt || now - ms(message.sentAt) > limits.messageEdit) {
    throw new Refusal("message.not_editable");
  }
}
