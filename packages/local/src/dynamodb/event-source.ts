import { randomUUID } from "node:crypto";
import { matches } from "../events/pattern.ts";
import type { FunctionInvoker, InvokeResult, Resource, Trace, VirtualClock } from "../kit.ts";
import type { DeadLetterPort } from "../lambda/asynchronous.ts";
import { batches, type StreamRecord } from "./records.ts";

export interface EventSourceOptions {
  mapping: Resource;
  invoker: FunctionInvoker;
  clock: VirtualClock;
  trace: Trace;
  queues: () => DeadLetterPort | undefined;
}

export interface EventSource {
  /** Brings records to the function; resolves when they are handled or given up as the mapping says. */
  deliver(records: StreamRecord[], shardId: string): Promise<void>;
  /** From here on failures are neither retried nor given up. */
  close(): void;
}

const FIRST_BACKOFF_MS = 100;
const LONGEST_BACKOFF_MS = 10_000;

interface Failure {
  result: InvokeResult;
  /** Position of the first record not handled. */
  from: number;
}

/** Lambda's side of a stream: filters, batches, partial failures, bisection, retries, on-failure destination. */
export function createEventSource({ mapping, invoker, clock, trace, queues }: EventSourceOptions): EventSource {
  const {
    FunctionName,
    BatchSize = 100,
    BisectBatchOnFunctionError = false,
    MaximumRetryAttempts = -1,
    MaximumRecordAgeInSeconds = -1,
    FunctionResponseTypes = [],
    FilterCriteria,
    DestinationConfig,
  } = mapping.properties;
  const patterns: unknown[] = (FilterCriteria?.Filters ?? []).map(({ Pattern }: { Pattern: unknown }) =>
    typeof Pattern === "string" ? JSON.parse(Pattern) : Pattern,
  );
  const partial = FunctionResponseTypes.includes("ReportBatchItemFailures");
  let closed = false;
  const sleeping = new Set<() => void>();

  return {
    async deliver(records, shardId) {
      const wanted = records.filter((record) => patterns.length === 0 || patterns.some((one) => matches(one, record)));
      for (const batch of batches(wanted, BatchSize)) await handle(batch, shardId, 0);
    },
    close() {
      closed = true;
      for (const rouse of sleeping) rouse();
    },
  };

  async function handle(records: StreamRecord[], shardId: string, attempts: number): Promise<void> {
    if (records.length === 0 || closed) return;
    if (isTooOld(records.at(-1)!)) return giveUp(records, shardId, attempts, undefined, "RecordAgeExceeded");
    const failure = await attempt(records);
    // A failure while everything ends is not the records': they come again with the next start.
    if (!failure || closed) return;
    const rest = records.slice(failure.from);
    if (
      MaximumRetryAttempts >= 0 &&
      attempts >= MaximumRetryAttempts &&
      !(BisectBatchOnFunctionError && rest.length > 1)
    ) {
      return giveUp(rest, shardId, attempts + 1, failure.result, "RetryAttemptsExhausted");
    }
    await backOff(attempts);
    if (!BisectBatchOnFunctionError || rest.length === 1) return handle(rest, shardId, attempts + 1);
    // Splitting costs no attempt: each half has all that are left.
    const middle = Math.ceil(rest.length / 2);
    await handle(rest.slice(0, middle), shardId, attempts);
    await handle(rest.slice(middle), shardId, attempts);
  }

  async function attempt(records: StreamRecord[]): Promise<Failure | undefined> {
    let result: InvokeResult;
    try {
      result = await invoker.invoke(FunctionName, { Records: records });
    } catch (error) {
      result = { functionError: "Unhandled", payload: { errorMessage: String(error) } };
    }
    if (result.functionError) return { result, from: 0 };
    const failures = partial ? (result.payload as Partial<BatchResponse> | null)?.batchItemFailures : undefined;
    if (!failures?.length) return undefined;
    const positions = failures.map(({ itemIdentifier }) =>
      records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === itemIdentifier),
    );
    // An identifier that is not of the batch makes the whole batch fail.
    return { result, from: Math.max(0, Math.min(...positions)) };
  }

  function isTooOld({ dynamodb }: StreamRecord): boolean {
    if (MaximumRecordAgeInSeconds < 0) return false;
    return clock.now() / 1000 - dynamodb.ApproximateCreationDateTime > MaximumRecordAgeInSeconds;
  }

  async function giveUp(
    records: StreamRecord[],
    shardId: string,
    attempts: number,
    result: InvokeResult | undefined,
    condition: string,
  ): Promise<void> {
    trace.record("dynamodb.batch-given-up", {
      functionName: FunctionName,
      condition,
      records: records.length,
      attempts,
    });
    const destination = DestinationConfig?.OnFailure?.Destination;
    if (!destination) return;
    const [first, last] = [records[0]!, records.at(-1)!];
    const arrival = ({ dynamodb }: StreamRecord) => new Date(dynamodb.ApproximateCreationDateTime * 1000).toISOString();
    const record = {
      requestContext: {
        requestId: randomUUID(),
        functionArn: FunctionName,
        condition,
        approximateInvokeCount: attempts,
      },
      responseContext: result && { statusCode: 200, executedVersion: "$LATEST", functionError: result.functionError },
      version: "1.0",
      timestamp: new Date(clock.now()).toISOString(),
      DDBStreamBatchInfo: {
        shardId,
        startSequenceNumber: first.dynamodb.SequenceNumber,
        endSequenceNumber: last.dynamodb.SequenceNumber,
        approximateArrivalOfFirstRecord: arrival(first),
        approximateArrivalOfLastRecord: arrival(last),
        batchSize: records.length,
        streamArn: first.eventSourceARN,
      },
    };
    await queues()
      ?.send(destination, JSON.stringify(record))
      .catch((error) => trace.record("dynamodb.batch-lost", { functionName: FunctionName, error: String(error) }));
  }

  /** Waits in real time, longer after each failure. */
  function backOff(attempts: number): Promise<void> {
    if (closed) return Promise.resolve();
    return new Promise((resolve) => {
      const rouse = () => {
        clearTimeout(timer);
        sleeping.delete(rouse);
        resolve();
      };
      const timer = setTimeout(rouse, Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** attempts));
      timer.unref();
      sleeping.add(rouse);
    });
  }
}

interface BatchResponse {
  batchItemFailures: { itemIdentifier: string }[];
}
