/** Where a freelancer's earnings go. The processor keeps the account; here is which one it is, where it leads and whether it works. */

import type { Needs } from "../deps.ts";
import { type Change, happened, type SaveOptions, type Versioned } from "../entity.ts";
import { limits } from "../policy/policy.ts";
import { iso, ms } from "../time.ts";
import type { Bank, ProcessorAccount } from "./processor.ts";

export interface PayoutAccountRecord extends Versioned {
  userId: string;
  /** Id at the processor; null until it answered. */
  accountId: string | null;
  /** Attempts at the processor so far; part of the idempotency key. */
  attempt: number;
  status: "pending" | "active";
  /** The last one that was known, from when it was first active. */
  bank?: Bank | null;
  payoutsEnabled?: boolean;
  /** Nothing is transferred before; null once that has passed. */
  lockedUntil?: string | null;
}

export interface PayoutAccountStore {
  find(userId: string): Promise<PayoutAccountRecord | undefined>;
  save(account: PayoutAccountRecord, options?: SaveOptions): Change;
}

/** Whether money can be sent to it now. */
export const takesTransfers = (
  account: PayoutAccountRecord | undefined,
  now: number,
): account is PayoutAccountRecord & { accountId: string } =>
  account?.status === "active" &&
  account.accountId !== null &&
  (!account.lockedUntil || ms(account.lockedUntil) <= now);

/**
 * The account as the processor says it is; undefined when that is known already. Becoming active is an event that releases
 * what waits for it; another bank account is one its owner is told of.
 * @rule Another bank account behind a payout account that worked holds payouts back, so that its owner can notice.
 */
export function standing(
  deps: Needs<"clock" | "ids" | "payoutAccounts">,
  account: PayoutAccountRecord,
  { active, bank, payoutsEnabled }: ProcessorAccount,
): { account: PayoutAccountRecord; change: Change } | undefined {
  const status = active ? "active" : "pending";
  const known = account.bank ?? null;
  // One that is taken away stays known: it is what the next one is held against.
  const now = (active && bank) || known;
  const same = now?.fingerprint === known?.fingerprint;
  if (account.status === status && same && (account.payoutsEnabled ?? false) === payoutsEnabled) return undefined;

  const { userId } = account;
  const changed: PayoutAccountRecord = { ...account, status, bank: now, payoutsEnabled };
  const events =
    active && account.status !== "active" ? [happened(deps, "payout_account.activated.v1", { userId })] : [];
  if (same || !known || !now) return { account: changed, change: deps.payoutAccounts.save(changed, { events }) };

  const lockedUntil = iso(deps.clock.now() + limits.payoutLock);
  const locked = { ...changed, lockedUntil };
  const change = deps.payoutAccounts.save(locked, {
    events: [...events, happened(deps, "payout_account.changed.v1", { userId, last4: now.last4, lockedUntil })],
    deadlines: [{ at: lockedUntil, kind: "payout.unlock", ref: userId, facts: { lockedUntil } }],
  });
  return { account: locked, change };
}
