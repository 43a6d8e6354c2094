/**
 * The books of a contract: its ledger beside all that should agree with it. The check re-adds them; it changes nothing.
 */
import type { Currency } from "@freelancerm/contracts/fields";
import { type ContractRecord, HOLDING, type MilestoneRecord } from "../contracts/contract.ts";
import type { Position } from "../entity.ts";
import {
  fundedEntry,
  type Hash,
  type JournalEntry,
  type LedgerAccount,
  type Posting,
  refundedEntry,
  releasedEntry,
  verifyChain,
} from "./ledger.ts";
import type { Operation } from "./operation.ts";
import type { PaymentRecord } from "./payment.ts";

export interface Books {
  contractId: string;
  /** Undefined where there are entries of a contract that is not there. */
  contract: ContractRecord | undefined;
  /** All of the contract, in order. */
  milestones: MilestoneRecord[];
  payments: PaymentRecord[];
  operations: Operation[];
  /** Oldest first. */
  journal: JournalEntry[];
}

/** One walk over all books: where it is, and what it found. */
export interface Round {
  startedAt: string;
  /** Null once it has seen everything. */
  position: Position | null;
  /** The contract seen last: its items may go on behind the position. */
  last: string | null;
  checked: number;
  /** Ids of contracts that do not add up, as far as they fit. */
  unsound: string[];
  /** What the round before found; it stands until this one is through. */
  before: string[];
  /** By currency: what came in, and whose it is now, in minor units. */
  totals: Partial<Record<Currency, Record<LedgerAccount, number>>>;
}

export interface BooksStore {
  /** The newest round. */
  findRound(): Promise<Round | undefined>;
  saveRound(round: Round): Promise<void>;
  /** Ids of some contracts and where to go on; every contract and every ledger comes up once in a round. */
  contractsAfter(position: Position | undefined): Promise<{ contractIds: string[]; next: Position | null }>;
  /** Strongly consistent; a change that is being committed may be seen in part. */
  read(contractId: string): Promise<Books>;
}

const posted = ({ lines }: Pick<JournalEntry, "lines">) =>
  lines.map(({ account, debit, credit }) => `${account} ${debit} ${credit}`).join();
const ENTRY = { funded: fundedEntry, released: releasedEntry, refunded: refundedEntry } as const;
const whole = ({ amount, clientFee }: MilestoneRecord) => amount + clientFee;
const held = ({ lines }: Pick<JournalEntry, "lines">) =>
  lines.reduce((sum, line) => (line.account === "held" ? sum + line.credit - line.debit : sum), 0);
const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);

/**
 * What does not add up in a contract's books, one sentence each; empty when they are sound.
 * @rule Per contract funded = held + released + refunded + fees; every entry is chained, balanced and posts exactly what was
 * agreed; every payment, release and refund has its entry and every entry its payment, release or refund.
 */
export function faultsIn(hash: Hash, books: Books): string[] {
  const { contract, journal } = books;
  const broken = verifyChain(hash, journal);
  if (!contract) return journal.length > 0 ? ["entries of a contract that is not there"] : [];
  return [
    ...(broken ? [broken] : []),
    ...journal.flatMap((entry) => entryFaults(hash, books, contract, entry)),
    ...matchFaults(books),
    ...books.milestones.flatMap((milestone) => [
      ...paymentFaults(books, milestone),
      ...milestoneFaults(books, milestone),
    ]),
    ...endFaults(contract, books.milestones),
  ];
}

/** An entry must be what its posting makes of the milestone as agreed. */
function entryFaults(hash: Hash, books: Books, contract: ContractRecord, entry: JournalEntry): string[] {
  const name = `entry ${entry.seq}`;
  const milestone = books.milestones[entry.milestone - 1];
  if (!milestone) return [`${name} is of milestone ${entry.milestone}, which is not there`];
  const { amount, clientFee, freelancerFee } = milestone;
  const { id: contractId, currency } = contract;
  const posting: Posting = { ...entry, contractId, currency, amount, clientFee, freelancerFee };
  const expected = ENTRY[entry.type](hash, undefined, posting);
  return [
    ...(entry.contractId === contractId ? [] : [`${name} is of another contract`]),
    ...(entry.currency === currency ? [] : [`${name} is in ${entry.currency}`]),
    ...(posted(entry) === posted(expected) ? [] : [`${name} posts not what was agreed`]),
  ];
}

