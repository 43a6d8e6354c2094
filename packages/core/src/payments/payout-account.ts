/** Where a freelancer's earnings go. The processor keeps the account; here is which one it is and whether it works. */

import type { Needs } from "../deps.ts";
import { type Change, happened, type SaveOptions, type Versioned } from "../entity.ts";

export interface PayoutAccountRecord extends Versioned {
  userId: string;
  /** Id at the processor; null until it answered. */
  accountId: string | null;
  /** Attempts at the processor so far; part of the idempotency key. */
  attempt: number;
  status: "pending" | "active";
}

export interface PayoutAccountStore {
  find(userId: string): Promise<PayoutAccountRecord | undefined>;
  save(account: PayoutAccountRecord, options?: SaveOptions): Change;
}

/** The account as the processor says it is; becoming active is an event that releases what waits for it. */
export function standing(
  deps: Needs<"clock" | "ids" | "payoutAccounts">,
  account: PayoutAccountRecord,
  active: boolean,
): { account: PayoutAccountRecord; change: Change } | undefined {
  const status = active ? "active" : "pending";
  if (account.status === status) return undefined;
  const changed: PayoutAccountRecord = { ...account, status };
  const events = active ? [happened(deps, "payout_account.activated.v1", { userId: account.userId })] : [];
  return { account: changed, change: deps.payoutAccounts.save(changed, { events }) };
}
