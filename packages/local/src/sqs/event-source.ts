import { matches } from "../events/pattern.ts";
import { type FunctionInvoker, REGION, type Resource, type Trace, type VirtualClock } from "../kit.ts";
import { systemAttributes } from "./api.ts";
import { type Message, md5 } from "./message.ts";
import type { Queue } from "./queue.ts";

/**
 * Feeds a queue to a function as its AWS::Lambda::EventSourceMapping says: one batch at a time, filtered, with
 * ReportBatchItemFailures. What fails stays hidden until its visibility timeout and then counts towards the redrive
 * policy. Returns a function that ends the polling.
 */
export function pollForFunction(
  mapping: Resource,
  queue: Queue,
  {
    invoker,
    clock,
    trace,
    ready,
  }: { invoker: FunctionInvoker; clock: VirtualClock; trace: Trace; ready?: Promise<unknown> },
): () => Promise<void> {
  const { FunctionName, BatchSize = 10, FunctionResponseTypes = [], FilterCriteria } = mapping.properties;
  const patterns: unknown[] = (FilterCriteria?.Filters ?? []).map((filter: { Pattern: unknown }) => filter.Pattern);
  const reportsItems = FunctionResponseTypes.includes("ReportBatchItemFailures");
  let begun = false;
  let ended = false;
  const polling = poll();
  return async () => {
    ended = true;
    if (begun) await polling;
  };

  async function poll(): Promise<void> {
    // The other parts are wired in the same tick at the earliest: the first batch waits for them.
    await (ready ?? new Promise(setImmediate));
    begun = true;
    while (!ended) {
      const batch = queue.receive(Math.min(BatchSize, 10)).filter(accepted);
      if (batch.length > 0) await process(batch);
      else if (queue.counts().visible === 0) await queue.changed(clock.now() + 20_000);
    }
  }

  /** A message the filters leave is deleted, as Lambda does. */
  function accepted(message: Message): boolean {
    if (patterns.length === 0) return true;
    const record = { ...recordOf(message, queue), body: parsed(message.body) };
    if (patterns.some((pattern) => matches(pattern, record))) return true;
    queue.remove(message.handle as string);
    return false;
  }

  async function process(batch: Message[]): Promise<void> {
    const failed = await invoke(batch);
    for (const message of batch) if (!failed.has(message.id)) queue.remove(message.handle as string);
    trace.record("queue.batch", {
      queue: queue.name,
      functionName: FunctionName,
      messages: batch.length,
      failed: failed.size,
    });
  }

  /** Ids of the messages to keep; every one when the function failed or its answer cannot be understood. */
  async function invoke(batch: Message[]): Promise<Set<string>> {
    const all = new Set(batch.map((message) => message.id));
    try {
      const result = await invoker.invoke(FunctionName, { Records: batch.map((message) => recordOf(message, queue)) });
      if (result.functionError) return all;
      if (!reportsItems) return new Set();
      const failures = (result.payload as { batchItemFailures?: { itemIdentifier?: string }[] } | null)
        ?.batchItemFailures;
      const ids = (failures ?? []).map((failure) => failure.itemIdentifier);
      return ids.every((id) => id !== undefined && all.has(id)) ? new Set(ids as string[]) : all;
    } catch (error) {
      trace.record("queue.error", { queue: queue.name, functionName: FunctionName, error: String(error) });
      return all;
    }
  }
}

function recordOf(message: Message, queue: Queue) {
  const messageAttributes = Object.entries(message.attributes).map(([name, attribute]) => [
    name,
    {
      ...(attribute.StringValue !== undefined && { stringValue: attribute.StringValue }),
      ...(attribute.BinaryValue !== undefined && { binaryValue: attribute.BinaryValue }),
      stringListValues: [],
      binaryListValues: [],
      dataType: attribute.DataType,
    },
  ]);
  return {
    messageId: message.id,
    receiptHandle: message.handle,
    body: message.body,
    attributes: systemAttributes(message),
    messageAttributes: Object.fromEntries(messageAttributes),
    md5OfBody: md5(message.body),
    eventSource: "aws:sqs",
    eventSourceARN: queue.arn,
    awsRegion: REGION,
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
