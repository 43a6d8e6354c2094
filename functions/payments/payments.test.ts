import { LARGEST_AMOUNT } from "@freelancerm/contracts/fields";
import type { LedgerEntry } from "@freelancerm/contracts/payments";
import { balancesOf, verifyChain } from "@freelancerm/core/payments/ledger";
import { releaseMilestone } from "@freelancerm/core/payments/release-milestone";
import { DAY, HOUR, iso } from "@freelancerm/core/time";
import { createTill, type Till } from "../../tests/world/till.ts";

let till: Till;
beforeEach(async () => {
  till = await createTill();
});
afterEach(() => till.close());

const refused = (code: string) => expect.objectContaining({ code });
const fund = (number: number, idempotencyKey: string) =>
  till.client.api.fundMilestone({ params: { contractId: till.contractId, number }, idempotencyKey });
const transfers = async () => (await till.sandbox.stripe.transfers.list({ limit: 100 })).data;
const refunds = async () => (await till.sandbox.stripe.refunds.list({ limit: 100 })).data;
const approved = async (number: number) => {
  await till.handIn(number);
  await till.approve(number);
};

describe("funding", () => {
  test("anybody can ask what an amount costs and brings", async () => {
    expect(await till.anyone.quoteFees({ query: { amount: 10_000, currency: "EUR" } })).toMatchObject({
      clientFee: 300,
      clientPays: 10_300,
      freelancerFee: 500,
      freelancerReceives: 9_500,
    });
  });

  test("the largest amount is quoted too, and what is paid for it is more", async () => {
    const query = { amount: LARGEST_AMOUNT, currency: "EUR" } as const;
    expect(await till.anyone.quoteFees({ query })).toMatchObject({ clientPays: 10_300_000_000 });
  });

  test("a milestone is funded at a checkout over its amount and the client's fee", async () => {
    const payment = await fund(1, "one");
    expect(payment).toMatchObject({ status: "open", amount: 10_300, currency: "EUR", milestone: 1 });
    const [session] = (await till.sandbox.stripe.checkout.sessions.list()).data;
    expect(session).toMatchObject({
      url: payment.checkoutUrl,
      amount_total: 10_300,
      currency: "eur",
      client_reference_id: payment.id,
      metadata: { contractId: till.contractId, milestone: "1", paymentId: payment.id },
      success_url: `https://site.example/contracts/${till.contractId}?paid=1`,
      cancel_url: `https://site.example/contracts/${till.contractId}?unpaid=1`,
    });
    await till.pay(payment.checkoutUrl!);
    await till.webhooks("payment_intent.succeeded", "checkout.session.completed");
    await till.stream.settle();

    expect(await till.milestone(1)).toMatchObject({ status: "funded", fundedAt: iso(till.clock.now()) });
    const params = { contractId: till.contractId, number: 1 };
    expect(await till.client.api.getPayment({ params })).toMatchObject({ status: "paid", checkoutUrl: null });
    expect(till.stream.published.map(({ type }) => type)).toEqual(["milestone.funded.v1"]);
    expect(balancesOf(await till.journal())).toEqual({
      processor: 10_300,
      held: 10_300,
      freelancer: 0,
      client: 0,
      fees: 0,
    });
  });

  test("asked again while it is open, it answers the same checkout", async () => {
    const first = await fund(1, "one");
    await till.pass(HOUR);
    expect(await fund(1, "two")).toEqual(first);
    expect((await till.sandbox.stripe.checkout.sessions.list()).data).toHaveLength(1);
  });

  test("an expired checkout is followed by a new one", async () => {
    const first = await fund(1, "one");
    await till.pass(23 * HOUR);
    await till.webhooks("checkout.session.expired");
    const params = { contractId: till.contractId, number: 1 };
    expect(await till.client.api.getPayment({ params })).toMatchObject({ id: first.id, status: "expired" });
    const second = await fund(1, "two");
    expect(second.id).not.toBe(first.id);
    await till.pay(second.checkoutUrl!);
    await till.webhooks("payment_intent.succeeded");
    expect(await till.milestone(1)).toMatchObject({ status: "funded", paymentId: second.id });
  });

  test("only a pending milestone of a running contract takes money", async () => {
    await till.fund(1);
    await expect(fund(1, "again")).rejects.toEqual(refused("payment.already_funded"));
    await expect(fund(9, "none")).rejects.toEqual(refused("resource.not_found"));
    const contract = (await till.deps.contracts.find(till.contractId))!;
    await till.deps.commit(till.deps.contracts.save({ ...contract, status: "ended" }));
    const before = till.memory.all().filter(({ sk }) => !sk.startsWith("late"));
    await expect(fund(2, "late")).rejects.toEqual(refused("payment.not_possible"));
    expect(till.memory.all().filter(({ sk }) => !sk.startsWith("late"))).toEqual(before);
  });

  test("only the contract's own client can pay", async () => {
    const eve = await till.join("Eve", "client");
    const params = { contractId: till.contractId, number: 1 };
    await expect(eve.api.fundMilestone({ params, idempotencyKey: "x" })).rejects.toEqual(refused("resource.not_found"));
    await expect(eve.api.getPayment({ params })).rejects.toEqual(refused("resource.not_found"));
    await expect(till.freelancer.api.fundMilestone({ params, idempotencyKey: "x" })).rejects.toEqual(
      refused("auth.role_required"),
    );
    expect((await till.sandbox.stripe.checkout.sessions.list()).data).toEqual([]);
  });

  test("fifty at once with different keys open one checkout", async () => {
    const answers = await Promise.allSettled(Array.from({ length: 50 }, (_, index) => fund(1, `racer-${index}`)));
    const urls = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value.checkoutUrl] : []));
    expect(new Set(urls).size).toBe(1);
    expect((await till.sandbox.stripe.checkout.sessions.list()).data).toHaveLength(1);
  });

  test.each(["500", "500-after", "429", "lost-response"])(
    "a processor that answers %s is asked again without opening a second checkout",
    async (kind) => {
      await till.sandbox.control("faults", { path: "/v1/checkout/sessions", method: "POST", count: 2, kind });
      await expect(fund(1, "one")).rejects.toEqual(refused("payment.processor_failed"));
      await till.sandbox.control("faults", {}, "DELETE");
      const payment = await fund(1, "one");
      expect(payment).toMatchObject({ status: "open", amount: 10_300 });
      const { data } = await till.sandbox.stripe.checkout.sessions.list();
      expect(data.map(({ url }) => url)).toEqual([payment.checkoutUrl]);
    },
  );

  test("money that comes after the contract has ended is recorded and given back whole", async () => {
    const payment = await fund(1, "one");
    await till.client.api.endContract({ params: { contractId: till.contractId }, body: { reason: "" } });
    await till.pay(payment.checkoutUrl!);
    await till.webhooks("payment_intent.succeeded", "checkout.session.completed");
    await till.stream.settle();
    expect(await till.milestone(1)).toMatchObject({ status: "cancelled" });
    expect(await refunds()).toMatchObject([{ amount: 10_300, status: "succeeded" }]);
    expect(balancesOf(await till.journal())).toMatchObject({ held: 0, client: 10_300, processor: 10_300 });
    for (const event of till.stream.published) await till.stream.deliver(event);
    expect(await refunds()).toHaveLength(1);
  });
});

