import type { Currency } from "@freelancerm/contracts/fields";
import type { LedgerEntry } from "@freelancerm/contracts/payments";
import { runningLines } from "@freelancerm/contracts/payments-statement";
import type { Role } from "@freelancerm/contracts/route";
import { money, typedMoney } from "../../lib/format.ts";

/** What an entry comes to, in the words of the one who reads it: the same on the page, in the balances and in the room. */
export const comesTo: Record<Role, Record<LedgerEntry["type"], string>> = {
  client: { funded: "Charged to you", released: "Spent on released work", refunded: "Given back to you" },
  freelancer: { funded: "Held for you", released: "Received", refunded: "Given back to the client" },
};
/** The document of an entry, where the reader has one. */
export const documentWords: Record<Role, Partial<Record<LedgerEntry["type"], string>>> = {
  client: { funded: "Receipt", released: "Invoice", refunded: "Receipt" },
  freelancer: { released: "Invoice" },
};
export const itemWords = { price: "Price", fee: "Marketplace fee" } as const;
export const columnWords: Record<Role, { money: string; held: string }> = {
  client: { money: "Your money", held: "Held" },
  freelancer: { money: "Received", held: "Held for you" },
};

/** Money in or out as a line of a statement says it: +€470.00, −€14.10, and nothing for nothing. */
export const signedMoney = (amount: number, currency: Currency): string =>
  amount === 0 ? "" : `${amount < 0 ? "−" : "+"}${money(Math.abs(amount), currency)}`;

/** What lines come to so far: €484.10, −€484.10. */
export const balanceMoney = (amount: number, currency: Currency): string =>
  `${amount < 0 ? "−" : ""}${money(Math.abs(amount), currency)}`;

const COLUMNS = [
  "time",
  "entry",
  "item",
  "contract",
  "milestone",
  "currency",
  "amount",
  "held",
  "balance",
  "held_balance",
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

/**
 * The statement as CSV, oldest first, so that each balance is the one above it and the line's amount; amounts in the
 * currency's own units.
 * @param entries newest first, whole
 */
export const statementOf = (entries: readonly LedgerEntry[]): string =>
  [
    COLUMNS,
    ...runningLines(entries.toReversed()).flatMap(({ statement, currency, ...entry }) =>
      statement.map(({ item, amount, held, balance, heldBalance }) => [
        entry.at,
        entry.type,
        item,
        entry.contractTitle,
        entry.milestoneTitle,
        currency,
        ...[amount, held, balance, heldBalance].map((minor) => signed(minor, currency)),
        entry.reference,
        entry.hash,
      ]),
    ),
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
