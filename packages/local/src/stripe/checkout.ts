/** Checkout sessions for one-time payments. */
import type { Stripe } from "stripe";
import { findTestCard } from "./cards.ts";
import { invalid, StripeFault } from "./errors.ts";
import {
  allowOnly,
  amount,
  group,
  list,
  metadata,
  optionalInteger,
  optionalText,
  type Params,
  text,
} from "./params.ts";
import { currencyOf, payIntent, requireMinimum } from "./payments.ts";
import { newCheckoutSession, newPaymentIntent } from "./shapes.ts";
import { type Call, DAY_SECONDS, newId, type Route, type World } from "./world.ts";

/** What a session keeps beside its public fields. */
interface Secrets {
  id: string;
  object: "checkout.secrets";
  intent: { metadata: Record<string, string>; transfer_group: string | null; description: string | null };
  items: object[];
}

const SESSION_PARAMS = `mode line_items payment_intent_data client_reference_id success_url cancel_url metadata expires_at
customer customer_email customer_creation locale submit_type allowed_payment_method_types payment_method_options
billing_address_collection ui_mode custom_text invoice_creation automatic_tax`;

function lineItem(item: Params, at: number, expected: string | undefined) {
  allowOnly(item, "price_data quantity metadata");
  const price = group(item, "price_data");
  const param = `line_items[${at}][price_data]`;
  const currency = currencyOf(price, `${param}[currency]`);
  if (expected && currency !== expected) throw invalid("All line items must have the same currency.", "line_items");
  const unit = amount(price, "unit_amount", `${param}[unit_amount]`);
  const quantity = optionalInteger(item, "quantity") ?? 1;
  const product = group(price, "product_data");
  const name = optionalText(price, "product") ?? text(product, "name", `${param}[product_data][name]`);
  return {
    id: newId("li"),
    object: "item",
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: unit * quantity,
    amount_tax: 0,
    amount_total: unit * quantity,
    currency,
    description: name,
    metadata: metadata(item),
    price: {
      id: newId("price"),
      object: "price",
      active: false,
      billing_scheme: "per_unit",
      currency,
      livemode: false,
      product: newId("prod", 14),
      type: "one_time",
      unit_amount: unit,
      unit_amount_decimal: String(unit),
    },
    quantity,
  };
}

function createSession({ world, params, url }: Call): Stripe.Checkout.Session {
  allowOnly(params, SESSION_PARAMS);
  const mode = text(params, "mode");
  if (mode !== "payment") throw invalid(`Invalid mode: must be payment, not ${mode}`, "mode");
  const success = text(params, "success_url");
  const given = list(params, "line_items") as Params[];
  if (given.length === 0) throw invalid("Missing required param: line_items.", "line_items", "parameter_missing");
  let currency: string | undefined;
  const items = given.map((item, at) => {
    const read = lineItem(item, at, currency);
    currency = read.currency;
    return read;
  });
  const total = items.reduce((sum, item) => sum + item.amount_total, 0);
  requireMinimum(total, currency!);
  const expires = optionalInteger(params, "expires_at") ?? world.now() + DAY_SECONDS;
  if (expires < world.now() + 1800 - 5 || expires > world.now() + DAY_SECONDS + 5)
    throw invalid(
      "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.",
      "expires_at",
    );
  const customer = optionalText(params, "customer") ?? null;
  if (customer) world.get(customer, "customer", undefined, "customer");
  const data = group(params, "payment_intent_data");
  allowOnly(
    data,
    "metadata transfer_group description receipt_email statement_descriptor_suffix setup_future_usage capture_method",
  );

  const id = newId("cs_test", 56);
  const session = newCheckoutSession({
    id,
    created: world.now(),
    expires_at: expires,
    amount_subtotal: total,
    amount_total: total,
    cancel_url: optionalText(params, "cancel_url") ?? null,
    client_reference_id: optionalText(params, "client_reference_id") ?? null,
    currency: currency!,
    customer,
    customer_email: optionalText(params, "customer_email") ?? null,
    metadata: metadata(params),
    success_url: success,
    url: `${url}/checkout/${id}`,
  });
  const secrets: Secrets = {
    id: `${id}_secrets`,
    object: "checkout.secrets",
    intent: {
      metadata: metadata(data),
      transfer_group: optionalText(data, "transfer_group") ?? null,
      description: optionalText(data, "description") ?? null,
    },
    items,
  };
  world.put(session);
  world.put(secrets);
  world.schedule(expires * 1000, "expire-session", id);
  return session;
}

const secretsOf = (world: World, id: string) => world.get<Secrets>(`${id}_secrets`, "checkout.secrets");

/** Line items of a session. */
export function itemsOf(world: World, id: string) {
  return secretsOf(world, id).items as { description: string; quantity: number; amount_total: number }[];
}

/**
 * Pays a session with a test card, as the hosted page does. Returns where the payer goes next, or the message of a
 * declined card; throws when the session is not open.
 */
export function paySession(world: World, id: string, cardNumber: string): { redirect: string } | { declined: string } {
  const session = world.get<Stripe.Checkout.Session>(id, "checkout.session");
  if (session.status !== "open") throw invalid(`This Checkout Session is ${session.status}.`);
  const card = findTestCard(cardNumber);
  if (!card) return { declined: "Your card number is not one of the test cards." };
  let intent = session.payment_intent
    ? world.get<Stripe.PaymentIntent>(session.payment_intent as string, "payment_intent")
    : undefined;
  if (!intent) {
    intent = newPaymentIntent({
      amount: session.amount_total!,
      currency: session.currency!,
      created: world.now(),
      customer: session.customer,
      receipt_email: session.customer_email,
      ...secretsOf(world, id).intent,
    });
    world.put(intent);
    world.emit("payment_intent.created", intent);
    session.payment_intent = intent.id;
  }
  const decline = payIntent(world, intent, card);
  if (decline instanceof StripeFault) return { declined: decline.message };
  session.status = "complete";
  session.payment_status = "paid";
  session.url = null;
  session.customer_details = {
    address: null,
    business_name: null,
    email: session.customer_email ?? "payer@example.com",
    individual_name: null,
    name: "Test Payer",
    phone: null,
    tax_exempt: "none",
    tax_ids: [],
  };
  world.emit("checkout.session.completed", session);
  return { redirect: session.success_url!.replaceAll("{CHECKOUT_SESSION_ID}", session.id) };
}

/** Ends an open session; one that is complete or expired stays as it is. */
export function expireSession(world: World, id: string): void {
  const session = world.find(id, "checkout.session");
  if (session?.status !== "open") return;
  session.status = "expired";
  session.url = null;
  world.emit("checkout.session.expired", session);
}

function expireByApi({ world, ids }: Call) {
  const session = world.get<Stripe.Checkout.Session>(ids[0]!, "checkout.session");
  if (session.status !== "open") throw invalid('Only Checkout Sessions with a status in ["open"] can be expired.');
  expireSession(world, session.id);
  return session;
}

export const checkoutRoutes: Route[] = [
  ["POST", "/v1/checkout/sessions", createSession],
  ["GET", "/v1/checkout/sessions/:id", ({ world, ids }) => world.get(ids[0]!, "checkout.session")],
  ["POST", "/v1/checkout/sessions/:id/expire", expireByApi],
  [
    "GET",
    "/v1/checkout/sessions/:id/line_items",
    ({ world, ids }) => ({
      object: "list",
      data: itemsOf(world, ids[0]!),
      has_more: false,
      url: `/v1/checkout/sessions/${ids[0]}/line_items`,
    }),
  ],
];
