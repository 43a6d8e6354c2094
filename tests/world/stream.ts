/** What the cloud does between a commit and its consumers, in memory: the stream, the relay, the bus and its rules. */
import type { AnyEvent } from "@freelancerm/contracts/events";
import { type Consumer, subscriptions } from "@freelancerm/contracts/subscriptions";
import type { MemoryTable } from "@freelancerm/data/memory-table";
import type { Item, Table } from "@freelancerm/data/table";
import type { BusEvent, EventHandler } from "@freelancerm/platform/consume";
import { type Publish, relay } from "@freelancerm/platform/relay";
import type { Context } from "aws-lambda";

export type Consumers = Partial<Record<Consumer, EventHandler>>;

export interface Stream {
  /** Every event published so far, in order. */
  published: AnyEvent[];
  /** Carries on until nothing more follows. */
  settle(): Promise<void>;
  /** Delivers an event again, as the bus may. */
  deliver(event: AnyEvent): Promise<void>;
}

export function createStream(memory: MemoryTable, table: Table, consumers: Consumers): Stream {
  const records: { sequence: string; before: Item | undefined; after: Item | undefined }[] = [];
  let sequence = 0;
  memory.onChange((before, after) => records.push({ sequence: String(++sequence), before, after }));
  const published: AnyEvent[] = [];
  const publish: Publish = async (events) => {
    published.push(...events);
    return events.map(() => true);
  };

  async function deliver(event: AnyEvent): Promise<void> {
    for (const [name, handler] of Object.entries(consumers) as [Consumer, EventHandler][]) {
      if (!(subscriptions[name] as readonly string[]).includes(event.type)) continue;
      const detail = JSON.parse(JSON.stringify({ id: event.id, at: event.at, data: event.data }));
      await handler({ "detail-type": event.type, detail } as BusEvent, { awsRequestId: "req-world" } as Context);
    }
  }

  let delivered = 0;
  return {
    published,
    deliver,
    settle: async () => {
      while (records.length > 0 || delivered < published.length) {
        const batch = records.splice(0);
        const { batchItemFailures } = await relay({ table, publish }, batch);
        const failed = batch.findIndex((record) => record.sequence === batchItemFailures[0]?.itemIdentifier);
        if (failed >= 0) records.unshift(...batch.slice(failed));
        while (delivered < published.length) await deliver(published[delivered++]!);
      }
    },
  };
}
