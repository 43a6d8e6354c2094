import { randomUUID } from "node:crypto";
import type { InvokeResult, Resource, Trace, VirtualClock } from "../kit.ts";
import { openJournal } from "./journal.ts";

/** Where dead letters go. */
export interface DeadLetterPort {
  send(queueArnOrUrl: string, body: string, attributes?: Record<string, string>): Promise<void>;
}

export interface AsynchronousSettings {
  fn: Resource;
  /** Properties of the function's AWS::Lambda::EventInvokeConfig, if it has one. */
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation properties.
  config: Record<string, any>;
}

interface PendingEvent {
  functionName: string;
  event: unknown;
  /** Attempts made so far. */
  attempts: number;
  acceptedAt: number;
  /** Virtual time of the next attempt. */
  nextAt: number;
}

/** Lambda waits one minute before the first retry of an asynchronous event and two before the second. */
export const RETRY_DELAYS_MS = [60_000, 120_000];
const MAXIMUM_AGE_S = 21_600;

export interface Asynchronous {
  /** Accepts an event; it survives a kill -9 from here on. */
  accept(functionName: string, event: unknown): void;
  /** Takes up what a former process accepted and did not finish. */
  resume(): void;
  /** Events accepted and not yet finished. */
  pending(): number;
  close(): void;
}

/** Asynchronous invocation: retries on the virtual clock, then the dead-letter queue and the on-failure destination. */
export function createAsynchronous(options: {
  settingsOf(functionName: string): AsynchronousSettings;
  invoke(functionName: string, event: unknown): Promise<InvokeResult>;
  clock: VirtualClock;
  queues: () => DeadLetterPort | undefined;
  trace: Trace;
  file?: string;
}): Asynchronous {
  const { settingsOf, invoke, clock, queues, trace } = options;
  const journal = openJournal<PendingEvent>(options.file);
  const inherited = journal.entries();
  const cancellers = new Map<string, () => void>();
  let closed = false;

  return {
    accept(functionName, event) {
      const now = clock.now();
      const entry = { functionName, event, attempts: 0, acceptedAt: now, nextAt: now };
      const id = randomUUID();
      journal.put(id, entry);
      void attempt(id, entry);
    },
    resume() {
      for (const [id, entry] of inherited) schedule(id, entry);
    },
    pending: () => journal.entries().length,
    close() {
      closed = true;
      for (const cancel of cancellers.values()) cancel();
    },
  };

  function schedule(id: string, entry: PendingEvent): void {
    const cancel = clock.at(entry.nextAt, () => {
      cancellers.delete(id);
      return attempt(id, entry);
    });
    cancellers.set(id, cancel);
  }

  async function attempt(id: string, entry: PendingEvent): Promise<void> {
    if (closed) return;
    let settings: AsynchronousSettings;
    try {
      settings = settingsOf(entry.functionName);
    } catch (error) {
      // The function is gone since the event was accepted.
      journal.remove(id);
      return trace.record("lambda.lost", { functionName: entry.functionName, error: String(error) });
    }
    const result = await invoke(entry.functionName, entry.event).catch(
      (error): InvokeResult => ({ functionError: "Unhandled", payload: { errorMessage: String(error) } }),
    );
    // A function cut off by the end of the local cloud is tried again at the next start.
    if (closed) return;
    const attempts = entry.attempts + 1;
    if (!result.functionError) return journal.remove(id);

    const { MaximumRetryAttempts = 2, MaximumEventAgeInSeconds = MAXIMUM_AGE_S } = settings.config;
    const nextAt = clock.now() + (RETRY_DELAYS_MS[entry.attempts] ?? RETRY_DELAYS_MS.at(-1)!);
    const tooOld = nextAt - entry.acceptedAt > MaximumEventAgeInSeconds * 1000;
    if (attempts <= MaximumRetryAttempts && !tooOld) {
      const next = { ...entry, attempts, nextAt };
      journal.put(id, next);
      return schedule(id, next);
    }
    const condition = attempts > MaximumRetryAttempts ? "RetriesExhausted" : "EventAgeExceeded";
    await deadLetter(settings, entry, attempts, result, condition).catch((error) => {
      trace.record("lambda.lost", { functionName: entry.functionName, error: String(error) });
    });
    journal.remove(id);
  }

  async function deadLetter(
    { fn, config }: AsynchronousSettings,
    { event }: PendingEvent,
    attempts: number,
    { payload, functionError }: InvokeResult,
    condition: string,
  ): Promise<void> {
    const requestId = randomUUID();
    const { errorMessage = "" } = (payload ?? {}) as { errorMessage?: string };
    trace.record("lambda.dead-letter", { functionName: fn.logicalId, attempts, errorMessage });
    const queue = fn.properties.DeadLetterConfig?.TargetArn;
    if (queue) {
      await queues()?.send(queue, JSON.stringify(event), {
        RequestID: requestId,
        ErrorCode: "200",
        ErrorMessage: errorMessage.slice(0, 1024),
      });
    }
    const destination = config.DestinationConfig?.OnFailure?.Destination;
    if (!destination) return;
    const record = {
      version: "1.0",
      timestamp: new Date(clock.now()).toISOString(),
      requestContext: {
        requestId,
        functionArn: `${fn.attributes.Arn}:$LATEST`,
        condition,
        approximateInvokeCount: attempts,
      },
      requestPayload: event,
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError },
      responsePayload: payload,
    };
    await queues()?.send(destination, JSON.stringify(record));
  }
}
