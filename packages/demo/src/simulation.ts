/**
 * The marketplace's past, lived through: the real use cases over a table in memory, a clock that jumps from one thing that
 * happens to the next, events brought to their consumers and deadlines fired when they are due. One story runs at a time.
 */

import { Refusal } from "@freelancerm/contracts/errors";
import type { AnyEvent, EventType } from "@freelancerm/contracts/events";
import { type Consumer, subscriptions } from "@freelancerm/contracts/subscriptions";
import { recordActivity } from "@freelancerm/core/contracts/record-activity";
import { deadlineActions } from "@freelancerm/core/deadlines/actions";
import type { Deps } from "@freelancerm/core/deps";
import type { OutboxEntry } from "@freelancerm/core/entity";
import { ensureRoom } from "@freelancerm/core/messaging/open-room";
import { spreadChanged, spreadSent } from "@freelancerm/core/messaging/spread-message";
import { notify } from "@freelancerm/core/notifications/notify";
import { refundHeld, returnSurplus } from "@freelancerm/core/payments/give-back";
import type { Processor } from "@freelancerm/core/payments/processor";
import { releaseAwaited, releaseMilestone } from "@freelancerm/core/payments/release-milestone";
import { closeProposals } from "@freelancerm/core/proposals/close-proposals";
import { alertOf } from "@freelancerm/core/saved-searches/alert";
import { counting } from "@freelancerm/core/stats/count";
import { noteInterest } from "@freelancerm/core/stats/interest";
import { once } from "@freelancerm/core/stats/once";
import { ms } from "@freelancerm/core/time";
import { createMemoryTable, type MemoryTable } from "@freelancerm/data/memory-table";
import { addedEntries, deadlineItem } from "@freelancerm/data/outbox";
import { createDeps } from "@freelancerm/platform/deps";
import { createSeededIds } from "./random.ts";

export interface World extends Deps {
  processor: Processor;
  /** Nobody is connected while the past is made up. */
  sockets: { post(): Promise<"gone">; close(): Promise<void> };
}

/** The thread of a story: it goes on when its time has come. */
export interface Thread {
  /** Waits for a time, milliseconds since the epoch; a time in the past is now. */
  until(time: number): Promise<void>;
  /** Waits so long, in milliseconds. */
  pass(duration: number): Promise<void>;
}

export interface Simulation {
  world: World;
  memory: MemoryTable;
  now(): number;
  tell(time: number, story: (thread: Thread) => Promise<void>): void;
  /** Lives through everything up to `end`; what lies beyond never happens. Files the deadlines that are still to come. */
  run(end: number): Promise<void>;
}

interface Step {
  at: number;
  order: number;
  run(): Promise<void>;
}

type Filed = Extract<OutboxEntry, { deadline: unknown }>;
type Reactions = Record<Consumer, (event: AnyEvent) => Promise<unknown>>;
type By<T extends EventType> = Partial<{ [K in T]: (event: Extract<AnyEvent, { type: K }>) => Promise<unknown> }>;

const byType =
  <T extends EventType>(reactions: By<T>) =>
  async (event: AnyEvent): Promise<unknown> =>
    (reactions as Record<string, ((event: AnyEvent) => Promise<unknown>) | undefined>)[event.type]?.(event);

