/** Adds a party's statement up again, from its own lines alone. */
import type { Currency } from "./fields.ts";
import type { LedgerEntry, StatementLine } from "./payments.ts";

/** Minor units; a freelancer's fee is negative, for it is taken off. `total` is price and fee together. */
export interface Sum {
  price: number;
  fee: number;
  total: number;
}

/** What a statement comes to in one currency: funded = released + refunded + held, in each column. */
export interface StatementTotals {
  currency: Currency;
  funded: Sum;
  released: Sum;
  refunded: Sum;
  /** What is held now. */
  held: Sum;
  /** Money of their own: in (+) or out (−) in all. */
  money: number;
}

const nothing = (): Sum => ({ price: 0, fee: 0, total: 0 });
const add = (sum: Sum, item: StatementLine["item"], amount: number): Sum => ({
  ...sum,
  [item]: sum[item] + amount,
  total: sum.total + amount,
});

/** What a whole statement adds up to in each currency, in the order they come up. */
export function addUp(entries: readonly Pick<LedgerEntry, "currency" | "type" | "statement">[]): StatementTotals[] {
  const all = new Map<Currency, StatementTotals>();
  for (const { currency, type, statement } of entries) {
    const totals = all.get(currency) ?? {
      currency,
      funded: nothing(),
      released: nothing(),
      refunded: nothing(),
      held: nothing(),
      money: 0,
    };
    for (const { item, amount, held } of statement) {
      totals[type] = add(totals[type], item, type === "funded" ? held : -held);
      totals.held = add(totals.held, item, held);
      totals.money += amount;
    }
    all.set(currency, totals);
  }
  return [...all.values()];
}

/** A line of a statement with what its currency comes to up to it. Minor units. */
export interface RunningLine extends StatementLine {
  /** Money of their own in all so far. */
  balance: number;
  /** Held in all so far. */
  heldBalance: number;
}
export interface RunningEntry extends Omit<LedgerEntry, "statement"> {
  statement: RunningLine[];
}

/** A whole statement line by line: each balance is the one before it, in the same currency, and the line's amount. Oldest first. */
export function runningLines(entries: readonly LedgerEntry[]): RunningEntry[] {
  const balances = new Map<Currency, { balance: number; heldBalance: number }>();
  return entries.map((entry) => {
    let { balance, heldBalance } = balances.get(entry.currency) ?? { balance: 0, heldBalance: 0 };
    const statement = entry.statement.map((line) => {
      balance += line.amount;
      heldBalance += line.held;
      return { ...line, balance, heldBalance };
    });
    balances.set(entry.currency, { balance, heldBalance });
    return { ...entry, statement };
  });
}
