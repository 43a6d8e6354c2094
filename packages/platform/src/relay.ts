/** The relay: publishes what the table's stream shows was committed, and files deadlines. Failing records are tried again, in order. */
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { type AnyEvent, EVENT_SOURCE } from "@freelancerm/contracts/events";
import { addedEntries, deadlineItem } from "@freelancerm/data/outbox";
import type { Table } from "@freelancerm/data/table";
import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { config } from "./config.ts";
import { ownTable } from "./deps.ts";
import { inContext, log } from "./log.ts";
import { outcomeOf } from "./metrics.ts";

/** PutEvents takes 10 entries at most. */
const MOST_ENTRIES = 10;
const TRIES = 3;

/** Publishes entries; answers for each whether it was accepted. */
export type Publish = (events: AnyEvent[]) => Promise<boolean[]>;

type Image = object | undefined;
const imageOf = (image: NonNullable<DynamoDBRecord["dynamodb"]>["NewImage"]): Image =>
  image && (unmarshall(image as Parameters<typeof unmarshall>[0]) as Image);

/** Sends a stream batch on. The first record that could not leave whole, and all after it, are reported for another try. */
export async function relay(
  { table, publish }: { table: Table; publish: Publish },
  records: { sequence: string; before: Image; after: Image }[],
): Promise<DynamoDBBatchResponse> {
  const pending = records.flatMap(({ sequence, before, after }) =>
    addedEntries(before, after).map((entry) => ({ sequence, entry })),
  );
  const failed = new Set<string>();
  await Promise.all(
    pending.map(async ({ sequence, entry }) => {
      if (!("deadline" in entry)) return;
      await table.write({ put: deadlineItem(entry) }).catch((error) => {
        log.error("deadline not filed", error, { id: entry.id });
        failed.add(sequence);
      });
    }),
  );
  let waiting = pending.flatMap(({ sequence, entry }) => ("deadline" in entry ? [] : [{ sequence, event: entry }]));
  for (let attempt = 1; waiting.length > 0 && attempt <= TRIES; attempt++) {
    const refused: typeof waiting = [];
    for (let start = 0; start < waiting.length; start += MOST_ENTRIES) {
      const batch = waiting.slice(start, start + MOST_ENTRIES);
      const accepted = await publish(batch.map(({ event }) => event)).catch((error: unknown) => {
        log.error("publish failed", error);
        return batch.map(() => false);
      });
      refused.push(...batch.filter((_, index) => !accepted[index]));
    }
    waiting = refused;
  }
  for (const { sequence } of waiting) failed.add(sequence);
  const first = records.find(({ sequence }) => failed.has(sequence));
  return { batchItemFailures: first ? [{ itemIdentifier: first.sequence }] : [] };
}

export const entryOf = (event: AnyEvent, busName: string): PutEventsRequestEntry => ({
  EventBusName: busName,
  Source: EVENT_SOURCE,
  DetailType: event.type,
  Time: new Date(event.at),
  Detail: JSON.stringify({ id: event.id, at: event.at, data: event.data }),
});

/** Publishes to the bus; an entry the bus refused is answered false, not lost. */
export function createPublish(client: EventBridgeClient, busName: string): Publish {
  return async (events) => {
    const answer = await client.send(new PutEventsCommand({ Entries: events.map((event) => entryOf(event, busName)) }));
    return events.map((_, index) => answer.Entries?.[index]?.ErrorCode === undefined);
  };
}

/** The Lambda handler of the table's stream. */
export function ownRelay(): (event: DynamoDBStreamEvent, context: Context) => Promise<DynamoDBBatchResponse> {
  let publish: Publish | undefined;
  return (event, { awsRequestId: requestId }) =>
    inContext({ requestId, operation: "relay", actor: "system" }, async () => {
      const started = performance.now();
      publish ??= createPublish(new EventBridgeClient({}), config.eventBusName);
      const answer = await relay(
        { table: ownTable(), publish },
        event.Records.map((record) => ({
          sequence: record.dynamodb!.SequenceNumber!,
          before: imageOf(record.dynamodb!.OldImage),
          after: imageOf(record.dynamodb!.NewImage),
        })),
      );
      const outcome = answer.batchItemFailures.length > 0 ? "failed" : "done";
      log.info("relayed", { records: event.Records.length, outcome }, outcomeOf(outcome, performance.now() - started));
      return answer;
    });
}
