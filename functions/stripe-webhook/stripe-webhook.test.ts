import { HOUR } from "@freelancerm/core/time";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { createTill, type Till } from "../../tests/world/till.ts";

let till: Till;
beforeEach(async () => {
  till = await createTill();
});
afterEach(() => till.close());

/** What is stored, but for which events were seen: that depends on which of two came first. */
const state = () => till.memory.all().filter(({ pk }) => !pk.startsWith("CONSUMED#"));
const received = () => till.sandbox.received;
const bodyOf = (type: string) => received().find(({ body }) => JSON.parse(body).type === type)!.body;

/** A paid checkout whose webhooks have not been delivered. */
async function paid(): Promise<string> {
  const params = { contractId: till.contractId, number: 1 };
  const { checkoutUrl } = await till.client.api.fundMilestone({ params, idempotencyKey: "fund" });
  await till.pay(checkoutUrl!);
  await till.sandbox.until(() => till.sandbox.types().includes("checkout.session.completed"));
  return bodyOf("checkout.session.completed");
}

describe("signatures", () => {
  const SECONDS = 1000;
  test.each<[string, (body: string) => { body?: string; signature: string }]>([
    ["no signature", () => ({ signature: "" })],
    ["nonsense", () => ({ signature: "nonsense" })],
    ["only a time", () => ({ signature: `t=${Math.floor(till.clock.now() / 1000)}` })],
    ["a wrong secret", (body) => ({ signature: till.sign(body, { secret: "whsec_other" }) })],
    ["another scheme", (body) => ({ signature: till.sign(body).replace("v1=", "v0=") })],
    ["a changed body", (body) => ({ body: body.replace("complete", "expired "), signature: till.sign(body) })],
    ["a changed time", (body) => ({ signature: till.sign(body).replace(/t=(\d+)/, (_, t) => `t=${Number(t) - 1}`) })],
    ["301 s of age", (body) => ({ signature: till.sign(body, { at: till.clock.now() - 301 * SECONDS }) })],
    ["301 s ahead", (body) => ({ signature: till.sign(body, { at: till.clock.now() + 301 * SECONDS }) })],
  ])("with %s are refused, and nothing is written", async (_, forge) => {
    const genuine = await paid();
    const before = till.memory.all();
    const { body = genuine, signature } = forge(genuine);
    const answer = await till.post(body, signature);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "webhook.signature_invalid" });
    expect(till.memory.all()).toEqual(before);
  });

  test.each<[string, (body: string) => string]>([
    ["now", (body) => till.sign(body)],
    ["300 s ago", (body) => till.sign(body, { at: till.clock.now() - 300 * SECONDS })],
    ["300 s ahead", (body) => till.sign(body, { at: till.clock.now() + 300 * SECONDS })],
    [
      "with an old and the new secret",
      (body) => `${till.sign(body, { secret: "whsec_old" })},${till.sign(body).split(",")[1]}`,
    ],
  ])("made %s are accepted", async (_, sign) => {
    const body = await paid();
    expect((await till.post(body, sign(body))).status).toBe(200);
    expect(await till.milestone(1)).toMatchObject({ status: "funded" });
  });

  test("hold for a body the gateway has encoded", async () => {
    const body = await paid();
    const event = {
      routeKey: "POST /webhooks/stripe",
      headers: { "stripe-signature": till.sign(body) },
      requestContext: { requestId: "r", http: { sourceIp: "127.0.0.1" } },
      body: Buffer.from(body).toString("base64"),
      isBase64Encoded: true,
    } as unknown as APIGatewayProxyEventV2;
    expect(await till.receive(event, {} as Context)).toMatchObject({ statusCode: 200 });
    expect(await till.milestone(1)).toMatchObject({ status: "funded" });
  });
});

/** Every order of the items. */
function* permutations<T>(items: T[]): Generator<T[]> {
  if (items.length === 0) yield [];
  for (const [index, item] of items.entries()) {
    for (const rest of permutations(items.toSpliced(index, 1))) yield [item, ...rest];
  }
}

