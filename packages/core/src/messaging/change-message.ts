import { Refusal } from "@freelancerm/contracts/errors";
import type { Message } from "@freelancerm/contracts/messaging";
import type { Actor } from "../actor.ts";
import { requireUnblocked } from "../blocking/block.ts";
import type { Needs } from "../deps.ts";
import { happenedAt } from "../entity.ts";
import { limits } from "../policy/policy.ts";
import { iso, ms } from "../time.ts";
import { type MessageEvent, requireEditable } from "./message.ts";
import { counterpartOf, requireMember } from "./room.ts";

type ChangeDeps = Needs<"clock" | "commit" | "ids" | "messages" | "rooms">;
interface Address {
  roomId: string;
  seq: number;
}

/** Later than the change before it, so that the newest of two is told from its time. */
export const changedAt = ({ editedAt, sentAt }: Message, now: number): string =>
  iso(Math.max(now, ms(editedAt ?? sentAt) + 1));

/** Replaces a message by what `make` says, keeping what it said before for disputes. */
async function change(
  deps: ChangeDeps,
  actor: Actor,
  { roomId, seq }: Address,
  make: (before: Message, at: string) => Message,
): Promise<Message> {
  const [row, stored] = await Promise.all([deps.rooms.find(actor.id, roomId), deps.messages.find(roomId, seq)]);
  requireMember(row);
  if (!stored) throw new Refusal("resource.not_found");
  const now = deps.clock.now();
  requireEditable(stored, actor.id, now);
  const at = changedAt(stored.message, now);
  const message = make(stored.message, at);
  const recipientId = counterpartOf(roomId, actor.id);
  const event = happenedAt(deps, "message.changed.v1", { message, recipientId }, at) as MessageEvent;
  await deps.commit(deps.messages.save(event, stored.version), deps.messages.keep(stored, now + limits.originalKept));
  return message;
}

export const editMessage =
  (deps: ChangeDeps & Needs<"blocks">) =>
  async (actor: Actor, { text, ...address }: Address & { text: string }): Promise<Message> => {
    await requireUnblocked(deps, actor.id, counterpartOf(address.roomId, actor.id));
    return change(deps, actor, address, (before, editedAt) => ({ ...before, text, editedAt }));
  };

/** What is left of a message. */
export const emptied = (before: Message, deletedAt: string): Message => ({
  ...before,
  text: "",
  attachments: [],
  deletedAt,
});

/** Leaves a tombstone at the message's seq. */
export const deleteMessage =
  (deps: ChangeDeps) =>
  (actor: Actor, address: Address): Promise<Message> =>
    change(deps, actor, address, emptied);