describe("release", () => {
  test("an approved milestone pays the freelancer their part from the charge that funded it", async () => {
    await till.onboard();
    await till.fund(1);
    await approved(1);
    await till.stream.settle();
    expect(await till.milestone(1)).toMatchObject({ status: "released", releasedAt: iso(till.clock.now()) });
    const { chargeId } = await till.milestone(1);
    expect(await transfers()).toMatchObject([
      { amount: 9_500, currency: "eur", source_transaction: chargeId, transfer_group: till.contractId },
    ]);
    expect(balancesOf(await till.journal())).toEqual({
      processor: 10_300,
      held: 0,
      freelancer: 9_500,
      client: 0,
      fees: 800,
    });
    expect(till.stream.published.at(-1)).toMatchObject({ type: "milestone.released.v1" });
  });

  test("without a payout account it waits, and is paid as soon as there is one", async () => {
    await till.fund(1);
    await till.fund(2);
    await approved(1);
    await approved(2);
    await till.stream.settle();
    expect(await till.milestone(1)).toMatchObject({ status: "approved" });
    expect(await till.deps.operations.find(till.contractId, "release", "1")).toMatchObject({ status: "waiting" });
    expect(await transfers()).toEqual([]);
    await till.onboard();
    expect(await till.milestone(1)).toMatchObject({ status: "released" });
    expect(await till.milestone(2)).toMatchObject({ status: "released" });
    expect((await transfers()).map(({ amount }) => amount).sort()).toEqual([4_750, 9_500]);
    expect(await till.deps.operations.awaited(till.freelancer.id)).toEqual([]);
  });

  test.each([25 * HOUR, 4 * DAY, 15 * DAY])(
    "a transfer whose answer was lost is found again %d ms later, not repeated",
    async (pause) => {
      await till.onboard();
      await till.fund(1);
      await approved(1);
      await till.sandbox.control("faults", { path: "/v1/transfers", method: "POST", count: 2, kind: "lost-response" });
      await expect(till.stream.settle()).rejects.toEqual(refused("payment.processor_failed"));
      await till.pass(pause);
      const event = till.stream.published.find(({ type }) => type === "milestone.approved.v1")!;
      await till.stream.deliver(event);
      await till.stream.deliver(event);
      expect(await transfers()).toHaveLength(1);
      expect(await till.milestone(1)).toMatchObject({ status: "released" });
      expect(await till.journal()).toHaveLength(2);
    },
  );

  test("an account that starts to work between a release's look and its wait is not waited for in vain", async () => {
    await till.fund(1);
    await approved(1);
    const { find } = till.deps.payoutAccounts;
    let looked = false;
    const meanwhile: typeof find = async (userId) => {
      const seen = await find(userId);
      if (!looked) {
        looked = true;
        const { onboardingUrl } = await till.freelancer.api.openPayoutAccount({ idempotencyKey: "open" });
        await till.sandbox.form(onboardingUrl!, { bank: "000123456789" });
        await till.webhooks("account.updated");
      }
      return seen;
    };
    const deps = {
      ...till.deps,
      processor: till.processor,
      payoutAccounts: { ...till.deps.payoutAccounts, find: meanwhile },
    };
    await releaseMilestone(deps)({ contractId: till.contractId, milestone: 1 });
    expect(await till.milestone(1)).toMatchObject({ status: "released" });
    await till.stream.settle();
    expect(await transfers()).toHaveLength(1);
  });

  test("the key of a transfer is the one recorded for it, and later deliveries pay nothing", async () => {
    await till.onboard();
    await till.fund(1);
    await approved(1);
    await till.stream.settle();
    const { data } = (await till.sandbox.control("requests", {}, "GET")) as {
      data: { method: string; path: string; idempotencyKey?: string }[];
    };
    const keys = data.filter(({ method, path }) => method === "POST" && path === "/v1/transfers");
    expect(keys.map(({ idempotencyKey }) => idempotencyKey)).toEqual([`${till.contractId}#release#1#1`]);
    const event = till.stream.published.find(({ type }) => type === "milestone.approved.v1")!;
    await Promise.all([1, 2, 3].map(() => till.stream.deliver(event)));
    expect(await transfers()).toHaveLength(1);
  });

  test("a saved failure of the processor is left behind with a new key, once it is known that nothing happened", async () => {
    await till.onboard();
    await till.fund(1);
    await approved(1);
    await till.sandbox.control("faults", { path: "/v1/transfers", method: "POST", count: 1, kind: "500" });
    await expect(till.stream.settle()).rejects.toEqual(refused("payment.processor_failed"));
    await till.stream.deliver(till.stream.published.find(({ type }) => type === "milestone.approved.v1")!);
    expect(await transfers()).toHaveLength(1);
  });
});

