/** Customers, payment intents, charges and refunds. */
import type { Stripe } from "stripe";
import { findTestCard, type TestCard } from "./cards.ts";
import { invalid, StripeFault } from "./errors.ts";
import { formatMoney } from "./money.ts";
import { allowOnly, amount, metadata, optionalAmount, optionalText, type Params, text } from "./params.ts";
import { newCharge, newPaymentIntent } from "./shapes.ts";
import { type Call, DAY_SECONDS, newId, type Route, type World } from "./world.ts";

const DISPUTE_AFTER_MS = 60_000;

/** What Stripe keeps of a card payment: 2.9 % and 30 of the smallest unit, never more than the payment. */
export const processingFee = (amount: number) => Math.min(amount, Math.round(amount * 0.029) + 30);

function createCustomer({ world, params }: Call): Stripe.Customer {
  allowOnly(params, "email name description metadata phone address preferred_locales");
  const customer: Stripe.Customer = {
    id: newId("cus", 14),
    object: "customer",
    address: null,
    balance: 0,
    created: world.now(),
    currency: null,
    default_source: null,
    delinquent: false,
    description: optionalText(params, "description") ?? null,
    email: optionalText(params, "email") ?? null,
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: metadata(params),
    name: optionalText(params, "name") ?? null,
    phone: optionalText(params, "phone") ?? null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: "none",
    test_clock: null,
  };
  world.put(customer);
  world.emit("customer.created", customer);
  return customer;
}

function updateCustomer({ world, params, ids }: Call) {
  allowOnly(params, "email name description metadata phone");
  const customer = world.get<Stripe.Customer>(ids[0]!, "customer");
  for (const name of ["email", "name", "description", "phone"] as const)
    if (name in params) customer[name] = optionalText(params, name) ?? null;
  customer.metadata = metadata(params, customer.metadata);
  return customer;
}

export function currencyOf(params: Params, param = "currency"): string {
  const currency = text(params, "currency", param).toLowerCase();
  if (!/^[a-z]{3}$/.test(currency)) throw invalid(`Invalid currency: ${currency}.`, param);
  return currency;
}

function createIntent(call: Call) {
  const { world, params } = call;
  allowOnly(
    params,
    `amount currency customer metadata description transfer_group confirm payment_method off_session return_url
     automatic_payment_methods allowed_payment_method_types capture_method receipt_email statement_descriptor_suffix
     setup_future_usage`,
  );
  const customer = optionalText(params, "customer") ?? null;
  if (customer) world.get(customer, "customer", undefined, "customer");
  const intent = newPaymentIntent({
    amount: amount(params),
    currency: currencyOf(params),
    created: world.now(),
    customer,
    description: optionalText(params, "description") ?? null,
    metadata: metadata(params),
    receipt_email: optionalText(params, "receipt_email") ?? null,
    transfer_group: optionalText(params, "transfer_group") ?? null,
    payment_method: optionalText(params, "payment_method") ?? null,
  });
  requireMinimum(intent.amount, intent.currency);
  if (intent.payment_method) intent.status = "requires_confirmation";
  world.put(intent);
  world.emit("payment_intent.created", intent);
  return params.confirm === "true" ? confirm(world, intent, params) : intent;
}

export function requireMinimum(value: number, currency: string): void {
  if (value < 50 && ["usd", "eur"].includes(currency))
    throw invalid(`Amount must be at least ${formatMoney(50, currency)} ${currency}`, "amount", "amount_too_small");
}

function confirm(world: World, intent: Stripe.PaymentIntent, params: Params) {
  if (intent.status === "succeeded" || intent.status === "canceled")
    throw new StripeFault(
      400,
      "invalid_request_error",
      `You cannot confirm this PaymentIntent because it has already ${intent.status === "canceled" ? "been canceled" : "succeeded after being previously confirmed"}.`,
      { code: "payment_intent_unexpected_state", payment_intent: intent },
    );
  const method = optionalText(params, "payment_method") ?? (intent.payment_method as string | null);
  if (!method)
    throw invalid(
      "You cannot confirm this PaymentIntent because it's missing a payment method.",
      undefined,
      "payment_intent_unexpected_state",
    );
  const card = findTestCard(method);
  if (!card) throw invalid(`No such PaymentMethod: '${method}'`, "payment_method", "resource_missing");
  const decline = payIntent(world, intent, card, method);
  if (decline) throw decline;
  return intent;
}

/** Charges a card for a payment intent; the result is a decline, when there is one. */
export function payIntent(world: World, intent: Stripe.PaymentIntent, card: TestCard, method = newId("pm")) {
  const shared = {
    amount: intent.amount,
    currency: intent.currency,
    created: world.now(),
    customer: intent.customer,
    description: intent.description,
    metadata: { ...intent.metadata },
    payment_intent: intent.id,
    payment_method: method,
    receipt_email: intent.receipt_email,
    transfer_group: intent.transfer_group,
  };
  if (card.outcome === "declined") return declined(world, intent, card, shared);

  const charge = newCharge(shared, card);
  const { id } = world.book({
    type: "charge",
    amount: intent.amount,
    fee: processingFee(intent.amount),
    currency: intent.currency,
    source: charge.id,
    availableOn: card.bypassPending ? 0 : world.now() + 2 * DAY_SECONDS,
    description: intent.description,
  });
  charge.balance_transaction = id;
  world.put(charge);
  Object.assign(intent, {
    status: "succeeded",
    amount_received: intent.amount,
    latest_charge: charge.id,
    payment_method: method,
    last_payment_error: null,
  });
  world.emit("charge.succeeded", charge);
  world.emit("payment_intent.succeeded", intent);
  if (card.outcome === "disputed") world.schedule(world.clock.now() + DISPUTE_AFTER_MS, "open-dispute", charge.id);
  return undefined;
}