/** Payments, releases and refunds on one side, entries on the other: each has exactly one of the other. */
function matchFaults({ payments, operations, journal }: Books): string[] {
  const entries = (type: JournalEntry["type"]) => journal.filter((entry) => entry.type === type).map(nameOfEntry);
  const done = (...kinds: Operation["kind"][]) =>
    operations.filter(({ kind, status }) => kinds.includes(kind) && status === "done");
  const milestoneOf = ({ kind, subject }: Operation) =>
    kind === "return" ? payments.find(({ id }) => id === subject)?.milestone : Number(subject);
  const moved = (operation: Operation) => `${operation.reference} of milestone ${milestoneOf(operation)}`;
  const paid = payments.filter(({ status }) => status === "paid");
  return [
    ...unmatched(
      "payment",
      paid.map(({ chargeId, milestone }) => `${chargeId} of milestone ${milestone}`),
      entries("funded"),
    ),
    ...unmatched("release", done("release").map(moved), entries("released")),
    ...unmatched("refund", done("refund", "return").map(moved), entries("refunded")),
  ];
}

/** What was paid must be what the milestone costs, and the milestone must know the charge that funds it. */
function paymentFaults({ payments, journal }: Books, milestone: MilestoneRecord): string[] {
  const { number, status, chargeId } = milestone;
  const due = whole(milestone);
  const paid = payments.filter((payment) => payment.milestone === number && payment.status === "paid");
  const funds = ({ type, milestone: of, reference }: JournalEntry) =>
    type === "funded" && of === number && reference === chargeId;
  const moved = HOLDING.includes(status) || status === "released" || status === "refunded";
  return [
    ...paid.filter(({ amount }) => amount !== due).map(({ id, amount }) => `${id} took ${amount} instead of ${due}`),
    ...(moved && !journal.some(funds)
      ? [`milestone ${number} is ${status}, and its charge ${chargeId} has no entry`]
      : []),
  ];
}

const nameOfEntry = ({ reference, milestone }: JournalEntry) => `${reference} of milestone ${milestone}`;

function unmatched(what: string, made: string[], posted: string[]): string[] {
  const rest = [...posted];
  const missing = made.filter((name) => {
    const at = rest.indexOf(name);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  return [
    ...missing.map((name) => `${what} ${name} has no entry`),
    ...rest.map((name) => `an entry of ${name} has no ${what}`),
  ];
}

/** What is held for a milestone must be what its status says, with surplus payments that were not given back yet. */
function milestoneFaults({ journal, payments, operations }: Books, milestone: MilestoneRecord): string[] {
  const { number, status } = milestone;
  const own = journal.filter((entry) => entry.milestone === number);
  const surplus = payments.filter((payment) => payment.milestone === number && payment.surplus);
  const back = ({ id }: PaymentRecord) =>
    operations.some(({ kind, subject, status: at }) => kind === "return" && subject === id && at === "done");
  const due =
    (HOLDING.includes(status) ? whole(milestone) : 0) + whole(milestone) * surplus.filter((p) => !back(p)).length;
  const found = sum(own.map(held));
  const released = own.filter(({ type }) => type === "released").length;
  return [
    ...(found === due ? [] : [`milestone ${number} is ${status}, and holds ${found} instead of ${due}`]),
    ...(released === (status === "released" ? 1 : 0)
      ? []
      : [`milestone ${number} is ${status}, and was released ${released} times`]),
  ];
}

function endFaults({ status, released }: ContractRecord, milestones: MilestoneRecord[]): string[] {
  if (status !== "ended") return [];
  const sumReleased = sum(
    milestones.filter((milestone) => milestone.status === "released").map(({ amount }) => amount),
  );
  return released === sumReleased ? [] : [`the contract ended with ${released} released instead of ${sumReleased}`];
}
