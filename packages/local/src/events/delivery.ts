import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { FunctionInvoker, Trace, VirtualClock } from "../kit.ts";
import type { QueuePort } from "../sqs/index.ts";
import { openStore } from "../store.ts";

/** One event on its way to one target; complete in itself, so that it survives a restart and a changed rule. */
export interface Delivery {
  id: string;
  targetArn: string;
  /** What the target receives, as text. */
  input: string;
  ruleArn: string;
  deadLetterArn?: string;
  maximumAttempts: number;
  /** Virtual time after which no further attempt is made. */
  expiresAt: number;
  attempts: number;
}

export interface RetryPolicy {
  MaximumRetryAttempts?: number;
  MaximumEventAgeInSeconds?: number;
}

export interface DeliveryRequest {
  targetArn: string;
  input: string;
  ruleArn: string;
  retry?: RetryPolicy;
  deadLetterArn?: string;
}

export interface Deliveries {
  /** When this returns the deliveries are on disk; they are attempted at once, but later than the caller's answer. */
  accept(requests: DeliveryRequest[]): void;
  /** Like accept for one, and resolves when its first attempt is over. */
  deliverNow(request: DeliveryRequest): Promise<void>;
  pending(): readonly Delivery[];
  close(): void;
}

export interface DeliveryOptions {
  clock: VirtualClock;
  invoker: FunctionInvoker;
  queues: QueuePort;
  trace: Trace;
  stateDir?: string;
  /** Resolves when targets can work; what an earlier process left waits for it. */
  ready?: Promise<unknown>;
  /** Puts an event onto another bus of the deployment. */
  forward: (busArn: string, event: Record<string, unknown>) => void;
}

/** EventBridge's own defaults for a target without a retry policy. */
const DEFAULT_ATTEMPTS = 185;
const DEFAULT_AGE = 86_400;
const LONGEST_PAUSE = 300_000;

/** At-least-once delivery: persisted before the answer, retried with growing pauses, dead-lettered in the end. */
export function createDeliveries(options: DeliveryOptions): Deliveries {
  const { clock, invoker, queues, trace, stateDir, forward } = options;
  const store = openStore<Delivery[]>(stateDir && join(stateDir, "event-deliveries.json"), []);
  const timers = new Map<string, () => void>();
  let closed = false;
  // What an earlier process accepted and did not finish.
  const leftOver = [...store.value];
  if (leftOver.length > 0) {
    (options.ready ?? new Promise(setImmediate)).then(() => Promise.all(leftOver.map(attempt)));
  }

  return {
    accept(requests) {
      for (const delivery of add(requests)) setImmediate(attempt, delivery);
    },
    async deliverNow(request) {
      await Promise.all(add([request]).map(attempt));
    },
    pending: () => store.value,
    close() {
      closed = true;
      for (const cancel of timers.values()) cancel();
    },
  };

  function add(requests: DeliveryRequest[]): Delivery[] {
    if (requests.length === 0) return [];
    const deliveries = requests.map(({ retry, ...request }) => ({
      ...request,
      id: randomUUID(),
      maximumAttempts: 1 + Number(retry?.MaximumRetryAttempts ?? DEFAULT_ATTEMPTS),
      expiresAt: clock.now() + Number(retry?.MaximumEventAgeInSeconds ?? DEFAULT_AGE) * 1000,
      attempts: 0,
    }));
    store.value.push(...deliveries);
    store.save();
    return deliveries;
  }

  async function attempt(delivery: Delivery): Promise<void> {
    if (closed) return;
    timers.delete(delivery.id);
    delivery.attempts++;
    try {
      await hand(delivery);
      trace.record("event.delivered", {
        target: delivery.targetArn,
        rule: delivery.ruleArn,
        attempts: delivery.attempts,
      });
      settle(delivery);
    } catch (error) {
      await failed(delivery, error instanceof Error ? error : new Error(String(error)));
    }
  }

  async function hand({ targetArn, input }: Delivery): Promise<void> {
    const service = targetArn.split(":")[2];
    if (service === "lambda") await invoker.send(targetArn, parsed(input));
    else if (service === "sqs") await queues.send(targetArn, input);
    else if (service === "events") forward(targetArn, parsed(input) as Record<string, unknown>);
    // A log group as target only keeps a copy: the trace has it already.
    else if (service !== "logs") throw new Error(`Targets of ${service} are not supported: ${targetArn}`);
  }

  async function failed(delivery: Delivery, error: Error): Promise<void> {
    const outOfAttempts = delivery.attempts >= delivery.maximumAttempts;
    const pause = Math.min(1000 * 2 ** Math.min(delivery.attempts - 1, 20), LONGEST_PAUSE);
    const again = clock.now() + pause;
    if (!outOfAttempts && again <= delivery.expiresAt) {
      timers.set(
        delivery.id,
        clock.at(again, () => attempt(delivery)),
      );
      store.save();
      return;
    }
    trace.record("event.undelivered", { target: delivery.targetArn, rule: delivery.ruleArn, error: error.message });
    if (delivery.deadLetterArn) {
      await queues
        .send(delivery.deadLetterArn, delivery.input, {
          RULE_ARN: delivery.ruleArn,
          TARGET_ARN: delivery.targetArn,
          ERROR_CODE: "SDK_CLIENT_ERROR",
          ERROR_MESSAGE: error.message,
          EXHAUSTED_RETRY_CONDITION: outOfAttempts ? "MaximumRetryAttempts" : "MaximumEventAgeInSeconds",
          RETRY_ATTEMPTS: String(delivery.attempts - 1),
        })
        .catch((reason) => trace.record("event.lost", { rule: delivery.ruleArn, error: String(reason) }));
    }
    settle(delivery);
  }

  function settle(delivery: Delivery): void {
    store.value = store.value.filter((other) => other !== delivery);
    store.save();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
