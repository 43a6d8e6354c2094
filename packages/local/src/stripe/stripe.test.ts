import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Stripe from "stripe";
import { charged, DAY, onboarded, SECRET, type StripeSandbox, startSandbox } from "./testing.ts";

let sandbox: StripeSandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.close());

const refused = (fields: Record<string, unknown>) => expect.objectContaining(fields);
const HOUR = DAY / 24;

const newSession = (extra: Partial<Stripe.Checkout.SessionCreateParams> = {}) =>
  sandbox.stripe.checkout.sessions.create({
    mode: "payment",
    line_items: [
      { price_data: { currency: "usd", unit_amount: 125_050, product_data: { name: "Milestone <1>" } }, quantity: 1 },
    ],
    payment_intent_data: { metadata: { contract: "con_1" }, transfer_group: "con_1" },
    client_reference_id: "op_1",
    metadata: { operation: "op_1" },
    success_url: "https://app.example/done?session={CHECKOUT_SESSION_ID}",
    cancel_url: "https://app.example/back",
    ...extra,
  });

describe("checkout", () => {
  test("a paid session leads to success_url and leaves intent, charge and balance agreeing", async () => {
    const { stripe, form } = sandbox;
    const session = await newSession();
    expect(session).toMatchObject({ status: "open", payment_status: "unpaid", amount_total: 125_050, livemode: false });
    const page = await (await fetch(session.url!)).text();
    expect(page).toContain("$1,250.50");
    expect(page).toContain("Milestone &lt;1&gt;");
    const paid = await form(`${session.url}/pay`, { card: "4242 4242 4242 4242" });
    expect(paid.status).toBe(303);
    expect(paid.headers.get("location")).toBe(`https://app.example/done?session=${session.id}`);

    const done = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ["payment_intent.latest_charge.balance_transaction", "line_items"],
    });
    expect(done).toMatchObject({ status: "complete", payment_status: "paid", client_reference_id: "op_1" });
    expect(done.line_items?.data[0]).toMatchObject({ description: "Milestone <1>", amount_total: 125_050 });
    const intent = done.payment_intent as Stripe.PaymentIntent;
    expect(intent).toMatchObject({ status: "succeeded", amount_received: 125_050, transfer_group: "con_1" });
    expect(intent.metadata).toEqual({ contract: "con_1" });
    const charge = intent.latest_charge as Stripe.Charge;
    expect(charge).toMatchObject({ paid: true, transfer_group: "con_1", payment_intent: intent.id, refunded: false });
    expect(charge.balance_transaction).toMatchObject({ amount: 125_050, fee: 3656, net: 121_394, status: "pending" });
    expect((await form(`${session.url}/pay`, { card: "4242424242424242" })).status).toBe(410);
    expect((await stripe.charges.list({ payment_intent: intent.id })).data).toHaveLength(1);
  });

  test("a declined card keeps the page open and says why, and another card then pays", async () => {
    const { stripe, form, until, types } = sandbox;
    const session = await newSession();
    const declined = await form(`${session.url}/pay`, { card: "4000000000000002" });
    expect(declined.status).toBe(402);
    expect(await declined.text()).toContain("Your card was declined.");
    await until(() => types().includes("payment_intent.payment_failed"));
    expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe("open");
    expect((await form(`${session.url}/pay`, { card: "4242424242424242" })).status).toBe(303);
    const { data } = await stripe.paymentIntents.list();
    expect(data.map(({ status }) => status)).toEqual(["succeeded"]);
  });

  test("an unpaid session expires on time and can no longer be paid", async () => {
    const { clock, form, until, types } = sandbox;
    const session = await newSession({ expires_at: Math.floor(clock.now() / 1000) + 3600 });
    await clock.advance(HOUR - 5000);
    expect(types()).not.toContain("checkout.session.expired");
    await clock.advance(10_000);
    await until(() => types().includes("checkout.session.expired"));
    expect((await form(`${session.url}/pay`, { card: "4242424242424242" })).status).toBe(410);
  });

  test("parameters this API version does not know are refused by name", async () => {
    const extra = { payment_method_types: ["card"] } as Partial<Stripe.Checkout.SessionCreateParams>;
    await expect(newSession(extra)).rejects.toEqual(
      refused({ type: "StripeInvalidRequestError", code: "parameter_unknown", param: "payment_method_types" }),
    );
    await expect(newSession({ line_items: [] })).rejects.toEqual(refused({ code: "parameter_missing" }));
  });
});

