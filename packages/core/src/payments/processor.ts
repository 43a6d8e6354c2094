/** The payment processor, as the rules see it: charges to the marketplace first, transfers to freelancers at release. */

import { Refusal } from "@freelancerm/contracts/errors";
import type { Currency } from "@freelancerm/contracts/fields";

/** Amounts in minor units of `currency`, everywhere in this port. */
export interface CheckoutOrder {
  contractId: string;
  milestone: number;
  paymentId: string;
  title: string;
  amount: number;
  currency: Currency;
  /** ISO 8601, UTC. */
  expiresAt: string;
}

export interface Checkout {
  id: string;
  /** Where the client pays; null once it is complete or expired. */
  url: string | null;
}

/** How the money of a checkout stands, asked of the processor itself. */
export interface Settlement {
  paymentId: string;
  status: "open" | "paid" | "failed" | "expired";
  amount: number;
  currency: string;
  /** The charge a transfer is made from or a refund is made of; null until paid. */
  chargeId: string | null;
}

export interface TransferOrder {
  contractId: string;
  /** Name of the operation it carries out; one transfer each. */
  operation: string;
  amount: number;
  currency: Currency;
  /** Payout account at the processor. */
  destination: string;
  chargeId: string;
}

export interface RefundOrder {
  contractId: string;
  operation: string;
  amount: number;
  chargeId: string;
}

/** A transfer or refund that exists at the processor. */
export interface Movement {
  id: string;
  amount: number;
}

/** A bank account, as far as its owner is shown it. */
export interface Bank {
  /** The same for the same account. */
  fingerprint: string;
  name: string;
  last4: string;
  country: string;
  currency: string;
}

export interface ProcessorAccount {
  id: string;
  userId: string;
  /** Whether transfers can be made to it. */
  active: boolean;
  /** Whether it is paid out to the bank. */
  payoutsEnabled: boolean;
  bank: Bank | null;
}

/** What an event of the processor is about. What became of it is asked, never taken from the event: events come late and in any order. */
export type ProcessorEvent = { id: string } & (
  | { about: "checkout"; contractId: string; paymentId: string; checkoutId: string }
  | { about: "intent"; contractId: string; paymentId: string; intentId: string }
  | { about: "account"; accountId: string }
  | { about: "nothing of ours" }
);

/**
 * Each `create…` carries an own idempotency key; each `find…` answers whether it happened, however long ago. Refuses with
 * payment.processor_failed, or resource.conflict while the same key is being worked on.
 */
export interface Processor {
  createCheckout(order: CheckoutOrder, key: string): Promise<Checkout>;
  findCheckout(order: Pick<CheckoutOrder, "paymentId">, since: string): Promise<Checkout | undefined>;
  findSettlement(of: { checkoutId: string } | { intentId: string }): Promise<Settlement | undefined>;
  createTransfer(order: TransferOrder, key: string): Promise<Movement>;
  findTransfer(order: Pick<TransferOrder, "contractId" | "operation">): Promise<Movement | undefined>;
  createRefund(order: RefundOrder, key: string): Promise<Movement>;
  findRefund(order: Pick<RefundOrder, "chargeId" | "operation">): Promise<Movement | undefined>;
  createPayoutAccount(
    owner: { userId: string; email: string; displayName: string; country: string | null },
    key: string,
  ): Promise<{ id: string }>;
  findPayoutAccount(id: string): Promise<ProcessorAccount | undefined>;
  /** A page of the processor where the owner goes on setting the account up; works once. */
  onboardingLink(accountId: string, key: string): Promise<string>;
  /** Throws webhook.signature_invalid unless it is signed and at most 300 s old or ahead at `now` (ms). */
  parseWebhook(rawBody: Uint8Array, signature: string | undefined, now: number): Promise<ProcessorEvent>;
}

export interface ProcessorNeed {
  processor: Processor;
}

/** The processor answered with an error it keeps under the key: the same key gives the same error for a day. */
export class KeySpent extends Refusal {
  constructor(detail?: string) {
    super("payment.processor_failed", { detail });
  }
}

/**
 * @rule What is done at the processor is looked up before it is done, so a retry after any time does it at most once. The
 * key of an attempt is recorded before it is used, and the next one is taken only after an error that was the answer.
 */
export async function once<T>(work: {
  find: () => Promise<T | undefined>;
  create: () => Promise<T>;
  /** Records that the next attempt needs a new key. */
  spend: () => Promise<void>;
}): Promise<T> {
  const found = await work.find();
  if (found) return found;
  try {
    return await work.create();
  } catch (error) {
    if (error instanceof KeySpent) await work.spend();
    throw error;
  }
}
