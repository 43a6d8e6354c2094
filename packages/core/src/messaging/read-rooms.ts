import type { Message, Room } from "@freelancerm/contracts/messaging";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import type { Listed, PageRequest } from "../entity.ts";
import { type InboxRow, isHidden, presentRoom, requireMember } from "./room.ts";

/** When something last happened in a room, then its id: what the inbox is sorted by. */
const placeOf = (row: InboxRow) => `${row.lastMessageAt ?? row.openedAt}#${row.roomId}`;

/** The rows of an inbox that are not hidden, the newest message first. */
export const inboxOf = async (deps: Needs<"rooms">, userId: string): Promise<InboxRow[]> =>
  (await deps.rooms.listOf(userId)).filter((row) => !isHidden(row)).sort((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1));

/** My conversations, the newest message first. The whole inbox is one query; its order changes with every message. */
export const listRooms =
  (deps: Needs<"rooms">) =>
  async (actor: Actor, { limit, after }: PageRequest): Promise<Listed<Room>> => {
    const rows = (await inboxOf(deps, actor.id))
      .map((row) => ({ row, place: placeOf(row) }))
      .filter(({ place }) => after === undefined || place < String(after.place));
    const shown = rows.slice(0, limit);
    return {
      items: shown.map(({ row }) => presentRoom(row)),
      next: rows.length > limit ? { place: shown.at(-1)!.place } : null,
    };
  };

export const getRoom =
  (deps: Needs<"rooms">) =>
  async (actor: Actor, { roomId }: { roomId: string }): Promise<Room> =>
    presentRoom(requireMember(await deps.rooms.find(actor.id, roomId)));

/** A stretch of the log: after a seq, before one, or its newest end; oldest first. */
export const listMessages =
  (deps: Needs<"messages" | "rooms">) =>
  async (
    actor: Actor,
    { roomId, before, after, limit }: { roomId: string; before?: number; after?: number; limit: number },
  ): Promise<{ items: Message[]; lastSeq: number }> => {
    const [row, items] = await Promise.all([
      deps.rooms.find(actor.id, roomId),
      after === undefined
        ? deps.messages.before(roomId, before, limit)
        : deps.messages
            .after(roomId, after, limit)
            .then((found) => found.filter(({ seq }) => seq < (before ?? seq + 1))),
    ]);
    return { items, lastSeq: Math.max(requireMember(row).lastSeq, items.at(-1)?.seq ?? 0) };
  };