/** What the functions behind the bus do. */
function reactionsOf(world: World): Reactions {
  const mailer = { send: async () => undefined };
  const record = recordActivity(world);
  const count = counting(world);
  const counted = (event: AnyEvent, prepare: () => ReturnType<typeof count.jobPublished>) =>
    once(world, "on-stats", event.id, prepare);
  return {
    "on-notify": (event) =>
      notify({ ...world, mailer, siteUrl: () => "" })(event as Parameters<ReturnType<typeof notify>>[0]),
    "on-message": byType({
      "message.sent.v1": spreadSent(world),
      "message.changed.v1": spreadChanged(world),
    }),
    "on-payment": byType({
      "milestone.approved.v1": ({ data }) => releaseMilestone(world)(data),
      "milestone.refund_agreed.v1": ({ data }) => refundHeld(world)(data),
      "payment.surplus.v1": ({ data }) => returnSurplus(world)(data),
      "payout_account.activated.v1": ({ data }) => releaseAwaited(world)(data),
    }),
    "on-job-listed": byType({ "job.published.v1": ({ data }) => alertOf(world)(data) }),
    "on-job-unlisted": byType({ "job.unlisted.v1": ({ data }) => closeProposals(world)(data) }),
    // Nobody signs in while the past is made up.
    "on-account": async () => undefined,
    "on-activity": async (event) => {
      await record(event as Parameters<typeof record>[0]);
      if (event.type === "contract.started.v1") await ensureRoom(world)(event.data.clientId, event.data.freelancerId);
    },
    "on-stats": byType({
      "job.published.v1": (event) => counted(event, () => count.jobPublished(event.data)),
      "job.unlisted.v1": (event) => counted(event, () => count.jobUnlisted(event.data)),
      "proposal.submitted.v1": ({ data }) => noteInterest(world)(data),
      "freelancer.listed.v1": (event) => counted(event, () => count.freelancerListed(event.data)),
      "contract.started.v1": (event) => counted(event, () => count.contractStarted(event.data)),
      "contract.ended.v1": (event) => counted(event, () => count.contractEnded(event.data)),
      "review.published.v1": (event) => counted(event, () => count.reviewPublished(event.data)),
    }),
  };
}

export function createSimulation(processor: Processor): Simulation {
  let now = 0;
  const clock = { now: () => now };
  const memory = createMemoryTable();
  const world: World = {
    ...createDeps(memory, clock),
    ids: createSeededIds(clock, 20_260_101),
    processor,
    sockets: { post: async () => "gone", close: async () => undefined },
  };
  const reactions = reactionsOf(world);
  const actions = deadlineActions(world);
  const published: AnyEvent[] = [];
  const filed = new Map<string, Filed>();
  const steps: Step[] = [];
  let order = 0;

  /** Keeps the steps sorted; of two at one time the one that was planned first comes first. */
  function plan(at: number, run: Step["run"]): void {
    let low = 0;
    let high = steps.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (steps[middle]!.at <= at) high = middle;
      else low = middle + 1;
    }
    steps.splice(low, 0, { at, order: order++, run });
  }

  memory.onChange((before, after) => {
    if (!after?.outbox) return;
    for (const entry of addedEntries(before, after)) {
      if (!("deadline" in entry)) published.push(entry);
      else file(entry);
    }
  });

  function file(entry: Filed): void {
    const { sk } = deadlineItem(entry);
    if (filed.has(sk)) return;
    filed.set(sk, entry);
    plan(ms(entry.deadline.at), () => fire(sk, entry));
  }

  async function fire(sk: string, entry: Filed): Promise<void> {
    filed.delete(sk);
    try {
      await actions[entry.deadline.kind](entry.deadline);
    } catch (error) {
      // The state has moved on: there is nothing left to do.
      if (!(error instanceof Refusal)) throw error;
    }
  }

  async function settle(): Promise<void> {
    for (let event = published.shift(); event; event = published.shift()) {
      for (const [consumer, types] of Object.entries(subscriptions)) {
        if ((types as readonly string[]).includes(event.type)) await reactions[consumer as Consumer](event);
      }
    }
  }

  /** A story gives way whenever it waits; the step that woke it ends then. */
  function tell(time: number, story: (thread: Thread) => Promise<void>): void {
    let giveWay: () => void = () => undefined;
    let fail: (error: unknown) => void = () => undefined;
    const waking = (wake: () => void) => () =>
      new Promise<void>((resolve, reject) => {
        giveWay = resolve;
        fail = reject;
        wake();
      });
    const until = (at: number) =>
      new Promise<void>((resume) => {
        plan(Math.max(at, now), waking(resume));
        giveWay();
      });
    const thread: Thread = { until, pass: (duration) => until(now + duration) };
    plan(
      time,
      waking(() => {
        story(thread).then(
          () => giveWay(),
          (error) => fail(error),
        );
      }),
    );
  }

  return {
    world,
    memory,
    now: clock.now,
    tell,
    run: async (end) => {
      for (let step = steps.pop(); step && step.at <= end; step = steps.pop()) {
        now = step.at;
        await step.run();
        await settle();
      }
      now = end;
      await memory.load([...filed.values()].map(deadlineItem));
    },
  };
}