describe("refunds", () => {
  const params = () => ({ contractId: till.contractId, number: 1 });
  const request = () =>
    till.client.api.requestRefund({
      params: params(),
      body: { reason: "We have changed our plans." },
      idempotencyKey: `request-${till.clock.now()}`,
    });

  test("the freelancer gives everything back, fee included", async () => {
    await till.fund(1);
    const contract = await till.freelancer.api.refundMilestone({ params: params(), idempotencyKey: "r" });
    expect(contract.milestones[0]).toMatchObject({ status: "refunding" });
    await till.stream.settle();
    expect(await till.milestone(1)).toMatchObject({ status: "refunded" });
    expect(await refunds()).toMatchObject([{ amount: 10_300 }]);
    expect(balancesOf(await till.journal())).toEqual({
      processor: 10_300,
      held: 0,
      freelancer: 0,
      client: 10_300,
      fees: 0,
    });
    for (const event of till.stream.published) await till.stream.deliver(event);
    expect(await refunds()).toHaveLength(1);
  });

  test("a request is granted by silence, and only by its own deadline", async () => {
    const { grantRefund } = await import("@freelancerm/core/payments/grant-refund");
    await till.fund(1);
    const contract = await request();
    const dueAt = iso(till.clock.now() + 7 * DAY);
    expect(contract.milestones[0]!.refundRequest).toEqual({ by: "client", reason: expect.any(String), dueAt });
    await till.stream.settle();
    const deadline = { at: dueAt, kind: "refund.grant", ref: till.contractId, facts: { milestone: 1, dueAt } } as const;
    expect(
      till.memory
        .all()
        .filter(({ pk }) => pk.startsWith("DUE#"))
        .map(({ body }) => body),
    ).toEqual([deadline]);
    await till.pass(7 * DAY);
    await grantRefund(till.deps)({ ...deadline, facts: { milestone: 1, dueAt: iso(0) } });
    expect(await till.milestone(1)).toMatchObject({ status: "funded" });
    await grantRefund(till.deps)(deadline);
    await grantRefund(till.deps)(deadline);
    await till.stream.settle();
    expect(await till.milestone(1)).toMatchObject({ status: "refunded" });
    expect(await refunds()).toHaveLength(1);
  });

  test("a declined request changes nothing, and another can follow", async () => {
    await till.fund(1);
    await request();
    const body = { reason: "The work is half done already." };
    const contract = await till.freelancer.api.declineRefund({ params: params(), body });
    expect(contract.milestones[0]).toMatchObject({ status: "funded", refundRequest: null });
    await expect(till.freelancer.api.declineRefund({ params: params(), body })).rejects.toEqual(
      refused("milestone.wrong_state"),
    );
    await till.pass(1000);
    expect((await request()).milestones[0]!.refundRequest).not.toBeNull();
  });

  test("what is not held, handed in or asked for already cannot be asked back", async () => {
    await expect(request()).rejects.toEqual(refused("milestone.wrong_state"));
    await till.fund(1);
    await request();
    await till.pass(1000);
    await expect(request()).rejects.toEqual(refused("milestone.wrong_state"));
    await till.handIn(1);
    await expect(request()).rejects.toEqual(refused("milestone.wrong_state"));
    expect(await refunds()).toEqual([]);
  });
});

