import type { LedgerEntry } from "@freelancerm/contracts/payments";
import type { Role } from "@freelancerm/contracts/route";
import { api } from "../../lib/api.ts";
import { typedMoney } from "../../lib/format.ts";

const COLUMNS = ["time", "entry", "contract", "milestone", "currency", "effect", "reference", "fingerprint"];

/** A cell of a CSV file (RFC 4180); one that a spreadsheet would run as a formula is kept as text. */
const cell = (value: string): string => {
  const text = /^[=+\-@\t]/.test(value) && !/^-?\d/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** The statement as CSV, newest first; amounts in the currency's own units. */
export const statementOf = (entries: LedgerEntry[], titleOf: (contractId: string) => string): string =>
  [
    COLUMNS,
    ...entries.map((entry) => [
      entry.at,
      entry.type,
      titleOf(entry.contractId),
      String(entry.milestone),
      entry.currency,
      `${entry.effect < 0 ? "-" : ""}${typedMoney(Math.abs(entry.effect), entry.currency)}`,
      entry.reference,
      entry.hash,
    ]),
  ]
    .map((row) => row.map(cell).join(","))
    .join("\r\n");

/** Fetches the whole statement in one role and saves it as a file; answers how many lines it has. */
export async function downloadStatement(role: Role, titleOf: (contractId: string) => string): Promise<number> {
  const entries: LedgerEntry[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.listMyLedger({ query: { role, limit: 100, cursor } });
    entries.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  const url = URL.createObjectURL(new Blob([statementOf(entries, titleOf)], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `freelancerm-statement-${role}.csv`;
  link.click();
  URL.revokeObjectURL(url);
  return entries.length;
}
