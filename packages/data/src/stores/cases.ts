import type { CaseCard, CaseRecord, CaseStore, ReportRecord } from "@freelancerm/core/trust/case";
import { type Mapping, save, toEntity, toEntityIf } from "../entity.ts";
import { keys, lists } from "../keys.ts";
import { cardOf, listPage } from "../lists.ts";
import type { Item, Position, Table } from "../table.ts";

const fields = [
  "id",
  "subject",
  "title",
  "ownerId",
  "status",
  "reasons",
  "reports",
  "openedAt",
  "dueAt",
  "decision",
] as const satisfies (keyof CaseCard)[];

const mapping: Mapping<CaseRecord, (typeof fields)[number]> = {
  key: ({ id }) => keys.case(id),
  card: fields,
  index: ({ id, dueAt, decision }) => {
    if (decision === null) return { gsi1pk: lists.openCases, gsi1sk: `${dueAt}#${id}` };
    const { decidedAt } = decision;
    return { gsi1pk: lists.decidedCases, gsi1sk: `${decidedAt}#${id}` };
  },
};

const reports: Mapping<ReportRecord, never> = {
  key: ({ caseId, reporterId }) => keys.report(caseId, reporterId),
  card: [],
};

export const createCaseStore = (table: Table): CaseStore => ({
  find: async (id) => toEntityIf(await table.get(keys.case(id))),

  findFor: async (id, reporterId) => {
    const wanted = [keys.case(id), keys.report(id, reporterId)];
    const [found, report] = await table.getMany(wanted, { consistent: true });
    return { found: toEntityIf<CaseRecord>(found), report: toEntityIf<ReportRecord>(report) };
  },

  findWhole: async (id) => {
    const items: Item[] = [];
    let from: Position | undefined;
    do {
      const page = await table.query({ pk: id, from, consistent: true });
      items.push(...page.items);
      from = page.next ?? undefined;
    } while (from);
    const { sk } = keys.case(id);
    return {
      found: toEntityIf<CaseRecord>(items.find((item) => item.sk === sk)),
      reports: items
        .filter((item) => item.sk !== sk)
        .map(toEntity<ReportRecord>)
        .sort((a, b) => (a.reportedAt < b.reportedAt ? 1 : -1)),
    };
  },

  save: (found, options) => save(mapping, found, options),
  file: (report) => save(reports, report),

  list: (status, page) =>
    listPage(
      table,
      status === "open"
        ? { index: "gsi1", pk: lists.openCases }
        : { index: "gsi1", pk: lists.decidedCases, descending: true },
      page,
      cardOf<CaseCard>,
    ),
});