describe("errors", () => {
  test("a wrong or missing key is 401", async () => {
    await expect(sandbox.clientWith("sk_test_other_key").balance.retrieve()).rejects.toEqual(
      refused({
        type: "StripeAuthenticationError",
        statusCode: 401,
        message: "Invalid API Key provided: sk_test_****_key",
      }),
    );
    expect((await fetch(`${sandbox.server.url}/v1/balance`)).status).toBe(401);
  });

  test("an unknown id is resource_missing with the request's id", async () => {
    await expect(sandbox.stripe.charges.retrieve("ch_none")).rejects.toEqual(
      refused({ statusCode: 404, code: "resource_missing", param: "id", requestId: expect.stringMatching(/^req_/) }),
    );
  });

  test("a declined payment intent is a card error that carries the intent", async () => {
    const { stripe } = sandbox;
    const paying = stripe.paymentIntents.create({
      amount: 5000,
      currency: "usd",
      payment_method: "pm_card_chargeDeclined",
      confirm: true,
    });
    await expect(paying).rejects.toEqual(
      refused({ type: "StripeCardError", code: "card_declined", decline_code: "generic_decline", statusCode: 402 }),
    );
    const [intent] = (await stripe.paymentIntents.list()).data;
    expect(intent).toMatchObject({ status: "requires_payment_method", last_payment_error: { code: "card_declined" } });
    expect((await stripe.paymentIntents.cancel(intent!.id)).status).toBe("canceled");
    await expect(stripe.paymentIntents.confirm(intent!.id, { payment_method: "pm_card_visa" })).rejects.toEqual(
      refused({ code: "payment_intent_unexpected_state" }),
    );
  });
});

describe("idempotency", () => {
  const pay = (amount: number, idempotencyKey: string) =>
    sandbox.stripe.paymentIntents.create(
      { amount, currency: "usd", payment_method: "pm_card_visa", confirm: true },
      { idempotencyKey },
    );

  test("the same key gives the same answer and one effect, for a day", async () => {
    const first = await pay(1000, "key-1");
    const again = await pay(1000, "key-1");
    expect(again.id).toBe(first.id);
    expect(again.lastResponse.headers["idempotent-replayed"]).toBe("true");
    await sandbox.clock.advance(DAY);
    expect((await pay(1000, "key-1")).id).not.toBe(first.id);
    expect((await sandbox.stripe.charges.list()).data).toHaveLength(2);
  });

  test("the same key with other parameters is refused", async () => {
    await pay(1000, "key-2");
    await expect(pay(1001, "key-2")).rejects.toEqual(refused({ type: "StripeIdempotencyError", statusCode: 400 }));
  });

  test("a failed validation does not use the key up", async () => {
    await expect(pay(0, "key-3")).rejects.toEqual(refused({ code: "parameter_invalid_integer" }));
    expect((await pay(1000, "key-3")).status).toBe("succeeded");
  });

  test("a saved 500 is given again although the cause is gone", async () => {
    await sandbox.control("faults", { path: "/v1/payment_intents", count: 1, kind: "500" });
    await expect(pay(1000, "key-4")).rejects.toEqual(refused({ type: "StripeAPIError", statusCode: 500 }));
    await expect(pay(1000, "key-4")).rejects.toEqual(refused({ statusCode: 500 }));
    expect((await sandbox.stripe.charges.list()).data).toHaveLength(0);
    expect((await pay(1000, "key-5")).status).toBe("succeeded");
  });

  test("a lost response was executed, and the retry with the key finds the result", async () => {
    await sandbox.control("faults", { path: "/v1/payment_intents", count: 2, kind: "lost-response" });
    await expect(pay(1000, "key-6")).rejects.toEqual(refused({ type: "StripeConnectionError" })); // the SDK tries a closed connection twice
    const found = await pay(1000, "key-6");
    expect(found.lastResponse.headers["idempotent-replayed"]).toBe("true");
    expect((await sandbox.stripe.charges.list()).data).toHaveLength(1);
    const { data } = (await sandbox.control("requests", {}, "GET")) as {
      data: { idempotencyKey?: string; fault?: string }[];
    };
    expect(data.filter(({ idempotencyKey }) => idempotencyKey === "key-6")[0]).toMatchObject({
      method: "POST",
      path: "/v1/payment_intents",
      params: { amount: "1000" },
      fault: "lost-response",
      responseId: found.id,
    });
  });

  test("a second request while the first is under way is 409", async () => {
    await sandbox.control("faults", { path: "/v1/customers", count: 1, kind: "timeout" });
    const options = { idempotencyKey: "key-7" };
    const slow = sandbox.impatient.customers.create({ name: "Ana" }, options).catch((error) => error);
    await new Promise((resolve) => setTimeout(resolve, 60));
    await expect(sandbox.stripe.customers.create({ name: "Ana" }, options)).rejects.toEqual(
      refused({ statusCode: 409, code: "idempotency_key_in_use" }),
    );
    expect((await slow).type).toBe("StripeConnectionError");
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await sandbox.stripe.customers.create({ name: "Ana" }, options)).name).toBe("Ana");
  });
});

