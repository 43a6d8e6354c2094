import type { BlockStore } from "@freelancerm/core/blocking/block";
import { limits } from "@freelancerm/core/policy/policy";
import { change } from "../entity.ts";
import { blocksBetween, keys } from "../keys.ts";
import type { Table } from "../table.ts";

export const createBlockStore = (table: Table): BlockStore => ({
  betweenAny: async (userId, otherIds) => {
    const ways = otherIds.flatMap((otherId) => blocksBetween(userId, otherId));
    const found = ways.length > 0 ? await table.getMany(ways) : [];
    return new Set(otherIds.filter((_, index) => found[2 * index] || found[2 * index + 1]));
  },
  listOf: async (userId) => {
    const { items } = await table.query({ pk: keys.block(userId, "").pk, limit: limits.blocked, consistent: true });
    return items.map(({ sk, blockedAt }) => ({ userId: sk, blockedAt: blockedAt as string }));
  },
  add: (userId, { userId: otherId, blockedAt }) => change({ put: { ...keys.block(userId, otherId), blockedAt } }),
  remove: (userId, otherId) => change({ delete: keys.block(userId, otherId) }),
});
