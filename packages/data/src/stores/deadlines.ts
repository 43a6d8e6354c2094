import type { DeadlineStore } from "@freelancerm/core/deadlines/deadlines";
import type { Deadline } from "@freelancerm/core/entity";
import { keys } from "../keys.ts";
import type { Table } from "../table.ts";

export const createDeadlineStore = (table: Table): DeadlineStore => ({
  readCursor: async () => ((await table.get(keys.deadlineCursor()))?.at as number | undefined) ?? null,
  moveCursor: async (to) => {
    await table.write({ put: { ...keys.deadlineCursor(), at: to } });
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
