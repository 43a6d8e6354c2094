import * as z from "zod/mini";
import { Contract } from "./contracts.ts";
import { Currency, LARGEST_AMOUNT, MinorUnits, PageQuery, Person, page, Timestamp, text } from "./fields.ts";
import { ContractId, EntryNumber, MilestoneNumber, PaymentId } from "./ids.ts";
import { bounds } from "./limits.ts";
import { FeeQuote } from "./proposals.ts";
import { defineRoutes } from "./route.ts";

export const Payment = z.object({
  id: PaymentId,
  contractId: ContractId,
  milestone: z.int(),
  status: z.enum(["open", "paid", "failed", "expired"]),
  currency: Currency,
  /** Milestone amount plus the client's fee. Minor units. */
  amount: MinorUnits,
  /** Where the client pays; null once it is settled. */
  checkoutUrl: z.nullable(z.string()),
  createdAt: Timestamp,
});
export type Payment = z.infer<typeof Payment>;

/** The accounts of the double-entry ledger, per currency. */
export const LedgerAccount = z.enum(["processor", "held", "freelancer", "fees", "client"]);

/**
 * A line of a party's statement, signed, in minor units: what it did to their own money, and to the project funds held on
 * their side. The price is the milestone's; the fee is what the marketplace takes from this party.
 */
export const StatementLine = z.object({
  item: z.enum(["price", "fee"]),
  /** Money in (+) or out (−). */
  amount: z.int(),
  /** More (+) or less (−) held: by the client with their fee on top, for the freelancer with theirs taken off. */
  held: z.int(),
});
export type StatementLine = z.infer<typeof StatementLine>;

