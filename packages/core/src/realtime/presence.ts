/** Presence: when somebody was last here, for those they talk with and nobody else. */
import type { Presence } from "@freelancerm/contracts/messaging";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import type { Change } from "../entity.ts";
import { inboxOf } from "../messaging/read-rooms.ts";
import { counterpartOf } from "../messaging/room.ts";
import { limits } from "../policy/policy.ts";
import { iso } from "../time.ts";

export interface PresenceStore {
  /** When each was last here, in the order of the ids. Eventually consistent. */
  findMany(userIds: string[]): Promise<(string | undefined)[]>;
  /** Notes a sign of life (ISO 8601), kept until `keptUntil` (milliseconds since the epoch). */
  seen(userId: string, seenAt: string, keptUntil: number): Change;
}

/**
 * Notes a sign of life: one write of the smallest unit per heartbeat, so 60 write units an hour for each open socket, and one
 * more as it opens. Nothing is pushed; who looks at their conversations asks once a minute.
 */
export async function noteSeen(deps: Needs<"clock" | "commit" | "presence">, userId: string): Promise<string> {
  const now = deps.clock.now();
  await deps.commit(deps.presence.seen(userId, iso(now), now + limits.presenceKept));
  return iso(now);
}

/** @rule When somebody was last here shows to those they have a conversation with, and to nobody who is blocked or blocks. */
export const listPresence =
  (deps: Needs<"blocks" | "presence" | "rooms">) =>
  async (actor: Actor): Promise<{ items: Presence[] }> => {
    const rows = (await inboxOf(deps, actor.id)).slice(0, limits.presences);
    const userIds = [...new Set(rows.map(({ roomId }) => counterpartOf(roomId, actor.id)))];
    const [seen, blocked] = await Promise.all([
      deps.presence.findMany(userIds),
      deps.blocks.betweenAny(actor.id, userIds),
    ]);
    return {
      items: userIds.map((userId, index) => ({
        userId,
        seenAt: blocked.has(userId) ? null : (seen[index] ?? null),
      })),
    };
  };
