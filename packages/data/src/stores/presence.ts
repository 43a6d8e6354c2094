import type { PresenceStore } from "@freelancerm/core/realtime/presence";
import { change } from "../entity.ts";
import { keys } from "../keys.ts";
import type { Table } from "../table.ts";

export const createPresenceStore = (table: Table): PresenceStore => ({
  findMany: async (userIds) => {
    const found = userIds.length > 0 ? await table.getMany(userIds.map(keys.presence)) : [];
    return found.map((item) => item?.seenAt as string | undefined);
  },
  seen: (userId, seenAt, keptUntil) =>
    change({ put: { ...keys.presence(userId), seenAt, ttl: Math.ceil(keptUntil / 1000) } }),
});
