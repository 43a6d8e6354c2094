import type { CounterStore } from "@freelancerm/core/stats/counters";
import { change } from "../entity.ts";
import { keys } from "../keys.ts";
import type { Table } from "../table.ts";

export const createCounterStore = (table: Table): CounterStore => ({
  add: (categoryId, figure, by) =>
    change({ update: categoryId === null ? keys.totals() : keys.categoryCount(categoryId), add: { [figure]: by } }),
  seen: async (consumer, eventId) => (await table.get(keys.consumed(consumer, eventId))) !== undefined,
  mark: (consumer, eventId, keptUntil) =>
    change({ put: { ...keys.consumed(consumer, eventId), ttl: Math.ceil(keptUntil / 1000) }, when: { absent: true } }),
});
