import type { Room } from "@freelancerm/contracts/messaging";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import { deliver, type Live } from "../realtime/deliver.ts";
import { lastSeqOf } from "./message.ts";
import { noticeRead } from "./notice.ts";
import { counterpartOf, presentRoom, requireMember } from "./room.ts";

/**
 * @rule A read cursor only moves forward, and never past the newest message; the other side sees how far it is.
 * Reading all of a room also reads the notification that waited for it.
 */
export const markRoomRead =
  (deps: Needs<"clock" | "commit" | "messages" | "notifications" | "rooms"> & Live) =>
  async (actor: Actor, { roomId, seq }: { roomId: string; seq: number }): Promise<Room> => {
    const otherId = counterpartOf(roomId, actor.id);
    const row = requireMember(await deps.rooms.find(actor.id, roomId));
    // An inbox may lag behind the log by a moment.
    const readSeq = seq <= row.lastSeq ? seq : Math.min(seq, await lastSeqOf(deps.messages, roomId));
    const [moved] = await Promise.all([
      readSeq > row.readSeq ? deps.rooms.advance(actor.id, roomId, { readSeq }) : row,
      readSeq > row.readSeq && deps.rooms.advance(otherId, roomId, { theirReadSeq: readSeq }),
    ]);
    await noticeRead(deps, moved ?? row);
    if (readSeq > row.readSeq) {
      await deliver(deps)(otherId, { action: "room.read", roomId, userId: actor.id, seq: readSeq });
    }
    return presentRoom(moved ?? row);
  };

/** Hides a conversation for me until the next message. */
export const hideRoom =
  (deps: Needs<"commit" | "rooms">) =>
  async (actor: Actor, { roomId }: { roomId: string }): Promise<Record<string, never>> => {
    const row = requireMember(await deps.rooms.find(actor.id, roomId));
    await deps.commit(deps.rooms.hide(actor.id, roomId, row.lastSeq));
    return {};
  };
