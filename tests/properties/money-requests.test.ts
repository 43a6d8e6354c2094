/** Properties 3 and 5: a money request has one effect per key, and of racing decisions on one milestone exactly one wins. */
import { balancesOf } from "@freelancerm/core/payments/ledger";
import { createTill, type Till } from "../world/till.ts";

let till: Till;
beforeEach(async () => {
  till = await createTill();
});
afterEach(() => till.close());

const milestonePath = (rest: string, number = 1) => `/contracts/${till.contractId}/milestones/${number}/${rest}`;
const stripeCount = async (path: string) => {
  const { data } = (await till.sandbox.control("requests", {}, "GET")) as {
    data: { method: string; path: string; replayed: boolean; status: number }[];
  };
  return data.filter((one) => one.method === "POST" && one.path === path && !one.replayed && one.status < 300).length;
};

interface MoneyRequest {
  name: string;
  by: "client" | "freelancer";
  prepare: () => Promise<unknown>;
  path: () => string;
  other: () => string;
  body?: object;
  /** How often it took effect. */
  effects: () => Promise<number>;
}

const published = (type: string) => async () => {
  await till.stream.settle();
  return till.stream.published.filter((event) => event.type === type).length;
};
const nothing = async () => undefined;
const reason = "Our plans have changed a lot.";

const requests: MoneyRequest[] = [
  {
    name: "fundMilestone",
    by: "client",
    prepare: nothing,
    path: () => milestonePath("fund"),
    other: () => milestonePath("fund", 2),
    effects: () => stripeCount("/v1/checkout/sessions"),
  },
  {
    name: "requestRefund",
    by: "client",
    prepare: () => till.fund(1),
    path: () => milestonePath("refund-request"),
    other: () => milestonePath("refund-request", 2),
    body: { reason },
    effects: published("milestone.refund_requested.v1"),
  },
  {
    name: "refundMilestone",
    by: "freelancer",
    prepare: () => till.fund(1),
    path: () => milestonePath("refund"),
    other: () => milestonePath("refund", 2),
    effects: async () => {
      await till.stream.settle();
      return stripeCount("/v1/refunds");
    },
  },
  {
    name: "approveMilestone",
    by: "client",
    prepare: async () => {
      await till.onboard();
      await till.fund(1);
      await till.handIn(1);
    },
    path: () => milestonePath("approve"),
    other: () => milestonePath("approve", 2),
    effects: async () => {
      await till.stream.settle();
      return stripeCount("/v1/transfers");
    },
  },
  {
    name: "openPayoutAccount",
    by: "freelancer",
    prepare: nothing,
    path: () => "/me/payout-account",
    other: () => milestonePath("refund"),
    effects: () => stripeCount("/v2/core/accounts"),
  },
];

const codeOf = async (answer: Response): Promise<[number, string]> => [
  answer.status,
  ((await answer.json()) as { code: string }).code,
];

describe.each(requests)("$name", ({ by, prepare, path, other, body, effects }) => {
  const send = (key: string | undefined, to = path()) =>
    till.fetch(`http://world${to}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${till[by].token}`,
        "content-type": "application/json",
        ...(key !== undefined && { "idempotency-key": key }),
      },
      body: JSON.stringify(body ?? {}),
    });

  test("sent fifty times at once with one key it takes effect once, and afterwards the key answers the same", async () => {
    await prepare();
    const answers = await Promise.all(Array.from({ length: 50 }, () => send("one")));
    const codes = await Promise.all(answers.filter(({ ok }) => !ok).map(codeOf));
    expect(new Set(codes.map(String))).toEqual(new Set(["409,idempotency.in_flight"]));
    const first = answers.find(({ ok }) => ok)!;
    const again = await send("one");
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await again.json()).toEqual(await first.json());
    expect(await effects()).toBe(1);
  });

  test("is refused without a key, and with a key that belongs to another request", async () => {
    await prepare();
    const missing = await send(undefined);
    expect(await codeOf(missing)).toEqual([400, "idempotency.key_required"]);
    expect(await effects()).toBe(0);
    await send("one");
    const reused = await send("one", other());
    expect(await codeOf(reused)).toEqual([422, "idempotency.key_reused"]);
    expect(await effects()).toBe(1);
  });
});

describe("one winner", () => {
  test.each([1, 2, 3])("of fifty who approve, refund or ask for changes at once (round %d)", async (round) => {
    await till.onboard();
    await till.fund(1);
    await till.handIn(1);
    const params = { contractId: till.contractId, number: 1 };
    const moves = [
      (key: string) => till.client.api.approveMilestone({ params, idempotencyKey: key }),
      (key: string) => till.freelancer.api.refundMilestone({ params, idempotencyKey: key }),
      () => till.client.api.requestChanges({ params, body: { reason: "Please make the logo bigger." } }),
    ];
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => moves[(index * round + round) % moves.length]!(`racer-${index}`)),
    );
    await till.stream.settle();

    const lost = outcomes.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []));
    expect(new Set(lost)).toEqual(new Set(["milestone.wrong_state"]));
    const { status } = await till.milestone(1);
    const transfers = (await till.sandbox.stripe.transfers.list()).data;
    const refunds = (await till.sandbox.stripe.refunds.list()).data;
    const balances = balancesOf(await till.journal());
    expect({ status, transfers: transfers.length, refunds: refunds.length }).toEqual({
      status,
      transfers: status === "released" ? 1 : 0,
      refunds: status === "refunded" ? 1 : 0,
    });
    expect(["released", "refunded", "changes_requested"]).toContain(status);
    expect(balances.freelancer + balances.client + balances.fees).toBe(status === "changes_requested" ? 0 : 10_300);
  });
});
