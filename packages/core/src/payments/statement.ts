/**
 * A party's statement: the journal in lines from their own side. The client's fee is never in the freelancer's lines nor the
 * other way round; with what the marketplace keeps, both add up to the ledger again.
 */
import type { LedgerEntry, StatementLine } from "@freelancerm/contracts/payments";
import type { Role } from "@freelancerm/contracts/route";
import type { AgreedMilestone, ContractRecord } from "../contracts/contract.ts";
import type { JournalEntry } from "./ledger.ts";

type Prices = Pick<AgreedMilestone, "amount" | "clientFee" | "freelancerFee">;

/** Whether an entry adds to what is held, or takes from it. */
const HELD = { funded: 1, released: -1, refunded: -1 } as const;
/** Whether money of theirs came in or went out with it. */
const MONEY = {
  client: { funded: -1, released: 0, refunded: 1 },
  freelancer: { funded: 0, released: 1, refunded: 0 },
} as const;

/**
 * What an entry meant for a party, line by line.
 * @rule A client's fee comes on top of the price, a freelancer's is taken off it; both are held, released and given back with
 * the price they belong to.
 */
export function statementOf(role: Role, type: JournalEntry["type"], agreed: Prices): StatementLine[] {
  const fee = role === "client" ? agreed.clientFee : -agreed.freelancerFee;
  const line = (item: StatementLine["item"], whole: number): StatementLine => ({
    item,
    // Never −0.
    amount: MONEY[role][type] * whole || 0,
    held: HELD[type] * whole,
  });
  return [line("price", agreed.amount), ...(fee === 0 ? [] : [line("fee", fee)])];
}

/** An entry as a party sees it, named by its contract. */
export function presentEntry(stored: JournalEntry, role: Role, contract: ContractRecord | undefined): LedgerEntry {
  const { previousHash: _, ...entry } = stored;
  const agreed = contract?.agreed[entry.milestone - 1];
  const statement = agreed ? statementOf(role, entry.type, agreed) : [];
  return {
    ...entry,
    contractTitle: contract?.title ?? "",
    milestoneTitle: agreed?.title ?? "",
    statement,
    effect: statement.reduce((sum, { amount }) => sum + amount, 0),
    held: statement.reduce((sum, { held }) => sum + held, 0),
  };
}
