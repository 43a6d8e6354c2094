/** Event functions: the events a consumer subscribes to, bound to use cases. */
import { type DomainEvent, events } from "@freelancerm/contracts/events";
import type { Consumer, subscriptions } from "@freelancerm/contracts/subscriptions";
import type { Deps } from "@freelancerm/core/deps";
import type { Clock } from "@freelancerm/core/entity";
import type { Table } from "@freelancerm/data/table";
import middy from "@middy/core";
import type { Context, EventBridgeEvent } from "aws-lambda";
import * as z from "zod/mini";
import { syncClock } from "./clock.ts";
import { createDeps, ownDeps, ownTable } from "./deps.ts";
import { inContext, log } from "./log.ts";
import { outcomeOf } from "./metrics.ts";

type Reactions<C extends Consumer> = {
  [T in (typeof subscriptions)[C][number]]: (event: DomainEvent<T>) => Promise<unknown>;
};
export type BusEvent = EventBridgeEvent<string, unknown>;
export type EventHandler = (event: BusEvent, context: Context) => Promise<void>;

/** What travels as the detail of a bus event. */
const Detail = z.object({ id: z.string(), at: z.string(), data: z.unknown() });

/**
 * The Lambda handler of a consumer. An event may arrive more than once and out of order: each reaction must bear that.
 * What throws is tried again by the platform and ends in the consumer's dead-letter queue.
 */
export function consume<const C extends Consumer>(
  consumer: C,
  bind: (deps: Deps) => Reactions<C>,
): EventHandler & { with(options: { table: Table; clock: Clock }): EventHandler } {
  const createHandler = (reactions: Reactions<C>): EventHandler =>
    middy<BusEvent, void, Error, Context>().handler((busEvent, { awsRequestId: requestId }) => {
      const type = busEvent["detail-type"] as (typeof subscriptions)[C][number];
      return inContext({ requestId, operation: `${consumer}:${type}`, actor: "system" }, async () => {
        const started = performance.now();
        let eventId: string | undefined;
        try {
          const { id, at, data } = z.parse(Detail, busEvent.detail);
          eventId = id;
          const event = { id, at, type, data: z.parse(events[type], data) } as unknown as DomainEvent<typeof type>;
          await reactions[type](event);
          log.info("event", { eventId, outcome: "done" }, outcomeOf("done", performance.now() - started));
        } catch (error) {
          const measured = outcomeOf("failed", performance.now() - started);
          log.error("event failed", error, { eventId, outcome: "failed" }, measured);
          throw error;
        }
      });
    }) as unknown as EventHandler;

  let own: EventHandler | undefined;
  const handler: EventHandler = async (event, context) => {
    await syncClock(ownTable);
    own ??= createHandler(bind(ownDeps()));
    return own(event, context);
  };
  return Object.assign(handler, {
    with: ({ table, clock }: { table: Table; clock: Clock }) => createHandler(bind(createDeps(table, clock))),
  });
}