/** One journal entry, as a party sees it. Debits and credits of its lines are equal. */
export const LedgerEntry = z.object({
  contractId: ContractId,
  contractTitle: z.string(),
  seq: z.int(),
  type: z.enum(["funded", "released", "refunded"]),
  milestone: z.int(),
  milestoneTitle: z.string(),
  currency: Currency,
  lines: z.array(z.object({ account: LedgerAccount, debit: MinorUnits, credit: MinorUnits })),
  /** What it meant for the asking party, line by line. */
  statement: z.array(StatementLine),
  /** The statement's lines added up: money in (+) or out (−). Minor units. */
  effect: z.int(),
  /** The same of the project funds held on the asking party's side. */
  held: z.int(),
  /** Id of the processor's object (charge, transfer, refund). */
  reference: z.string(),
  /** SHA-256 over the previous hash and this entry, hex. */
  hash: z.string(),
  at: Timestamp,
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

/**
 * What an entry is documented with, as the asking party may see it: the marketplace's receipt for a charge or a refund, for
 * the client; the freelancer's invoice to the client for a release, with their own fee in the freelancer's copy alone.
 */
export const Receipt = z.object({
  kind: z.enum(["charge", "invoice", "refund"]),
  /** Unique, and the beginning of the entry's fingerprint: whoever has the journal can check it. */
  number: z.string(),
  contractId: ContractId,
  contractTitle: z.string(),
  seq: z.int(),
  milestone: z.int(),
  milestoneTitle: z.string(),
  client: Person,
  freelancer: Person,
  currency: Currency,
  /** They add up to the total. Minor units; a fee that is taken off is negative. */
  lines: z.array(z.object({ item: z.enum(["price", "fee"]), amount: z.int() })),
  total: MinorUnits,
  /** Id of the processor's object (charge, transfer, refund). */
  reference: z.string(),
  issuedAt: Timestamp,
});
export type Receipt = z.infer<typeof Receipt>;

/** Where a freelancer's earnings go, as the processor last said. */
export const PayoutAccount = z.object({
  /** `active`: transfers can be made to it. */
  status: z.enum(["none", "pending", "active"]),
  /** Where its owner sets it up or changes it; only in the answers that send them there. */
  onboardingUrl: z.nullable(z.string()),
  /** The bank account behind it. */
  bank: z.nullable(z.object({ name: z.string(), last4: z.string(), country: z.string(), currency: z.string() })),
  /** Whether the processor pays out from it to the bank. */
  payoutsEnabled: z.boolean(),
  /** It was changed lately: what is released waits until then. */
  lockedUntil: z.nullable(Timestamp),
  /** What waits for it: approved work, less the fee. Minor units. */
  waiting: z.array(z.object({ currency: Currency, amount: MinorUnits })),
});
export type PayoutAccount = z.infer<typeof PayoutAccount>;

const milestoneParams = z.object({ contractId: ContractId, number: MilestoneNumber });
const party = { param: "contractId", as: "party" } as const;
const client = { param: "contractId", as: "client" } as const;
const freelancer = { param: "contractId", as: "freelancer" } as const;

export const paymentRoutes = defineRoutes({
  quoteFees: {
    method: "GET",
    path: "/fee-quote",
    caller: "anyone",
    summary: "What the client pays and the freelancer receives for an amount",
    query: z.strictObject({
      amount: z.coerce.number().check(z.int(), z.minimum(1), z.maximum(LARGEST_AMOUNT)),
      currency: Currency,
    }),
    response: FeeQuote,
  },
  fundMilestone: {
    method: "POST",
    path: "/contracts/{contractId}/milestones/{number}/fund",
    caller: "client",
    access: client,
    idempotent: true,
    summary: "Start funding a milestone: answers where to pay",
    params: milestoneParams,
    response: Payment,
    status: 201,
    errors: ["payment.already_funded", "payment.not_possible", "payment.processor_failed"],
  },
  getPayment: {
    method: "GET",
    path: "/contracts/{contractId}/milestones/{number}/payment",
    caller: "client",
    access: client,
    summary: "How the funding of a milestone stands",
    params: milestoneParams,
    response: Payment,
  },
  requestRefund: {
    method: "POST",
    path: "/contracts/{contractId}/milestones/{number}/refund-request",
    caller: "client",
    access: client,
    idempotent: true,
    summary: `Ask for held funds back; the freelancer has ${bounds.refundAnswerDays} days, silence refunds`,
    params: milestoneParams,
    body: z.strictObject({ reason: text(10, 1000) }),
    response: Contract,
    errors: ["milestone.wrong_state"],
  },
  declineRefund: {
    method: "POST",
    path: "/contracts/{contractId}/milestones/{number}/refund-request/decline",
    caller: "freelancer",
    access: freelancer,
    summary: "Refuse a refund request; the work goes on",
    params: milestoneParams,
    body: z.strictObject({ reason: text(10, 1000) }),
    response: Contract,
    errors: ["milestone.wrong_state"],
  },
  refundMilestone: {
    method: "POST",
    path: "/contracts/{contractId}/milestones/{number}/refund",
    caller: "freelancer",
    access: freelancer,
    idempotent: true,
    summary: "Give held funds back to the client, asked or not",
    params: milestoneParams,
    response: Contract,
    errors: ["milestone.wrong_state"],
  },
  listContractLedger: {
    method: "GET",
    path: "/contracts/{contractId}/ledger",
    caller: "user",
    access: party,
    summary: "The journal of a contract, oldest first",
    params: z.object({ contractId: ContractId }),
    query: z.strictObject(PageQuery),
    response: page(LedgerEntry),
  },
  getReceipt: {
    method: "GET",
    path: "/contracts/{contractId}/ledger/{seq}/receipt",
    caller: "user",
    access: party,
    summary: "The receipt of a charge or a refund, for the client; the invoice of a release, for both",
    params: z.object({ contractId: ContractId, seq: EntryNumber }),
    response: Receipt,
  },
  listMyLedger: {
    method: "GET",
    path: "/me/ledger",
    caller: "user",
    summary: "My statement in one role, newest first",
    query: z.strictObject({ ...PageQuery, role: z.enum(["client", "freelancer"]) }),
    response: page(LedgerEntry),
  },
  getPayoutAccount: {
    method: "GET",
    path: "/me/payout-account",
    caller: "freelancer",
    summary: "Where my earnings go",
    response: PayoutAccount,
  },
  openPayoutAccount: {
    method: "POST",
    path: "/me/payout-account",
    caller: "freelancer",
    idempotent: true,
    summary: "Set up (or go on setting up) the account my earnings go to",
    response: PayoutAccount,
    status: 201,
    errors: ["payout.account_exists", "payment.processor_failed"],
  },
  changePayoutAccount: {
    method: "POST",
    path: "/me/payout-account/change",
    caller: "freelancer",
    summary: `Answers where the bank account is changed; a change holds payouts back for ${bounds.payoutLockHours} hours`,
    response: PayoutAccount,
    errors: ["resource.not_found", "payment.processor_failed"],
  },
});

export const webhookRoutes = defineRoutes({
  receiveStripeWebhook: {
    method: "POST",
    path: "/webhooks/stripe",
    caller: "anyone",
    summary: "Signed events of the payment processor",
    response: z.object({ received: z.boolean() }),
    errors: ["webhook.signature_invalid", "webhook.mismatch", "payment.processor_failed"],
  },
});
