/** Property 10: the check finds what is wrong with a ledger, and raises no alarm where nothing is. */
import { createHash } from "node:crypto";
import type { Books, BooksStore } from "@freelancerm/core/payments/books";
import { type CheckNeeds, checkLedgers } from "@freelancerm/core/payments/check-ledgers";
import {
  fundedEntry,
  type JournalEntry,
  type Posting,
  refundedEntry,
  releasedEntry,
} from "@freelancerm/core/payments/ledger";
import { HOUR } from "@freelancerm/core/time";
import { createMemoryTable, type MemoryTable } from "@freelancerm/data/memory-table";
import type { Item } from "@freelancerm/data/table";
import { memoryBooks } from "../world/books.ts";
import { LIVES, type Life, type Lived, live } from "../world/books-lives.ts";
import { START } from "../world/world.ts";

const hash = (text: string) => createHash("sha256").update(text).digest("hex");

interface Checking {
  table: MemoryTable;
  reports: Map<string, string[]>;
  time: { now: number };
  run(more?: Partial<CheckNeeds>): ReturnType<typeof checkLedgers>;
}

/** DynamoDB keeps no order of a map's members; a memory table does. */
const asDynamo = (item: Item): Item =>
  JSON.parse(JSON.stringify(item), (_, value) =>
    value && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

async function checking(items: Item[], atOnce?: number): Promise<Checking> {
  const table = createMemoryTable();
  await table.load(items.map(asDynamo));
  const reports = new Map<string, string[]>();
  const time = { now: START };
  const needs: CheckNeeds = {
    hash,
    clock: { now: () => time.now },
    books: memoryBooks(table, { atOnce }),
    remaining: () => 60_000,
    wait: async () => undefined,
    onFault: (contractId, faults) => reports.set(contractId, faults),
  };
  return { table, reports, time, run: (more) => checkLedgers({ ...needs, ...more }) };
}

/** Changes the items of one contract. */
type Plant = (items: Item[], contractId: string) => Item[];

const body = (item: Item) => item.body as Record<string, unknown>;
const entryOf = (item: Item) => item.card as JournalEntry;
const isEntry = ({ sk }: Item) => sk.startsWith("LEDGER#");
const change =
  (prefix: string, changed: Record<string, unknown>, which = 0): Plant =>
  (items) => {
    const target = items.filter(({ sk }) => sk.startsWith(prefix))[which]!;
    return items.map((item) => (item === target ? { ...item, body: { ...body(item), ...changed } } : item));
  };
const journalOf = (items: Item[]) => items.filter(isEntry).sort((a, b) => (a.sk < b.sk ? -1 : 1));
/** Writes the journal anew, so that its chain holds. */
const rewrite =
  (
    make: (journal: JournalEntry[], append: (type: JournalEntry["type"], from: Partial<Posting>) => void) => void,
  ): Plant =>
  (items, contractId) => {
    const before = journalOf(items);
    const after: JournalEntry[] = [];
    const makers = { funded: fundedEntry, released: releasedEntry, refunded: refundedEntry };
    const agreed = {
      contractId,
      milestone: 1,
      currency: "EUR" as const,
      ...agreedOf(items),
      reference: "x",
      at: "2026-01-05T10:00:00.000Z",
    };
    make(before.map(entryOf), (type, from) => after.push(makers[type](hash, after.at(-1), { ...agreed, ...from })));
    const written = after.map((card) => ({ pk: contractId, sk: `LEDGER#${String(card.seq).padStart(6, "0")}`, card }));
    return [...items.filter((item) => !isEntry(item)), ...written];
  };
function agreedOf(items: Item[]) {
  const [first] = body(items.find(({ sk }) => sk === "CONTRACT")!).agreed as Posting[];
  const { amount, clientFee, freelancerFee } = first!;
  return { amount, clientFee, freelancerFee };
}
const copying = (
  more: (append: (type: JournalEntry["type"], from: Partial<Posting>) => void) => void,
  change: Partial<Posting> = {},
) =>
  rewrite((journal, append) => {
    for (const { type, milestone, reference, at } of journal) append(type, { milestone, reference, at, ...change });
    more(append);
  });

/** What can go wrong, each in a contract of some life. */
const ERRORS: [string, Life, Plant][] = [
  [
    "an entry was altered",
    "released",
    (items) => {
      const target = items.find(isEntry)!;
      const entry = entryOf(target);
      const lines = entry.lines.map((line) => ({
        ...line,
        debit: line.debit && line.debit + 1,
        credit: line.credit && line.credit + 1,
      }));
      return items.map((item) => (item === target ? { ...item, card: { ...entry, lines } } : item));
    },
  ],
  ["an entry was removed from the middle", "released", (items) => items.filter((item) => item !== journalOf(items)[1])],
  ["the newest entry was removed", "released", (items) => items.filter((item) => item !== journalOf(items).at(-1))],
  ["all entries were removed", "funded", (items) => items.filter((item) => !isEntry(item))],
  [
    "two entries were exchanged",
    "released",
    (items) => {
      const [first, second] = journalOf(items);
      return items.map((item) =>
        item === first ? { ...first!, card: second!.card } : item === second ? { ...second!, card: first!.card } : item,
      );
    },
  ],
  ["a forged chain funds another amount", "funded", copying(() => undefined, { amount: 9_999 })],
  [
    "a forged chain takes too high a fee",
    "released",
    rewrite((journal, append) => {
      for (const { type, milestone, reference } of journal)
        append(type, { milestone, reference, ...(milestone === 1 && { freelancerFee: 5_000 }) });
    }),
  ],
  ["a forged chain is in another currency", "funded", copying(() => undefined, { currency: "USD" })],
  ["a forged chain names another charge", "funded", copying(() => undefined, { reference: "ch_other" })],
  ["a release was posted twice", "half released", copying((append) => append("released", { reference: "tr_again" }))],
  [
    "a released milestone was refunded too",
    "half released",
    copying((append) => append("refunded", { reference: "re_1" })),
  ],
  ["a refund was posted that nobody made", "funded", copying((append) => append("refunded", { reference: "re_1" }))],
  [
    "an entry is of a milestone that is not there",
    "funded",
    copying((append) => append("funded", { milestone: 9, reference: "ch_9" })),
  ],
  ["a milestone says released and was not paid out", "funded", change("CONTRACT#MILESTONE#01", { status: "released" })],
  ["a milestone says funded and was paid out", "ended", change("CONTRACT#MILESTONE#01", { status: "funded" })],
  ["a milestone's price was changed after it was paid", "funded", change("CONTRACT#MILESTONE#01", { amount: 1 })],
  [
    "a milestone names a charge that did not fund it",
    "funded",
    change("CONTRACT#MILESTONE#01", { chargeId: "ch_other" }),
  ],
  [
    "a payment was taken and not posted",
    "unfunded",
    (items, contractId) => [
      ...items,
      {
        pk: contractId,
        sk: "PAYMENT#pay_forged",
        version: 1,
        card: {},
        body: {
          id: "pay_forged",
          contractId,
          milestone: 1,
          status: "paid",
          currency: "EUR",
          amount: 10_001,
          chargeId: "ch_forged",
          surplus: false,
        },
      },
    ],
  ],
  ["a payment that was posted says open", "funded", change("PAYMENT#", { status: "open" })],
  ["a payment took another amount", "funded", change("PAYMENT#", { amount: 1 })],
  ["a payment is gone", "released", (items) => items.filter(({ sk }) => !sk.startsWith("PAYMENT#"))],
  [
    "a transfer is gone from the operations",
    "released",
    (items) => items.filter(({ sk }) => !sk.startsWith("OPERATION#release#1")),
  ],
  ["a refund was made and not posted", "refunded", (items) => items.filter((item) => item !== journalOf(items).at(-1))],
  ["a refund names another object of the processor", "refunded", change("OPERATION#refund", { reference: "re_other" })],
  [
    "a surplus was given back and not posted",
    "surplus returned",
    (items) => items.filter((item) => item !== journalOf(items).at(-1)),
  ],
  ["a surplus was forgotten", "surplus kept", change("PAYMENT#", { surplus: false })],
  ["the contract is gone", "released", (items) => items.filter(({ sk }) => sk !== "CONTRACT")],
  ["the contract ended with another sum", "ended", change("CONTRACT", { released: 1 })],
];

const CLEAN = 1_000;
let clean: Item[];
let lived: Lived[];
beforeAll(async () => {
  clean = [];
  lived = [];
  for (let world = 0; lived.length < CLEAN; world++) {
    const part = await live(LIVES, world);
    clean.push(...part.items.filter(({ pk }) => pk.startsWith("ctr_")));
    lived.push(...part.lived);
  }
}, 120_000);

test("1,000 sound contracts of every life raise no alarm", async () => {
  const check = await checking(clean);
  expect(await check.run()).toMatchObject({ checked: CLEAN, unsound: 0, complete: true });
  expect([...check.reports]).toEqual([]);
  expect(new Set(clean.filter(isEntry).map((item) => entryOf(item).type))).toEqual(
    new Set(["funded", "released", "refunded"]),
  );
}, 60_000);

test(`each of ${ERRORS.length} kinds of error is found among them, and nothing else`, async () => {
  const free = [...lived];
  const planted = new Map<string, string>();
  const byContract = new Map<string, Item[]>();
  for (const item of clean) byContract.set(item.pk, [...(byContract.get(item.pk) ?? []), item]);
  for (const [name, life, plant] of ERRORS) {
    const [{ contractId }] = free.splice(
      free.findIndex((one) => one.life === life),
      1,
    ) as [Lived];
    planted.set(contractId, name);
    const before = byContract.get(contractId)!;
    const after = plant(structuredClone(before), contractId);
    expect([name, after]).not.toEqual([name, before]);
    byContract.set(contractId, after);
  }
  const check = await checking([...byContract.values()].flat());
  const { unsound } = await check.run();
  const missed = [...planted].filter(([contractId]) => !check.reports.has(contractId)).map(([, name]) => name);
  expect(missed).toEqual([]);
  expect(unsound).toBe(ERRORS.length);
  expect([...check.reports.keys()].filter((contractId) => !planted.has(contractId))).toEqual([]);
}, 60_000);

describe("a run", () => {
  const HUNDRED = 700;
  const some = () => clean.slice(0, HUNDRED);
  const count = () => new Set(some().map(({ pk }) => pk)).size;

  test("that has to stop is taken up where it stopped, and every contract is seen", async () => {
    const check = await checking(some(), 100);
    let runs = 0;
    for (let complete = false; !complete; runs++) {
      let pages = 0;
      // Time for one page each.
      ({ complete } = await check.run({ remaining: () => (pages++ === 0 ? 60_000 : 1_000) }));
    }
    expect(runs).toBe(Math.ceil(HUNDRED / 100));
    const { checked } = await check.run();
    expect(checked).toBe(count());
  });

  test("that is killed loses only the page it was at", async () => {
    const check = await checking(some(), 100);
    let reads = 0;
    const books = memoryBooks(check.table, { atOnce: 100 });
    const failing: BooksStore = {
      ...books,
      read: (id) => (++reads > count() / 2 ? Promise.reject(new Error("killed")) : books.read(id)),
    };
    await expect(check.run({ books: failing })).rejects.toThrow("killed");
    const kept = (await books.findRound())!;
    expect(kept.checked).toBeGreaterThan(0);
    expect((await check.run()).complete).toBe(true);
  });

  test("within six hours of a round does nothing, and repeats what the round found", async () => {
    const broken = some().filter((item) => !isEntry(item) || entryOf(item).seq > 1);
    const check = await checking(broken);
    const { unsound } = await check.run();
    expect(unsound).toBeGreaterThan(0);
    check.reports.clear();
    check.time.now += 5 * HOUR;
    expect((await check.run()).unsound).toBe(unsound);
    expect(check.reports.size).toBe(0);
    check.time.now += HOUR;
    await check.table.load(some().map(asDynamo));
    // What was found stands until the next round has seen everything.
    expect((await check.run({ remaining: () => 0 })).unsound).toBe(unsound);
    expect(await check.run()).toMatchObject({ unsound: 0, complete: true });
  });

  test("adds up by currency what came in and whose it is", async () => {
    const check = await checking(some());
    const { EUR } = (await check.run()).totals;
    expect(EUR!.processor).toBeGreaterThan(0);
    expect(EUR!.processor).toBe(EUR!.held + EUR!.freelancer + EUR!.client + EUR!.fees);
  });

  test("that reads a contract in the middle of a commit reads it again before it says anything", async () => {
    const check = await checking(some());
    const books = memoryBooks(check.table);
    const seen = new Set<string>();
    const half = (whole: Books): Books => ({ ...whole, journal: whole.journal.slice(0, -1) });
    const racing: BooksStore = {
      ...books,
      read: async (id) => {
        const whole = await books.read(id);
        if (seen.has(id)) return whole;
        seen.add(id);
        return half(whole);
      },
    };
    expect(await check.run({ books: racing })).toMatchObject({ unsound: 0 });
  });
});
