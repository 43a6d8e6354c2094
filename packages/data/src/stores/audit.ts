import type { AuditRecord, AuditStore } from "@freelancerm/core/trust/audit";
import { change } from "../entity.ts";
import { keys } from "../keys.ts";
import { listPage } from "../lists.ts";
import type { Item, Table } from "../table.ts";

const { pk } = keys.audit(0);
const lineOf = ({ body }: Item) => body as AuditRecord;

export const createAuditStore = (table: Table): AuditStore => ({
  last: async () => {
    const [newest] = (await table.query({ pk, descending: true, limit: 1, consistent: true })).items;
    return newest && lineOf(newest);
  },
  find: async (seq) => {
    const item = await table.get(keys.audit(seq), { consistent: false });
    return item && lineOf(item);
  },
  append: (line) => change({ put: { ...keys.audit(line.seq), body: line }, when: { absent: true } }),
  list: (page) => listPage(table, { pk, descending: true }, page, lineOf),
});
