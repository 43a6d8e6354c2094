import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { AwsError, type Resource, type VirtualClock } from "../kit.ts";
import { openStore } from "../store.ts";
import type { Message, MessageAttributes } from "./message.ts";

export interface RedrivePolicy {
  deadLetterTargetArn: string;
  maxReceiveCount: number;
}

export interface QueueConfiguration {
  name: string;
  arn: string;
  url: string;
  /** Milliseconds. */
  visibilityTimeout: number;
  retention: number;
  delay: number;
  receiveWait: number;
  /** Bytes. */
  maximumMessageSize: number;
  redrive?: RedrivePolicy;
}

/** One standard queue. Nothing acknowledged is lost: every change is on disk before the call returns. */
export interface Queue extends QueueConfiguration {
  send(message: { body: string; attributes?: MessageAttributes; delay?: number }): Message;
  /** Takes over a message of another queue; `asNew` gives it a new id and age, as a redrive does. */
  take(message: Message, options: { deadLetterSource?: string; asNew?: boolean }): void;
  /** Up to `max` visible messages, invisible for `visibility` ms from now on. */
  receive(max: number, visibility?: number): Message[];
  /** Deletes by receipt handle; false when the handle is not of the latest receive. */
  remove(handle: string): boolean;
  /** Throws MessageNotInflight when nobody holds the message. */
  changeVisibility(handle: string, visibility: number): void;
  purge(): void;
  /** Every message, oldest first. */
  messages(): readonly Message[];
  /** How many messages are visible, being processed, and not yet due. */
  counts(): { visible: number; inFlight: number; delayed: number };
  /** Messages that could be received now. */
  visible(): Message[];
  /** Removes a message whoever holds it (it is safe elsewhere). */
  forget(id: string): void;
  /** Applies retention and the redrive policy at the present time. */
  settle(): void;
  /** Resolves when something may have become visible, at virtual time `until`, or when the queue closes. */
  changed(until: number): Promise<void>;
  close(): void;
}

const SECONDS = 1000;

/** Configuration of a queue as CloudFormation declares it, with SQS's defaults. */
export function queueConfiguration({ physicalId, attributes, properties }: Resource): QueueConfiguration {
  const seconds = (name: string, otherwise: number) => Number(properties[name] ?? otherwise) * SECONDS;
  const redrive = properties.RedrivePolicy;
  return {
    name: attributes.QueueName ?? physicalId.split("/").pop() ?? physicalId,
    arn: attributes.Arn ?? physicalId,
    url: physicalId,
    visibilityTimeout: seconds("VisibilityTimeout", 30),
    retention: seconds("MessageRetentionPeriod", 345_600),
    delay: seconds("DelaySeconds", 0),
    receiveWait: seconds("ReceiveMessageWaitTimeSeconds", 0),
    maximumMessageSize: Number(properties.MaximumMessageSize ?? 1_048_576),
    redrive: redrive && {
      deadLetterTargetArn: redrive.deadLetterTargetArn,
      maxReceiveCount: Number(redrive.maxReceiveCount),
    },
  };
}