describe("statements", () => {
  test("each party sees the journal as it was for them, and can add it up and verify it", async () => {
    await till.onboard();
    await till.fund(1);
    await till.fund(2);
    await approved(1);
    await till.freelancer.api.refundMilestone({
      params: { contractId: till.contractId, number: 2 },
      idempotencyKey: "r",
    });
    await till.stream.settle();
    const params = { contractId: till.contractId };
    const mine = await till.client.api.listContractLedger({ params });
    const sums = ({ type, effect, held }: LedgerEntry) => [type, effect, held];
    expect(mine.items.map(sums)).toEqual([
      ["funded", -10_300, 10_300],
      ["funded", -5_150, 5_150],
      ["released", 0, -10_300],
      ["refunded", 5_150, -5_150],
    ]);
    expect(mine.items[0]!.statement).toEqual([
      { item: "price", amount: -10_000, held: 10_000 },
      { item: "fee", amount: -300, held: 300 },
    ]);
    const theirs = await till.freelancer.api.listContractLedger({ params });
    expect(theirs.items.map(sums)).toEqual([
      ["funded", 0, 9_500],
      ["funded", 0, 4_750],
      ["released", 9_500, -9_500],
      ["refunded", 0, -4_750],
    ]);
    expect(theirs.items[2]!.statement).toEqual([
      { item: "price", amount: 10_000, held: -10_000 },
      { item: "fee", amount: -500, held: 500 },
    ]);
    const statement = await till.freelancer.api.listMyLedger({ query: { role: "freelancer", limit: 3 } });
    expect(statement.items.map(({ seq }) => seq)).toEqual([4, 3, 2]);
    expect(statement.items.map(({ contractTitle, milestoneTitle }) => [contractTitle, milestoneTitle])).toEqual([
      ["Booking page", "Part 2"],
      ["Booking page", "Part 1"],
      ["Booking page", "Part 2"],
    ]);
    expect(mine.items[0]).toMatchObject({ contractTitle: "Booking page", milestoneTitle: "Part 1" });
    const rest = { role: "freelancer", limit: 3, cursor: statement.nextCursor! } as const;
    expect((await till.freelancer.api.listMyLedger({ query: rest })).items.map(({ seq }) => seq)).toEqual([1]);
    const eve = await till.join("Eve", "client");
    await expect(eve.api.listContractLedger({ params })).rejects.toEqual(refused("resource.not_found"));
    const journal = await till.journal();
    const altered = journal.map((entry) => (entry.seq === 2 ? { ...entry, reference: "ch_other" } : entry));
    expect(verifyChain(till.deps.hash, altered)).toBe("entry 2 was altered");
    expect(verifyChain(till.deps.hash, journal.slice(1))).toBe("entry 2 does not follow entry 0");
  });
});

