/**
 * The ledger of a contract: a double-entry journal that is only ever appended to. Each entry carries the hash of the one
 * before it, so a removed or altered entry breaks the chain, and each party can add their own statement up again.
 *
 * `processor` is what came in; `held`, `freelancer`, `client` and `fees` say whose it is now. Their balances are equal.
 */
import type { Currency } from "@freelancerm/contracts/fields";
import type { LedgerEntry } from "@freelancerm/contracts/payments";
import type { Role } from "@freelancerm/contracts/route";
import type { Change, Listed, PageRequest } from "../entity.ts";

export type LedgerAccount = LedgerEntry["lines"][number]["account"];
export type Line = LedgerEntry["lines"][number];
/** An entry as it is stored; what it means depends on who asks, and the titles are the contract's. */
export type JournalEntry = Omit<LedgerEntry, "contractTitle" | "milestoneTitle" | "statement" | "effect" | "held"> & {
  previousHash: string;
};

/** SHA-256 of a text, hex. */
export type Hash = (text: string) => string;

export interface LedgerStore {
  /** The newest entry, strongly consistent. */
  last(contractId: string): Promise<JournalEntry | undefined>;
  find(contractId: string, seq: number): Promise<JournalEntry | undefined>;
  /** Refused with resource.conflict when its place is taken. */
  append(entry: JournalEntry): Change;
  /** Oldest first. */
  listOfContract(contractId: string, page: PageRequest): Promise<Listed<JournalEntry>>;
  /** Newest first. */
  listOf(role: Role, userId: string, page: PageRequest): Promise<Listed<JournalEntry>>;
}

/** What an entry is about, before it has its place in the journal. Amounts in minor units of `currency`. */
export interface Posting {
  contractId: string;
  milestone: number;
  currency: Currency;
  amount: number;
  clientFee: number;
  freelancerFee: number;
  /** Id of the processor's object. */
  reference: string;
  at: string;
}

const GENESIS = "0".repeat(64);
const debit = (account: LedgerAccount, amount: number): Line => ({ account, debit: amount, credit: 0 });
const credit = (account: LedgerAccount, amount: number): Line => ({ account, debit: 0, credit: amount });

/** What is hashed: every fact of the entry, in this order. */
const digest = (
  hash: Hash,
  { contractId, seq, type, milestone, currency, lines, reference, at, previousHash }: Omit<JournalEntry, "hash">,
) =>
  hash(
    JSON.stringify([
      previousHash,
      contractId,
      seq,
      type,
      milestone,
      currency,
      lines.map((line) => [line.account, line.debit, line.credit]),
      reference,
      at,
    ]),
  );

function entry(
  hash: Hash,
  last: JournalEntry | undefined,
  type: JournalEntry["type"],
  posting: Posting,
  lines: Line[],
) {
  const { contractId, milestone, currency, reference, at } = posting;
  const unsealed = {
    contractId,
    seq: (last?.seq ?? 0) + 1,
    type,
    milestone,
    currency,
    lines: lines.filter((line) => line.debit + line.credit > 0),
    reference,
    at,
    previousHash: last?.hash ?? GENESIS,
  };
  return { ...unsealed, hash: digest(hash, unsealed) };
}

/** @rule What the client pays, their fee included, is held whole until the work is released or the money goes back. */
export const fundedEntry = (hash: Hash, last: JournalEntry | undefined, posting: Posting): JournalEntry =>
  entry(hash, last, "funded", posting, [
    debit("processor", posting.amount + posting.clientFee),
    credit("held", posting.amount + posting.clientFee),
  ]);

/** @rule A release turns held funds into the freelancer's earnings and the fees of both sides. */
export const releasedEntry = (hash: Hash, last: JournalEntry | undefined, posting: Posting): JournalEntry =>
  entry(hash, last, "released", posting, [
    debit("held", posting.amount + posting.clientFee),
    credit("freelancer", posting.amount - posting.freelancerFee),
    credit("fees", posting.freelancerFee + posting.clientFee),
  ]);

/** @rule A refund gives the client back all they paid, their fee included. */
export const refundedEntry = (hash: Hash, last: JournalEntry | undefined, posting: Posting): JournalEntry =>
  entry(hash, last, "refunded", posting, [
    debit("held", posting.amount + posting.clientFee),
    credit("client", posting.amount + posting.clientFee),
  ]);

/** Why a journal is not sound, or undefined when it is: gapless, balanced, chained, no account below nothing. */
export function verifyChain(hash: Hash, entries: readonly JournalEntry[]): string | undefined {
  let last: JournalEntry | undefined;
  for (const current of entries) {
    const name = `entry ${current.seq}`;
    if (current.seq !== (last?.seq ?? 0) + 1) return `${name} does not follow entry ${last?.seq ?? 0}`;
    if (current.previousHash !== (last?.hash ?? GENESIS)) return `${name} is not chained to the one before`;
    if (current.hash !== digest(hash, current)) return `${name} was altered`;
    const sum = current.lines.reduce((total, line) => total + line.debit - line.credit, 0);
    if (sum !== 0) return `${name} is out of balance by ${sum}`;
    last = current;
  }
  const below = Object.entries(balancesOf(entries)).find(([, balance]) => balance < 0);
  return below && `${below[0]} is below nothing: ${below[1]}`;
}

/** Balances per account, minor units; processor = held + freelancer + client + fees. */
export function balancesOf(entries: readonly Pick<JournalEntry, "lines">[]): Record<LedgerAccount, number> {
  const balances: Record<LedgerAccount, number> = { processor: 0, held: 0, freelancer: 0, client: 0, fees: 0 };
  for (const { account, debit, credit } of entries.flatMap(({ lines }) => lines)) {
    balances[account] += account === "processor" ? debit - credit : credit - debit;
  }
  return balances;
}