describe("connected accounts", () => {
  test("onboarding by the hosted page activates transfers and announces it as v1 and thin events", async () => {
    const { stripe, form, received, until, types } = sandbox;
    const created = await stripe.v2.core.accounts.create({
      contact_email: "f@example.com",
      identity: { country: "us", entity_type: "individual" },
      configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
      include: ["configuration.recipient", "requirements"],
    });
    expect(created).toMatchObject({ object: "v2.core.account", applied_configurations: ["recipient"], identity: null });
    expect(created.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status).toBe("restricted");
    expect(created.requirements?.entries).not.toHaveLength(0);
    await expect(stripe.transfers.create({ amount: 100, currency: "usd", destination: created.id })).rejects.toEqual(
      refused({ code: "insufficient_capabilities_for_transfer" }),
    );

    const link = await stripe.v2.core.accountLinks.create({
      account: created.id,
      use_case: {
        type: "account_onboarding",
        account_onboarding: { refresh_url: "https://app.example/again", return_url: "https://app.example/back" },
      },
    });
    expect(await (await fetch(link.url)).text()).toContain("Complete onboarding");
    expect((await form(link.url, { bank: "12x" })).status).toBe(422);
    expect((await form(link.url, { bank: "000123456789" })).headers.get("location")).toBe("https://app.example/back");
    expect((await form(link.url, { bank: "000123456789" })).headers.get("location")).toBe("https://app.example/again");

    const account = await stripe.accounts.retrieve(created.id);
    expect(account).toMatchObject({
      payouts_enabled: true,
      details_submitted: true,
      capabilities: { transfers: "active" },
    });
    expect(account.external_accounts?.data[0]).toMatchObject({ object: "bank_account", last4: "6789" });
    await until(() => types().includes("v2.core.account[requirements].updated") && types().includes("account.updated"));
    const snapshot = received.find(({ body }) => JSON.parse(body).type === "account.updated")!;
    expect(stripe.webhooks.constructEvent(snapshot.body, snapshot.signature, SECRET).account).toBe(created.id);

    const thin = received.find(({ body }) => JSON.parse(body).type === "v2.core.account[requirements].updated")!;
    const notification = stripe.parseEventNotification(thin.body, thin.signature, SECRET);
    if (notification.type !== "v2.core.account[requirements].updated") throw new Error(notification.type);
    expect((await notification.fetchRelatedObject()).id).toBe(created.id);
    expect((await notification.fetchEvent()).id).toBe(notification.id);
  });
});

describe("transfers", () => {
  test("without a source they need available money; with one they wait for the charge's", async () => {
    const { stripe, clock } = sandbox;
    const destination = await onboarded(sandbox);
    const charge = await charged(sandbox, 10_000);
    await expect(stripe.transfers.create({ amount: 9000, currency: "usd", destination })).rejects.toEqual(
      refused({ code: "balance_insufficient", statusCode: 400 }),
    );
    const transfer = await stripe.transfers.create({
      amount: 9000,
      currency: "usd",
      destination,
      source_transaction: charge.id,
      transfer_group: "con_1",
      metadata: { release: "rel_1" },
    });
    const of = async (stripeAccount?: string) => {
      const { available, pending } = await stripe.balance.retrieve({}, stripeAccount ? { stripeAccount } : {});
      return [available[0]!.amount, pending[0]!.amount];
    };
    expect(await of(destination)).toEqual([0, 9000]);
    expect(await of()).toEqual([0, 10_000 - 320 - 9000]);
    await clock.advance(2 * DAY);
    expect(await of(destination)).toEqual([9000, 0]);
    expect((await stripe.transfers.list({ transfer_group: "con_1" })).data.map(({ id }) => id)).toEqual([transfer.id]);
    await expect(
      stripe.transfers.create({ amount: 1001, currency: "usd", destination, source_transaction: charge.id }),
    ).rejects.toEqual(refused({ param: "amount" }));
  });

  test("a reversal takes back no more than was sent and than is still there", async () => {
    const { stripe } = sandbox;
    const destination = await onboarded(sandbox);
    await charged(sandbox, 10_000, "pm_card_bypassPending");
    const { id } = await stripe.transfers.create({ amount: 5000, currency: "usd", destination });
    const reversal = await stripe.transfers.createReversal(id, { amount: 2000, metadata: { refund: "r" } });
    expect(reversal).toMatchObject({ object: "transfer_reversal", amount: 2000, transfer: id });
    await expect(stripe.transfers.createReversal(id, { amount: 3001 })).rejects.toEqual(refused({ param: "amount" }));
    await stripe.payouts.create({ amount: 2500, currency: "usd" }, { stripeAccount: destination });
    await expect(stripe.transfers.createReversal(id)).rejects.toEqual(refused({ code: "balance_insufficient" }));
    await stripe.transfers.createReversal(id, { amount: 500 });
    const transfer = await stripe.transfers.retrieve(id);
    expect(transfer).toMatchObject({ amount_reversed: 2500, reversed: false });
    expect(transfer.reversals.data).toHaveLength(2);
    expect((await stripe.transfers.listReversals(id, { limit: 1 })).has_more).toBe(true);
  });
});