describe("receipts", () => {
  const receipt = (who: "client" | "freelancer", seq: number) =>
    till[who].api.getReceipt({ params: { contractId: till.contractId, seq } });

  test("document each charge, release and refund to those it concerns, in lines that add up", async () => {
    await till.onboard();
    await till.fund(1);
    await till.fund(2);
    await approved(1);
    await till.freelancer.api.refundMilestone({
      params: { contractId: till.contractId, number: 2 },
      idempotencyKey: "r",
    });
    await till.stream.settle();
    const journal = await till.journal();
    expect(await receipt("client", 1)).toMatchObject({
      kind: "charge",
      number: expect.stringMatching(/^2026-[0-9A-F]{10}$/),
      milestoneTitle: "Part 1",
      client: { displayName: "Ana" },
      freelancer: { displayName: "Ben" },
      currency: "EUR",
      lines: [
        { item: "price", amount: 10_000 },
        { item: "fee", amount: 300 },
      ],
      total: 10_300,
      reference: journal[0]!.reference,
      issuedAt: journal[0]!.at,
    });
    expect(await receipt("freelancer", 3)).toMatchObject({
      kind: "invoice",
      lines: [
        { item: "price", amount: 10_000 },
        { item: "fee", amount: -500 },
      ],
      total: 9_500,
    });
    expect(await receipt("client", 3)).toMatchObject({
      kind: "invoice",
      lines: [{ item: "price", amount: 10_000 }],
      total: 10_000,
    });
    expect(await receipt("client", 4)).toMatchObject({ kind: "refund", total: 5_150 });
    const numbers = await Promise.all([1, 2, 3, 4].map(async (seq) => (await receipt("client", seq)).number));
    expect(new Set(numbers).size).toBe(4);
    expect((await receipt("freelancer", 3)).number).toBe(numbers[2]);
  });

  test("a charge is no business of the freelancer's, nor any of it of somebody else", async () => {
    await till.fund(1);
    await expect(receipt("freelancer", 1)).rejects.toEqual(refused("resource.not_found"));
    await expect(receipt("client", 2)).rejects.toEqual(refused("resource.not_found"));
    const eve = await till.join("Eve", "client");
    const params = { contractId: till.contractId, seq: 1 };
    await expect(eve.api.getReceipt({ params })).rejects.toEqual(refused("resource.not_found"));
  });
});

