/** Balances, and payouts from them to a bank account. */
import type { Stripe } from "stripe";
import { insufficientFunds, invalid } from "./errors.ts";
import { allowOnly, amount, metadata, optionalText } from "./params.ts";
import { currencyOf } from "./payments.ts";
import { type Call, DAY_SECONDS, newId, PLATFORM, type Route, type World } from "./world.ts";

function balance({ world, account }: Call): Stripe.Balance {
  const sums = [...world.balance(account)];
  const column = (name: "available" | "pending") =>
    (sums.length > 0 ? sums : [["usd", { available: 0, pending: 0 }] as const]).map(([currency, sum]) => ({
      amount: sum[name],
      currency,
      source_types: { card: sum[name] },
    }));
  return { object: "balance", available: column("available"), livemode: false, pending: column("pending") };
}

function createPayout({ world, params, account }: Call): Stripe.Payout {
  allowOnly(params, "amount currency description metadata statement_descriptor method source_type destination");
  const value = amount(params);
  const currency = currencyOf(params);
  const bank = account === PLATFORM ? "ba_1LocalPlatform" : world.find(account, "v2.core.account")?.bank_account?.id;
  if (!bank) throw invalid("Sorry, you don't have any external accounts in that currency.", "currency");
  if (world.available(account, currency) < value) throw insufficientFunds();
  const id = newId("po");
  const arrival = world.now() + 2 * DAY_SECONDS;
  const out = world.book({
    account,
    type: "payout",
    amount: -value,
    currency,
    source: id,
    description: "STRIPE PAYOUT",
  });
  const payout: Stripe.Payout = {
    id,
    object: "payout",
    amount: value,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: arrival,
    automatic: false,
    balance_transaction: out.id,
    created: world.now(),
    currency,
    description: optionalText(params, "description") ?? null,
    destination: bank,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: metadata(params),
    method: optionalText(params, "method") ?? "standard",
    original_payout: null,
    payout_method: null,
    reconciliation_status: "not_applicable",
    reversed_by: null,
    source_type: "card",
    statement_descriptor: optionalText(params, "statement_descriptor") ?? null,
    status: "pending",
    trace_id: { status: "pending", value: null },
    type: "bank_account",
  };
  world.put(payout, account);
  world.emit("payout.created", payout, account);
  world.schedule(arrival * 1000, "pay-payout", id);
  return payout;
}

/** The money reaches the bank, unless the payout failed or was cancelled before. */
export function payPayout(world: World, id: string): void {
  const payout = world.find(id, "payout");
  if (payout?.status !== "pending") return;
  payout.status = "paid";
  world.emit("payout.paid", payout, world.accountOf(id));
}

/** The bank sends the money back: it returns to the balance, also when the payout counted as paid. */
export function failPayout(world: World, id: string, code = "account_closed"): Stripe.Payout {
  const account = world.accountOf(id);
  const payout = world.get<Stripe.Payout>(id, "payout", account);
  if (payout.status !== "pending" && payout.status !== "paid") throw invalid(`Payout ${id} is ${payout.status}.`);
  giveBack(world, payout, account, "payout_failure");
  Object.assign(payout, { status: "failed", failure_code: code, failure_message: "The bank account has been closed." });
  world.emit("payout.failed", payout, account);
  return payout;
}

function cancelPayout({ world, ids, account }: Call) {
  const payout = world.get<Stripe.Payout>(ids[0]!, "payout", account);
  if (payout.status !== "pending") throw invalid("Payouts can only be canceled while they are pending.");
  giveBack(world, payout, account, "payout_cancel");
  payout.status = "canceled";
  world.emit("payout.canceled", payout, account);
  return payout;
}

function giveBack(world: World, payout: Stripe.Payout, account: string, type: string): void {
  const { amount, currency, id } = payout;
  payout.failure_balance_transaction = world.book({ account, type, amount, currency, source: id }).id;
}

export const payoutRoutes: Route[] = [
  ["GET", "/v1/balance", balance],
  [
    "GET",
    "/v1/balance_transactions/:id",
    ({ world, ids, account }) => world.get(ids[0]!, "balance_transaction", account),
  ],
  ["POST", "/v1/payouts", createPayout],
  ["GET", "/v1/payouts/:id", ({ world, ids, account }) => world.get(ids[0]!, "payout", account)],
  ["POST", "/v1/payouts/:id/cancel", cancelPayout],
];
