/** Re-adds every ledger, some contracts at a time, and goes on where the last run had to stop. */
import type { Needs } from "../deps.ts";
import { HOUR, iso, ms } from "../time.ts";
import { type Books, type BooksStore, faultsIn, type Round } from "./books.ts";
import { balancesOf, type LedgerAccount } from "./ledger.ts";

/** @rule All ledgers are re-added every six hours; a round that takes longer is followed by the next at once. */
const ROUND_EVERY = 6 * HOUR;
/** Milliseconds a run leaves for the page it is at. */
const MARGIN = 20_000;
const AT_ONCE = 10;
/** A change may be seen in part; it is whole after this many milliseconds. */
const COMMITTED = 500;
/** Ids that are kept by name. */
const MOST_NAMED = 1_000;

export interface CheckNeeds extends Needs<"clock" | "hash"> {
  books: BooksStore;
  /** Milliseconds this run may still take. */
  remaining(): number;
  wait(ms: number): Promise<unknown>;
  /** Told of each contract that does not add up, with the reasons. */
  onFault(contractId: string, faults: string[]): void;
}

export interface Checked {
  /** Contracts seen in this round so far. */
  checked: number;
  /** Contracts known not to add up. */
  unsound: number;
  complete: boolean;
  totals: Round["totals"];
}

/** Takes the round on until it is through or the time is up. It only reads the books, so it may run twice at once. */
export async function checkLedgers(deps: CheckNeeds): Promise<Checked> {
  let round = await begin(deps);
  while (round.position !== null && deps.remaining() > MARGIN) {
    const { contractIds: all, next } = await deps.books.contractsAfter(round.position);
    const contractIds = all.filter((id) => id !== round.last);
    const found: { books: Books; faults: string[] }[] = [];
    for (let start = 0; start < contractIds.length; start += AT_ONCE) {
      found.push(...(await Promise.all(contractIds.slice(start, start + AT_ONCE).map((id) => check(deps, id)))));
    }
    const unsound = found.filter(({ faults }) => faults.length > 0);
    for (const { books, faults } of unsound) deps.onFault(books.contractId, faults);
    round = {
      ...round,
      position: next,
      last: all.at(-1) ?? round.last,
      checked: round.checked + found.length,
      unsound: [...new Set([...round.unsound, ...unsound.map(({ books }) => books.contractId)])].slice(0, MOST_NAMED),
      totals: found.reduce((totals, { books }) => add(totals, books), round.totals),
    };
    // After each page: a run that is cut off is taken up there.
    await deps.books.saveRound(round);
  }
  const complete = round.position === null;
  const known = new Set(complete ? round.unsound : [...round.before, ...round.unsound]);
  return { checked: round.checked, unsound: known.size, complete, totals: round.totals };
}

async function begin({ books, clock }: CheckNeeds): Promise<Round> {
  const now = clock.now();
  const last = await books.findRound();
  if (last && (last.position !== null || now - ms(last.startedAt) < ROUND_EVERY)) return last;
  return {
    startedAt: iso(now),
    position: {},
    last: null,
    checked: 0,
    unsound: [],
    before: last?.unsound ?? [],
    totals: {},
  };
}

/** A contract that seems not to add up is read again once what was being committed is whole. */
async function check(deps: CheckNeeds, contractId: string): Promise<{ books: Books; faults: string[] }> {
  const first = await deps.books.read(contractId);
  if (faultsIn(deps.hash, first).length === 0) return { books: first, faults: [] };
  await deps.wait(COMMITTED);
  const books = await deps.books.read(contractId);
  return { books, faults: faultsIn(deps.hash, books) };
}

function add(totals: Round["totals"], { contract, journal }: Books): Round["totals"] {
  if (!contract) return totals;
  const known = totals[contract.currency] ?? balancesOf([]);
  const balances = Object.entries(balancesOf(journal)) as [LedgerAccount, number][];
  const added = Object.fromEntries(balances.map(([account, amount]) => [account, known[account] + amount]));
  return { ...totals, [contract.currency]: added };
}
