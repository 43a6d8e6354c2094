/** Contracts whose money went every way it can go, made by the real rules. */
import { DAY, HOUR } from "@freelancerm/core/time";
import type { Item } from "@freelancerm/data/table";
import { handler as contracts } from "../../functions/contracts/handler.ts";
import { onPaymentWith } from "../../functions/on-payment/handler.ts";
import { paymentsWith } from "../../functions/payments/handler.ts";
import { webhookWith } from "../../functions/stripe-webhook/handler.ts";
import { signContract } from "./hire.ts";
import { createMemoryProcessor } from "./processor.ts";
import { createWorld } from "./world.ts";

export const LIVES = [
  "unfunded",
  "funded",
  "changes requested",
  "approved",
  "released",
  "refunded",
  "half released",
  "ended",
  "surplus returned",
  "surplus kept",
] as const;
export type Life = (typeof LIVES)[number];

export interface Lived {
  contractId: string;
  life: Life;
}

const reason = "For this very good reason.";

/**
 * One contract of two milestones for each of the lives, in a table of their own; `offset` weeks tell their ids from those
 * of another call.
 */
export async function live(lives: readonly Life[], offset = 0): Promise<{ items: Item[]; lived: Lived[] }> {
  const clockOf = { now: () => world.clock.now() };
  const processor = createMemoryProcessor(clockOf);
  const own = () => processor;
  const world = await createWorld(
    { contracts, payments: paymentsWith(own), "stripe-webhook": webhookWith(own) },
    undefined,
    (given) => ({ "on-payment": onPaymentWith(own).with(given) }),
  );
  world.clock.advance(offset * 7 * DAY);
  const client = await world.join("Ana", "client");
  const freelancer = await world.join("Ben", "freelancer");
  let told = 0;
  let requests = 0;
  const idempotent = () => ({ idempotencyKey: `k${++requests}` });
  const tell = async () => {
    for (const event of processor.events.slice(told)) {
      const answer = await world.fetch("http://world/webhooks/stripe", { method: "POST", body: JSON.stringify(event) });
      if (!answer.ok) throw new Error(await answer.text());
    }
    told = processor.events.length;
  };
  await freelancer.api.openPayoutAccount(idempotent());
  processor.finishOnboarding(freelancer.id);
  await tell();
  await world.stream.settle();

  const walk = async (life: Life): Promise<Lived> => {
    world.clock.advance(HOUR);
    const contractId = await signContract(world, client, freelancer, [10_001, 7_777]);
    const at = (number: number) => ({ params: { contractId, number } });
    const checkout = (number: number) => client.api.fundMilestone({ ...at(number), ...idempotent() });
    const pay = async () => {
      processor.pay(processor.sessions.at(-1)!.id);
      await tell();
    };
    const fund = async (number: number) => {
      await checkout(number);
      await pay();
    };
    const submit = (number: number) => freelancer.api.submitMilestone({ ...at(number), body: { note: "Done." } });
    const approve = (number: number) => client.api.approveMilestone({ ...at(number), ...idempotent() });
    const release = async (number: number) => {
      await fund(number);
      await submit(number);
      await approve(number);
      await world.stream.settle();
    };
    const end = () => client.api.endContract({ params: { contractId }, body: { reason } });

    if (life === "funded") await fund(1);
    if (life === "changes requested") {
      await fund(1);
      await fund(2);
      await submit(1);
      await client.api.requestChanges({ ...at(1), body: { reason } });
    }
    if (life === "approved") {
      await fund(1);
      await submit(1);
      await approve(1);
      return { contractId, life };
    }
    if (life === "released") for (const number of [1, 2]) await release(number);
    if (life === "refunded") {
      await fund(1);
      await freelancer.api.refundMilestone({ ...at(1), ...idempotent() });
    }
    if (life === "half released") {
      await release(1);
      await fund(2);
    }
    if (life === "ended") {
      await release(1);
      await end();
    }
    if (life.startsWith("surplus")) {
      await checkout(1);
      await end();
      await pay();
      if (life === "surplus kept") return { contractId, life };
    }
    await world.stream.settle();
    return { contractId, life };
  };

  const lived: Lived[] = [];
  // What must not be settled comes last, so that nothing after it settles it.
  const unsettled = (life: Life) => (life === "approved" || life === "surplus kept" ? 1 : 0);
  for (const life of [...lives].sort((a, b) => unsettled(a) - unsettled(b))) lived.push(await walk(life));
  return { items: world.memory.all(), lived };
}
