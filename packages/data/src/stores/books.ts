import type { BooksStore, Round } from "@freelancerm/core/payments/books";
import type { JournalEntry } from "@freelancerm/core/payments/ledger";
import type { Operation } from "@freelancerm/core/payments/operation";
import type { PaymentRecord } from "@freelancerm/core/payments/payment";
import { toEntity } from "../entity.ts";
import { keys } from "../keys.ts";
import { cardOf } from "../lists.ts";
import type { Scan } from "../scan.ts";
import type { Item, Position, Table } from "../table.ts";
import { wholeContract } from "./contracts.ts";

const HEAD = keys.contract("").sk;
const ENTRY = "LEDGER#";

/** The books of every contract, by a walk over the table. */
export const createBooksStore = (table: Table, scan: Scan): BooksStore => ({
  findRound: async () => (await table.get(keys.ledgerCheck()))?.body as Round | undefined,
  saveRound: async (round) => {
    await table.write({ put: { ...keys.ledgerCheck(), body: round } });
  },
  contractsAfter: async (position) => {
    const from = position && Object.keys(position).length > 0 ? position : undefined;
    const { keys: found, next } = await scan({ exactly: HEAD, prefix: ENTRY }, from);
    return { contractIds: [...new Set(found.map(({ pk }) => pk))], next };
  },
  read: async (contractId) => {
    const items: Item[] = [];
    // From the contract to its reviews: all but its log and what was said of it.
    const range = { after: keys.activity(contractId, "~").sk, before: keys.review(contractId, "client").sk };
    let from: Position | undefined;
    do {
      const page = await table.query({ pk: contractId, ...range, consistent: true, from });
      items.push(...page.items);
      from = page.next ?? undefined;
    } while (from);
    const those = <T>(prefix: string, make: (item: Item) => T) =>
      items.filter(({ sk }) => sk.startsWith(prefix)).map(make);
    const whole = wholeContract(those(HEAD, (item) => item));
    return {
      contractId,
      contract: whole?.contract,
      milestones: whole?.milestones ?? [],
      payments: those(keys.payment("", "").sk, (item) => toEntity<PaymentRecord & { version: number }>(item)),
      operations: those("OPERATION#", (item) => toEntity<Operation>(item)),
      journal: those(ENTRY, cardOf<JournalEntry>),
    };
  },
});
