/** Event functions: the events a consumer subscribes to, bound to use cases. */
import { type DomainEvent, events } from "@freelancerm/contracts/events";
import type { Consumer, subscriptions } from "@freelancerm/contracts/subscriptions";
import type { Deps } from "@freelancerm/core/deps";
import type { Clock } from "@freelancerm/core/entity";
import type { Table } from "@freelancerm/data/table";
import type { EventBridgeEvent } from "aws-lambda";
import * as z from "zod/mini";
import { createDeps, ownDeps } from "./deps.ts";
import { type Handler, invocation, owned } from "./lambda.ts";

type Reactions<C extends Consumer> = {
  [T in (typeof subscriptions)[C][number]]: (event: DomainEvent<T>) => Promise<unknown>;
};
export type BusEvent = EventBridgeEvent<string, unknown>;
export type EventHandler = Handler<BusEvent, void>;

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
    invocation({
      message: "event",
      contextOf: (event, { awsRequestId: requestId }) => ({
        requestId,
        operation: `${consumer}:${event["detail-type"]}`,
        actor: "system",
      }),
      work: async (busEvent) => {
        const type = busEvent["detail-type"] as (typeof subscriptions)[C][number];
        const { id, at, data } = z.parse(Detail, busEvent.detail);
        await reactions[type]({ id, at, type, data: z.parse(events[type], data) } as unknown as DomainEvent<
          typeof type
        >);
      },
      endOf: ({ event, error }) => ({
        outcome: error === undefined ? "done" : "failed",
        facts: { eventId: (event.detail as { id?: unknown } | undefined)?.id },
        error,
      }),
    });

  return Object.assign(
    owned(() => createHandler(bind(ownDeps()))),
    { with: ({ table, clock }: { table: Table; clock: Clock }) => createHandler(bind(createDeps(table, clock))) },
  );
}
