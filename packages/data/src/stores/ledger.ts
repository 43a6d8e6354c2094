import { partiesOf } from "@freelancerm/contracts/ids";
import type { JournalEntry, LedgerStore } from "@freelancerm/core/payments/ledger";
import { change } from "../entity.ts";
import { keys, lists } from "../keys.ts";
import { cardOf, listPage } from "../lists.ts";
import type { Item, Table } from "../table.ts";

const PREFIX = "LEDGER#";

/** Lists show entries whole, so all of an entry is its card. */
function toItem(entry: JournalEntry): Item {
  const { contractId, seq, at } = entry;
  const { clientId, freelancerId } = partiesOf(contractId);
  const key = keys.ledger(contractId, seq);
  return {
    ...key,
    gsi1pk: lists.ledgerOf("client", clientId),
    gsi1sk: `${at}#${contractId}#${key.sk}`,
    gsi2pk: lists.ledgerOf("freelancer", freelancerId),
    gsi2sk: `${at}#${contractId}#${key.sk}`,
    card: entry,
  };
}

export const createLedgerStore = (table: Table): LedgerStore => ({
  last: async (contractId) => {
    const query = { pk: contractId, prefix: PREFIX, descending: true, limit: 1, consistent: true };
    const [newest] = (await table.query(query)).items;
    return newest && cardOf<JournalEntry>(newest);
  },
  find: async (contractId, seq) => {
    const item = await table.get(keys.ledger(contractId, seq));
    return item && cardOf<JournalEntry>(item);
  },
  append: (entry) => change({ put: toItem(entry), when: { absent: true } }),
  listOfContract: (contractId, page) => listPage(table, { pk: contractId, prefix: PREFIX }, page, cardOf<JournalEntry>),
  listOf: (role, userId, page) =>
    listPage(
      table,
      { index: role === "client" ? "gsi1" : "gsi2", pk: lists.ledgerOf(role, userId), descending: true },
      page,
      cardOf<JournalEntry>,
    ),
});