test("refunds stop at what was charged, and not before", async () => {
  const { stripe } = sandbox;
  const charge = await charged(sandbox, 10_000);
  const refund = await stripe.refunds.create({ charge: charge.id, amount: 4000, metadata: { reason: "partial" } });
  expect(refund).toMatchObject({
    object: "refund",
    status: "succeeded",
    amount: 4000,
    metadata: { reason: "partial" },
  });
  await expect(stripe.refunds.create({ charge: charge.id, amount: 6001 })).rejects.toEqual(
    refused({
      message: "Refund amount ($60.01) is greater than unrefunded amount on charge ($60.00)",
      param: "amount",
    }),
  );
  await stripe.refunds.create({ payment_intent: charge.payment_intent as string });
  const after = await stripe.charges.retrieve(charge.id, { expand: ["refunds"] });
  expect(after).toMatchObject({ amount_refunded: 10_000, refunded: true });
  expect(after.refunds?.data).toHaveLength(2);
  await expect(stripe.refunds.create({ charge: charge.id })).rejects.toEqual(
    refused({ code: "charge_already_refunded" }),
  );
});

test("a disputed charge loses its money until the dispute is won, and cannot be refunded", async () => {
  const { stripe, clock, control } = sandbox;
  const charge = await charged(sandbox, 10_000, "pm_card_createDispute");
  await clock.advance(60_000);
  const [dispute] = (await stripe.disputes.list({ charge: charge.id })).data;
  expect(dispute).toMatchObject({ status: "needs_response", amount: 10_000, charge: charge.id });
  await expect(stripe.refunds.create({ charge: charge.id })).rejects.toEqual(refused({ code: "charge_disputed" }));
  const total = async () => {
    const { available, pending } = await stripe.balance.retrieve();
    return available[0]!.amount + pending[0]!.amount;
  };
  expect(await total()).toBe(-320 - 1500);
  const won = await stripe.disputes.update(dispute!.id, { evidence: { uncategorized_text: "winning_evidence" } });
  expect(won.status).toBe("won");
  expect(await total()).toBe(10_000 - 320 - 1500);

  const other = await charged(sandbox, 2000);
  const opened = (await control("disputes", { charge: other.id })) as Stripe.Dispute;
  expect((await control(`disputes/${opened.id}/close`, { status: "lost" })) as object).toMatchObject({
    status: "lost",
  });
});

test("a payout leaves the connected balance at once, arrives after two days, and comes back when it fails", async () => {
  const { stripe, clock, control, until, received } = sandbox;
  const stripeAccount = await onboarded(sandbox);
  await charged(sandbox, 10_000, "pm_card_bypassPending");
  await stripe.transfers.create({ amount: 6000, currency: "usd", destination: stripeAccount });
  const pay = (amount: number) => stripe.payouts.create({ amount, currency: "usd" }, { stripeAccount });
  await expect(pay(6001)).rejects.toEqual(refused({ code: "balance_insufficient" }));
  const payout = await pay(2000);
  expect(payout).toMatchObject({ status: "pending", destination: expect.stringMatching(/^ba_/) });
  await clock.advance(2 * DAY);
  expect((await stripe.payouts.retrieve(payout.id, {}, { stripeAccount })).status).toBe("paid");
  const failing = await pay(4000);
  await control(`payouts/${failing.id}/fail`);
  expect((await stripe.balance.retrieve({}, { stripeAccount })).available[0]!.amount).toBe(4000);
  const events = () => received.map(({ body }) => JSON.parse(body)).filter(({ type }) => type.startsWith("payout."));
  await until(() => events().length === 4);
  expect(events().map(({ type }) => type)).toEqual([
    "payout.created",
    "payout.paid",
    "payout.created",
    "payout.failed",
  ]);
  expect(events().every(({ account }) => account === stripeAccount)).toBe(true);
  await expect(stripe.payouts.retrieve(payout.id)).rejects.toEqual(refused({ code: "resource_missing" }));
});