describe("life cycles", () => {
  const life = {
    "a payment": async () => void (await paid()),
    "a payment after a declined card": async () => {
      const params = { contractId: till.contractId, number: 1 };
      const { checkoutUrl } = await till.client.api.fundMilestone({ params, idempotencyKey: "fund" });
      await till.pay(checkoutUrl!, "4000000000000002");
      await till.pay(checkoutUrl!);
      await till.sandbox.until(() => till.sandbox.types().includes("checkout.session.completed"));
    },
    "an abandoned checkout": async () => {
      const params = { contractId: till.contractId, number: 1 };
      const { checkoutUrl } = await till.client.api.fundMilestone({ params, idempotencyKey: "fund" });
      await till.pay(checkoutUrl!, "4000000000000002");
      await till.pass(23 * HOUR);
      await till.sandbox.until(() => till.sandbox.types().includes("checkout.session.expired"));
    },
    "a payment for a contract that has ended": async () => {
      const params = { contractId: till.contractId, number: 1 };
      const { checkoutUrl } = await till.client.api.fundMilestone({ params, idempotencyKey: "fund" });
      await till.client.api.endContract({ params: { contractId: till.contractId }, body: { reason: "" } });
      await till.pay(checkoutUrl!);
      await till.sandbox.until(() => till.sandbox.types().includes("checkout.session.completed"));
    },
    "an onboarding": async () => {
      const { onboardingUrl } = await till.freelancer.api.openPayoutAccount({ idempotencyKey: "open" });
      await till.sandbox.form(onboardingUrl!, { bank: "000123456789" });
      await till.sandbox.until(() => till.sandbox.types().includes("account.updated"));
    },
  };
  const matters =
    /^(checkout|payment_intent\.(succeeded|payment_failed)|account\.updated|charge\.succeeded)|capability_status/;

  test.each(Object.entries(life))(
    "%s ends the same whatever the order of its events, and however often they come",
    async (_, live) => {
      await live();
      const bodies = received()
        .map(({ body }) => body)
        .filter((body) => matters.test(JSON.parse(body).type));
      const start = till.memory.all();
      const outcomes = new Set<string>();
      for (const order of permutations(bodies.slice(-4))) {
        await till.restore(start);
        for (const body of [...order, order[0]!, ...order]) {
          expect((await till.post(body, till.sign(body))).status).toBe(200);
        }
        // Ids of events are made anew each time; everything else must agree.
        outcomes.add(JSON.stringify(state()).replaceAll(/evt_[0-9a-z]{26}/g, "evt"));
      }
      expect(outcomes.size).toBe(1);
      expect(JSON.parse([...outcomes][0]!)).not.toEqual(start);
    },
  );
});

describe("contents", () => {
  test("an event that was applied is marked in the same transaction", async () => {
    const body = await paid();
    await till.post(body, till.sign(body));
    const marks = till.memory.all().filter(({ pk }) => pk === "CONSUMED#stripe");
    expect(marks.map(({ sk }) => sk)).toEqual([JSON.parse(body).id]);
  });

  test("an amount or a currency other than the stored one funds nothing", async () => {
    const body = await paid();
    const payment = till.memory.all().find(({ sk }) => sk.startsWith("PAYMENT#"))!;
    for (const wrong of [{ amount: 10_301 }, { currency: "USD" }]) {
      await till.memory.load([{ ...payment, body: { ...(payment.body as object), ...wrong } }]);
      const before = till.memory.all();
      const answer = await till.post(body, till.sign(body));
      expect(await answer.json()).toMatchObject({ code: "webhook.mismatch" });
      expect(till.memory.all()).toEqual(before);
    }
  });

  test("a forged state inside a signed event is not believed: the processor is asked", async () => {
    const params = { contractId: till.contractId, number: 1 };
    const { id, checkoutUrl } = await till.client.api.fundMilestone({ params, idempotencyKey: "fund" });
    const checkoutId = new URL(checkoutUrl!).pathname.split("/").at(-1);
    const object = {
      id: checkoutId,
      object: "checkout.session",
      status: "complete",
      payment_status: "paid",
      metadata: { contractId: till.contractId, paymentId: id },
    };
    const body = JSON.stringify({ id: "evt_x", object: "event", type: "checkout.session.completed", data: { object } });
    const before = till.memory.all();
    expect((await till.post(body, till.sign(body))).status).toBe(200);
    expect(till.memory.all()).toEqual(before);
  });

  test.each(["customer.created", "charge.dispute.created", "something.new"])(
    "an event of type %s is acknowledged and changes nothing",
    async (type) => {
      const body = JSON.stringify({ id: "evt_x", object: "event", type, data: { object: { id: "x", metadata: {} } } });
      const before = till.memory.all();
      expect((await till.post(body, till.sign(body))).status).toBe(200);
      expect(till.memory.all()).toEqual(before);
    },
  );

  test("fifty deliveries at once have one effect", async () => {
    const body = await paid();
    const answers = await Promise.all(Array.from({ length: 50 }, () => till.post(body, till.sign(body))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await till.journal()).toHaveLength(1);
    await till.stream.settle();
    expect(till.stream.published).toHaveLength(1);
  });
});
