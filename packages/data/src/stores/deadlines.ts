import type { DeadlineStore, Met } from "@freelancerm/core/deadlines/deadlines";
import type { Deadline } from "@freelancerm/core/entity";
import { keys } from "../keys.ts";
import type { Table } from "../table.ts";

export const createDeadlineStore = (table: Table): DeadlineStore => ({
  readProgress: async () => {
    const item = await table.get(keys.deadlineCursor());
    return item && { at: Number(item.at), met: (item.met ?? {}) as Met };
  },
  saveProgress: async (progress) => {
    await table.write({ put: { ...keys.deadlineCursor(), ...progress } });
  },
  due: async (hour, until) => {
    // Sort keys continue after the time; "~" sorts behind every one of them.
    const { pk } = keys.deadline(hour, "");
    const { items } = await table.query({ pk, before: `${until}~`, consistent: true });
    return items.map(({ sk, body }) => {
      const at = sk.slice(0, sk.indexOf("#"));
      return { at, id: sk.slice(at.length + 1), deadline: body as Deadline };
    });
  },
  remove: async (at, id) => {
    await table.write({ delete: keys.deadline(at, id) });
  },
});