export function createQueue(
  configuration: QueueConfiguration,
  clock: VirtualClock,
  deadLetterQueue: () => Queue | undefined,
  stateDir?: string,
): Queue {
  const store = openStore<Message[]>(stateDir && join(stateDir, "queues", `${configuration.name}.json`), []);
  const waiting = new Set<() => void>();
  let cancelTimer = () => {};
  let closed = false;
  watchVisibility();

  return {
    ...configuration,
    send({ body, attributes = {}, delay = configuration.delay }) {
      const now = clock.now();
      const message = { id: randomUUID(), body, attributes, sentAt: now, visibleAt: now + delay, receiveCount: 0 };
      store.value.push(message);
      changed();
      return message;
    },
    take(message, { deadLetterSource, asNew }) {
      const now = clock.now();
      const renewed = { id: randomUUID(), sentAt: now, receiveCount: 0, firstReceivedAt: undefined };
      store.value.push({
        ...message,
        ...(asNew ? renewed : {}),
        visibleAt: now,
        handle: undefined,
        deadLetterSource,
      });
      changed();
    },
    receive(max, visibility = configuration.visibilityTimeout) {
      settle();
      const now = clock.now();
      const received = store.value.filter((m) => m.visibleAt <= now).slice(0, max);
      for (const message of received) {
        message.receiveCount++;
        message.firstReceivedAt ??= now;
        message.visibleAt = now + visibility;
        message.handle = Buffer.from(`${message.id} ${randomUUID()}`).toString("base64");
      }
      if (received.length > 0) changed();
      return received.map((message) => ({ ...message }));
    },
    remove(handle) {
      const message = held(handle);
      if (message) {
        store.value.splice(store.value.indexOf(message), 1);
        changed();
      }
      return message !== undefined;
    },
    changeVisibility(handle, visibility) {
      const message = held(handle);
      const now = clock.now();
      if (!message || message.visibleAt <= now) {
        throw new AwsError(
          "MessageNotInflight",
          `Value ${handle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
        );
      }
      message.visibleAt = now + visibility;
      changed();
    },
    purge() {
      store.value = [];
      changed();
    },
    messages: () => store.value,
    counts() {
      settle();
      const hidden = store.value.filter((m) => m.visibleAt > clock.now());
      const inFlight = hidden.filter((m) => m.handle !== undefined).length;
      return { visible: store.value.length - hidden.length, inFlight, delayed: hidden.length - inFlight };
    },
    visible() {
      settle();
      const now = clock.now();
      return store.value.filter((m) => m.visibleAt <= now);
    },
    forget(id) {
      store.value = store.value.filter((m) => m.id !== id);
      changed();
    },
    settle,
    changed(until) {
      if (closed) return Promise.resolve();
      return new Promise((resolve) => {
        const done = () => {
          cancel();
          waiting.delete(done);
          resolve();
        };
        const cancel = clock.at(until, done);
        waiting.add(done);
      });
    },
    close() {
      closed = true;
      cancelTimer();
      for (const done of [...waiting]) done();
    },
  };

  function held(handle: string): Message | undefined {
    if (!/^[0-9a-f-]{36} [0-9a-f-]{36}$/.test(Buffer.from(handle, "base64").toString())) {
      throw new AwsError(
        "ReceiptHandleIsInvalid",
        `The input receipt handle "${handle}" is not a valid receipt handle.`,
        404,
      );
    }
    return store.value.find((message) => message.handle === handle);
  }

  function settle(): void {
    const now = clock.now();
    const { redrive, retention, arn } = configuration;
    const target = redrive && deadLetterQueue();
    const isPoison = (m: Message) =>
      Boolean(target && redrive && m.visibleAt <= now && m.receiveCount >= redrive.maxReceiveCount);
    const alive = store.value.filter((m) => m.sentAt + retention > now);
    // The dead-letter queue has the message on disk before this queue forgets it: a crash between repeats, never loses.
    for (const message of alive.filter(isPoison)) target?.take(message, { deadLetterSource: arn });
    const kept = alive.filter((m) => !isPoison(m));
    if (kept.length === store.value.length) return;
    store.value = kept;
    changed();
  }

  function changed(): void {
    store.save();
    watchVisibility();
    for (const done of [...waiting]) done();
  }

  /** One timer per queue: when the next hidden message reappears, dead letters move and waiters look again. */
  function watchVisibility(): void {
    cancelTimer();
    if (closed) return;
    const now = clock.now();
    const next = store.value.reduce((least, m) => (m.visibleAt > now ? Math.min(least, m.visibleAt) : least), Infinity);
    if (next === Infinity) return;
    cancelTimer = clock.at(next, () => {
      settle();
      watchVisibility();
      for (const done of [...waiting]) done();
    });
  }
}