describe("payout accounts", () => {
  test("are set up once, over as many visits as it takes", async () => {
    const { api } = till.freelancer;
    const nothing = { onboardingUrl: null, bank: null, payoutsEnabled: false, lockedUntil: null, waiting: [] };
    expect(await api.getPayoutAccount()).toEqual({ ...nothing, status: "none" });
    const first = await api.openPayoutAccount({ idempotencyKey: "a" });
    const second = await api.openPayoutAccount({ idempotencyKey: "b" });
    expect(second.onboardingUrl).not.toBe(first.onboardingUrl);
    expect(await api.getPayoutAccount()).toMatchObject({ status: "pending" });
    const { data } = (await till.sandbox.control("requests", {}, "GET")) as {
      data: { method: string; path: string }[];
    };
    expect(data.filter(({ path }) => path === "/v2/core/accounts")).toHaveLength(1);
    await till.onboard();
    const bank = { name: "STRIPE TEST BANK", last4: "6789", country: "US", currency: "USD" };
    expect(await api.getPayoutAccount()).toEqual({ ...nothing, status: "active", bank, payoutsEnabled: true });
    await expect(api.openPayoutAccount({ idempotencyKey: "c" })).rejects.toEqual(refused("payout.account_exists"));
    expect(till.stream.published.filter(({ type }) => type === "payout_account.activated.v1")).toHaveLength(1);
  });

  test("say what waits for them, less the fee", async () => {
    await till.fund(1);
    await approved(1);
    await till.stream.settle();
    expect(await till.freelancer.api.getPayoutAccount()).toMatchObject({
      status: "none",
      waiting: [{ currency: "EUR", amount: 9_500 }],
    });
    await till.onboard();
    expect(await till.freelancer.api.getPayoutAccount()).toMatchObject({ status: "active", waiting: [] });
  });

  /** Changes the bank account at the page the API names. */
  async function change(bank: string) {
    const { onboardingUrl } = await till.freelancer.api.changePayoutAccount();
    await till.sandbox.form(onboardingUrl!, { bank });
    await till.webhooks("account.external_account.created", "account.updated");
    await till.stream.settle();
  }

  test("can be changed once there is one", async () => {
    await expect(till.freelancer.api.changePayoutAccount()).rejects.toEqual(refused("resource.not_found"));
    await till.onboard();
    await change("000222224444");
    expect(await till.freelancer.api.getPayoutAccount()).toMatchObject({
      status: "active",
      bank: { last4: "4444" },
      lockedUntil: iso(till.clock.now() + 24 * HOUR),
    });
    expect(till.stream.published.at(-1)).toMatchObject({
      type: "payout_account.changed.v1",
      data: { userId: till.freelancer.id, last4: "4444" },
    });
  });

  test("a changed one holds what is released back for 24 hours, from the last change on", async () => {
    const { fireDue } = await import("@freelancerm/core/deadlines/deadlines");
    const { meetDeadline } = await import("@freelancerm/core/deadlines/actions");
    const pass = async (ms: number) => {
      await till.pass(ms);
      await fireDue(till.deps, meetDeadline(till.deps), () => undefined);
      await till.stream.settle();
    };
    await till.onboard();
    await till.fund(1);
    await change("000222224444");
    await approved(1);
    await till.stream.settle();
    await pass(20 * HOUR);
    await change("000222225555");
    await pass(23 * HOUR);
    expect(await transfers()).toEqual([]);
    expect(await till.freelancer.api.getPayoutAccount()).toMatchObject({ waiting: [{ amount: 9_500 }] });
    await pass(HOUR);
    expect(await transfers()).toMatchObject([{ amount: 9_500 }]);
    expect(await till.milestone(1)).toMatchObject({ status: "released" });
    expect(await till.freelancer.api.getPayoutAccount()).toMatchObject({ lockedUntil: null, waiting: [] });
  });
});