function declined(
  world: World,
  intent: Stripe.PaymentIntent,
  card: TestCard,
  shared: Partial<Stripe.Charge> & { amount: number; currency: string },
): StripeFault {
  const message =
    card.declineCode === "insufficient_funds" ? "Your card has insufficient funds." : "Your card was declined.";
  const charge = newCharge(
    {
      ...shared,
      amount_captured: 0,
      captured: false,
      failure_code: "card_declined",
      failure_message: message,
      paid: false,
      status: "failed",
    },
    card,
  );
  world.put(charge);
  const details = {
    charge: charge.id,
    code: "card_declined",
    decline_code: card.declineCode,
    doc_url: "https://stripe.com/docs/error-codes/card-declined",
  };
  Object.assign(intent, {
    status: "requires_payment_method",
    latest_charge: charge.id,
    payment_method: null,
    last_payment_error: { ...details, message, type: "card_error" },
  });
  world.emit("charge.failed", charge);
  world.emit("payment_intent.payment_failed", intent);
  return new StripeFault(402, "card_error", message, { ...details, payment_intent: structuredClone(intent) });
}

function cancelIntent({ world, params, ids }: Call) {
  allowOnly(params, "cancellation_reason");
  const intent = world.get<Stripe.PaymentIntent>(ids[0]!, "payment_intent");
  if (intent.status === "succeeded" || intent.status === "canceled")
    throw new StripeFault(
      400,
      "invalid_request_error",
      `You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`,
      { code: "payment_intent_unexpected_state", payment_intent: intent },
    );
  intent.status = "canceled";
  intent.canceled_at = world.now();
  intent.cancellation_reason = (optionalText(params, "cancellation_reason") ??
    null) as Stripe.PaymentIntent["cancellation_reason"];
  world.emit("payment_intent.canceled", intent);
  return intent;
}

function createRefund({ world, params }: Call): Stripe.Refund {
  allowOnly(params, "charge payment_intent amount reason metadata reverse_transfer");
  const intentId = optionalText(params, "payment_intent");
  const chargeId = intentId
    ? (world.get<Stripe.PaymentIntent>(intentId, "payment_intent", undefined, "payment_intent").latest_charge as string)
    : text(params, "charge");
  const charge = world.get<Stripe.Charge>(chargeId ?? "", "charge", undefined, "charge");
  const remaining = charge.amount_captured - charge.amount_refunded;
  if (charge.refunded)
    throw invalid(`Charge ${charge.id} has already been refunded.`, undefined, "charge_already_refunded");
  if (charge.disputed)
    throw invalid(`Charge ${charge.id} has been charged back; cannot issue a refund.`, undefined, "charge_disputed");
  const value = optionalAmount(params) ?? remaining;
  if (value > remaining) {
    const [asked, left] = [value, remaining].map((part) => formatMoney(part, charge.currency));
    throw invalid(`Refund amount (${asked}) is greater than unrefunded amount on charge (${left})`, "amount");
  }
  const refund: Stripe.Refund = {
    id: newId("re"),
    object: "refund",
    amount: value,
    balance_transaction: null,
    charge: charge.id,
    created: world.now(),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: { card: { type: "refund" }, type: "card" },
    metadata: metadata(params),
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: (optionalText(params, "reason") ?? null) as Stripe.Refund["reason"],
    receipt_number: null,
    source_transfer_reversal: null,
    status: "succeeded",
    transfer_reversal: null,
  };
  const paid = world.find(charge.balance_transaction as string)!;
  const movement = { type: "refund", amount: -value, currency: charge.currency, source: refund.id };
  refund.balance_transaction = world.book({ ...movement, availableOn: paid.available_on }).id;
  charge.amount_refunded += value;
  charge.refunded = charge.amount_refunded === charge.amount_captured;
  world.put(refund);
  world.emit("refund.created", refund);
  world.emit("charge.refunded", charge, undefined, { amount_refunded: charge.amount_refunded - value });
  return refund;
}

export const paymentRoutes: Route[] = [
  ["POST", "/v1/customers", createCustomer],
  ["GET", "/v1/customers/:id", ({ world, ids }) => world.get(ids[0]!, "customer")],
  ["POST", "/v1/customers/:id", updateCustomer],
  ["POST", "/v1/payment_intents", createIntent],
  ["GET", "/v1/payment_intents/:id", ({ world, ids }) => world.get(ids[0]!, "payment_intent")],
  [
    "POST",
    "/v1/payment_intents/:id/confirm",
    ({ world, ids, params }) => confirm(world, world.get(ids[0]!, "payment_intent"), params),
  ],
  ["POST", "/v1/payment_intents/:id/cancel", cancelIntent],
  ["GET", "/v1/charges/:id", ({ world, ids, account }) => world.get(ids[0]!, "charge", account)],
  ["POST", "/v1/refunds", createRefund],
  ["GET", "/v1/refunds/:id", ({ world, ids }) => world.get(ids[0]!, "refund")],
];
