import type { Currency } from "@freelancerm/contracts/fields";
import type { LedgerEntry } from "@freelancerm/contracts/payments";
import type { Role } from "@freelancerm/contracts/route";
import { typedMoney } from "../../lib/format.ts";

/** A line of a statement: an entry, and what all lines of its currency up to it add up to. Minor units. */
export interface StatementLine extends LedgerEntry {
  balance: number;
}

/** Adds a whole statement up, line by line; entries and lines are newest first. */
export function linesOf(entries: readonly LedgerEntry[]): StatementLine[] {
  const sums = new Map<Currency, number>();
  return entries
    .toReversed()
    .map((entry) => {
      const balance = (sums.get(entry.currency) ?? 0) + entry.effect;
      sums.set(entry.currency, balance);
      return { ...entry, balance };
    })
    .toReversed();
}

export interface Sums {
  currency: Currency;
  /** What came in and what went out, both positive. Minor units. */
  in: number;
  out: number;
}

/** What entries add up to in each currency. */
export function sumsOf(entries: readonly LedgerEntry[]): Sums[] {
  const sums = new Map<Currency, Sums>();
  for (const { currency, effect } of entries) {
    const sum = sums.get(currency) ?? { currency, in: 0, out: 0 };
    if (effect > 0) sum.in += effect;
    else sum.out -= effect;
    sums.set(currency, sum);
  }
  return [...sums.values()];
}

/** How much money an entry moved, whoever it was for. Minor units. */
export const movedBy = ({ lines }: LedgerEntry): number => lines.reduce((sum, { debit }) => sum + debit, 0);

const COLUMNS = [
  "time",
  "entry",
  "contract",
  "milestone",
  "currency",
  "moved",
  "effect",
  "balance",
  "reference",
  "fingerprint",
];

/** A cell of a CSV file (RFC 4180); one that a spreadsheet would run as a formula is kept as text. */
const cell = (value: string): string => {
  const text = /^[=+\-@\t]/.test(value) && !/^-?\d/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
const signed = (amount: number, currency: Currency) =>
  `${amount < 0 ? "-" : ""}${typedMoney(Math.abs(amount), currency)}`;

/** The statement as CSV, newest first; amounts in the currency's own units. */
export const statementOf = (entries: readonly LedgerEntry[]): string =>
  [
    COLUMNS,
    ...linesOf(entries).map((line) => [
      line.at,
      line.type,
      line.contractTitle,
      line.milestoneTitle,
      line.currency,
      signed(movedBy(line), line.currency),
      signed(line.effect, line.currency),
      signed(line.balance, line.currency),
      line.reference,
      line.hash,
    ]),
  ]
    .map((row) => row.map(cell).join(","))
    .join("\r\n");

/** Saves a statement as a file. */
export function saveStatement(entries: readonly LedgerEntry[], role: Role): void {
  const url = URL.createObjectURL(new Blob([statementOf(entries)], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `freelancerm-statement-${role}.csv`;
  link.click();
  URL.revokeObjectURL(url);
}
