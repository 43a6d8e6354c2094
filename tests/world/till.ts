/** A world with money: the payment functions over the Stripe stand-in, both on the world's clock. */

import type { MilestoneRecord } from "@freelancerm/core/contracts/contract";
import { type JournalEntry, verifyChain } from "@freelancerm/core/payments/ledger";
import type { Processor } from "@freelancerm/core/payments/processor";
import type { MemoryTable } from "@freelancerm/data/memory-table";
import type { Item, Table } from "@freelancerm/data/table";
import type { VirtualClock } from "@freelancerm/local/kit";
import { SECRET, type StripeSandbox, startSandbox } from "@freelancerm/local/stripe/testing";
import { signatureHeader } from "@freelancerm/local/stripe/webhooks";
import type { HttpHandler } from "@freelancerm/platform/http";
import { createStripeProcessor } from "@freelancerm/platform/stripe";
import { handler as contracts } from "../../functions/contracts/handler.ts";
import { onPaymentWith } from "../../functions/on-payment/handler.ts";
import { paymentsWith } from "../../functions/payments/handler.ts";
import { webhookWith } from "../../functions/stripe-webhook/handler.ts";
import type { Handlers } from "./dispatch.ts";
import { signContract } from "./hire.ts";
import type { Consumers } from "./stream.ts";
import { type Clock, createWorld, type Someone, type World } from "./world.ts";

export interface Till extends World {
  sandbox: StripeSandbox;
  processor: Processor;
  client: Someone;
  freelancer: Someone;
  contractId: string;
  /** Moves the clock of the world and of the stand-in. */
  pass(ms: number): Promise<void>;
  /** Pays at the hosted page. */
  pay(checkoutUrl: string, card?: string): Promise<Response>;
  /** Delivers a webhook as it came; answers the status. */
  post(body: string, signature: string): Promise<Response>;
  /** The webhook function itself. */
  receive: HttpHandler;
  /** Puts the table back to what it was. */
  restore(items: Item[]): Promise<void>;
  /** Waits for these types, then delivers every webhook that has not been, in order. */
  webhooks(...types: string[]): Promise<void>;
  /** Funds a milestone whole: checkout, card, webhook. */
  fund(number: number): Promise<void>;
  /** Hands a milestone in, as the freelancer. */
  handIn(number: number): Promise<void>;
  /** Approves a milestone, as the client. */
  approve(number: number): Promise<void>;
  /** A payout account the freelancer has finished setting up. */
  onboard(): Promise<void>;
  milestone(number: number): Promise<MilestoneRecord>;
  journal(): Promise<JournalEntry[]>;
  sign(body: string, options?: { secret?: string; at?: number }): string;
  close(): Promise<void>;
}

/** The stand-in's timers on a clock that is moved by hand. */
function timersOn(clock: Clock): VirtualClock {
  const timers = new Set<{ at: number; run: () => void | Promise<void> }>();
  return {
    now: clock.now,
    at(at, run) {
      const timer = { at, run };
      timers.add(timer);
      if (at <= clock.now()) setImmediate(() => timers.delete(timer) && run());
      return () => void timers.delete(timer);
    },
    async advance(ms) {
      const end = clock.now() + ms;
      for (;;) {
        const due = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        timers.delete(due);
        clock.advance(Math.max(0, due.at - clock.now()));
        await due.run();
      }
      clock.advance(Math.max(0, end - clock.now()));
    },
  };
}

/** `amounts`: the milestones of its contract, minor units of EUR. */
export async function createTill(
  amounts: readonly number[] = [10_000, 5_000],
  more: {
    through?: (memory: MemoryTable) => Table;
    handlers?: Handlers;
    consumers?: (own: { table: Table; clock: Clock }) => Consumers;
  } = {},
): Promise<Till> {
  let sandbox: StripeSandbox | undefined;
  const processor = createStripeProcessor({
    secretKey: async () => "sk_test_local",
    webhookSecret: async () => SECRET,
    siteUrl: () => "https://site.example",
    get apiBase() {
      return sandbox!.server.url;
    },
  });
  const own = () => processor;
  const world = await createWorld(
    { contracts, payments: paymentsWith(own), "stripe-webhook": webhookWith(own), ...more.handlers },
    more.through,
    (given) => ({ "on-payment": onPaymentWith(own).with(given), ...more.consumers?.(given) }),
  );
  const timers = timersOn(world.clock);
  sandbox = await startSandbox(undefined, timers);
  const { received, until, types } = sandbox;
  const client = await world.join("Ana", "client");
  const freelancer = await world.join("Ben", "freelancer");
  const contractId = await signContract(world, client, freelancer, amounts);
  let delivered = 0;
  let requests = 0;

  const till: Till = {
    ...world,
    sandbox,
    processor,
    client,
    freelancer,
    contractId,
    pass: (ms) => timers.advance(ms),
    pay: (checkoutUrl, card = "4242424242424242") => sandbox.form(`${checkoutUrl}/pay`, { card }),
    post: (body, signature) =>
      world.fetch("http://world/webhooks/stripe", {
        method: "POST",
        body,
        headers: { "stripe-signature": signature, "content-type": "application/json; charset=utf-8" },
      }),
    receive: webhookWith(own).with({ table: world.table, clock: world.clock, verifyToken: () => Promise.reject() }),
    async restore(items) {
      for (const { pk, sk } of world.memory.all()) await world.memory.write({ delete: { pk, sk } });
      await world.memory.load(items);
    },
    async webhooks(...expected) {
      await until(() => expected.every((type) => types().slice(delivered).includes(type)));
      while (delivered < received.length) {
        const { body, signature } = received[delivered++]!;
        const answer = await till.post(body, signature);
        if (answer.status !== 200) throw new Error(`webhook answered ${answer.status}: ${await answer.text()}`);
      }
    },
    async fund(number) {
      const request = { params: { contractId, number }, idempotencyKey: `fund-${++requests}` };
      const payment = await client.api.fundMilestone(request);
      await till.pay(payment.checkoutUrl!);
      await till.webhooks("payment_intent.succeeded", "checkout.session.completed");
      await world.stream.settle();
    },
    handIn: async (number) =>
      void (await freelancer.api.submitMilestone({ params: { contractId, number }, body: { note: "Done." } })),
    approve: async (number) =>
      void (await client.api.approveMilestone({
        params: { contractId, number },
        idempotencyKey: `approve-${++requests}`,
      })),
    async onboard() {
      const opened = await freelancer.api.openPayoutAccount({ idempotencyKey: `onboard-${++requests}` });
      await sandbox.form(opened.onboardingUrl!, { bank: "000123456789" });
      await till.webhooks("account.updated", "v2.core.account[configuration.recipient].capability_status_updated");
      await world.stream.settle();
    },
    milestone: async (number) => (await world.deps.contracts.findMilestone(contractId, number))!.milestone,
    async journal() {
      const { items } = await world.deps.ledger.listOfContract(contractId, { limit: 1000 });
      expect(verifyChain(world.deps.hash, items)).toBeUndefined();
      return items;
    },
    sign: (body, { secret = SECRET, at = world.clock.now() } = {}) =>
      signatureHeader(body, secret, Math.floor(at / 1000)),
    close: () => sandbox.close(),
  };
  return till;
}