describe("webhooks", () => {
  test("are signed at virtual time and carry the event the API shows", async () => {
    const { stripe, clock, received, until } = sandbox;
    await clock.advance(3 * DAY);
    const charge = await charged(sandbox, 5000);
    await until(() => received.length === 3);
    const message = received.find(({ body }) => JSON.parse(body).type === "charge.succeeded")!;
    const now = Math.floor(clock.now() / 1000);
    const event = stripe.webhooks.constructEvent(message.body, message.signature, SECRET, 300, undefined, clock.now());
    expect(event).toMatchObject({ object: "event", livemode: false, api_version: "2026-10-28.endive" });
    expect((event.data.object as Stripe.Charge).id).toBe(charge.id);
    expect(Math.abs(now - Number(/t=(\d+)/.exec(message.signature)![1]))).toBeLessThan(5);
    expect((await stripe.events.retrieve(event.id)).type).toBe("charge.succeeded");
    expect(() => stripe.webhooks.constructEvent(`${message.body} `, message.signature, SECRET)).toThrow();
    expect(() => stripe.webhooks.constructEvent(message.body, message.signature, "whsec_other")).toThrow();
  });

  test("are sent again later until the endpoint says 2xx", async () => {
    const { stripe, clock, received, answer, until } = sandbox;
    answer.status = 500;
    await stripe.customers.create({ name: "Ana" });
    await until(() => received.length === 1);
    await clock.advance(60_000);
    expect(received).toHaveLength(2);
    answer.status = 200;
    await clock.advance(DAY);
    expect(received).toHaveLength(3);
    expect(new Set(received.map(({ body }) => JSON.parse(body).id)).size).toBe(1);
  });

  test("can be doubled, delayed, reordered and dropped", async () => {
    const { stripe, clock, control, received, until } = sandbox;
    const make = (name: string) => stripe.customers.create({ name });
    const names = () => received.map(({ body }) => JSON.parse(body).data.object.name);
    await control("webhooks", { mode: "duplicate" });
    await make("a");
    await until(() => received.length === 2);
    await control("webhooks", { mode: "delay", delayMs: 60_000 });
    await make("b");
    await clock.advance(59_000);
    expect(received).toHaveLength(2);
    await clock.advance(2000);
    expect(received).toHaveLength(3);
    await control("webhooks", { mode: "reorder" });
    await make("c");
    await make("d");
    await control("webhooks", { mode: "drop" });
    await clock.advance(10);
    await make("e");
    await control("webhooks", { mode: "normal" });
    await clock.advance(HOUR);
    expect(names()).toEqual(["a", "a", "b", "d", "c"]);
    const [dropped] = (await stripe.events.list({ type: "customer.created", limit: 1 })).data;
    await control("webhooks", { resend: [dropped!.id] });
    await until(() => names().at(-1) === "e");
  });
});

test("lists are newest first and paged by id", async () => {
  const { stripe } = sandbox;
  for (const name of ["a", "b", "c", "d", "e"]) await stripe.customers.create({ name, email: `${name}@example.com` });
  const names: (string | null | undefined)[] = [];
  for await (const customer of stripe.customers.list({ limit: 2 })) names.push(customer.name);
  expect(names).toEqual(["e", "d", "c", "b", "a"]);
  expect((await stripe.customers.list({ email: "c@example.com" })).data).toHaveLength(1);
  await expect(stripe.customers.list({ limit: 101 })).rejects.toEqual(refused({ param: "limit" }));
});

test("state outlives a restart: objects, keys, and what is still due", async () => {
  const stateDir = mkdtempSync(join(tmpdir(), "stripe-"));
  const first = await startSandbox(stateDir);
  first.answer.status = 500;
  const customer = await first.stripe.customers.create({ name: "Ana" }, { idempotencyKey: "k" });
  await first.until(() => first.received.length === 1);
  await first.close();
  const second = await startSandbox(stateDir, first.clock);
  expect((await second.stripe.customers.create({ name: "Ana" }, { idempotencyKey: "k" })).id).toBe(customer.id);
  await second.clock.advance(60_000);
  await second.until(() => second.received.length === 1);
  await second.close();
  rmSync(stateDir, { recursive: true });
});

test("the dashboard lists payments and what was delivered about them", async () => {
  await charged(sandbox, 123_456);
  const page = await (await fetch(sandbox.server.url)).text();
  expect(page).toContain("$1,234.56");
  expect(page).toContain("payment_intent.succeeded");
});
