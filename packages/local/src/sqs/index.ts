import {
  AwsError,
  type Deployment,
  type FunctionInvoker,
  jsonError,
  type Service,
  type Trace,
  type VirtualClock,
} from "../kit.ts";
import { createOperations, type DeadLetter, type QueueDirectory, redrive, textAttributes } from "./api.ts";
import { pollForFunction } from "./event-source.ts";
import type { Message } from "./message.ts";
import { createQueue, type Queue, queueConfiguration } from "./queue.ts";

/** How other parts put messages into queues. */
export interface QueuePort {
  /** Resolves when the message is on disk. Attributes become String message attributes. */
  send(queueArnOrUrl: string, body: string, attributes?: Record<string, string>): Promise<void>;
}

/** What the console shows of a queue. */
export interface QueueView {
  name: string;
  arn: string;
  url: string;
  visible: number;
  inFlight: number;
  delayed: number;
  /** Whether another queue dead-letters into this one. */
  deadLetterOf: string[];
  messages: { id: string; body: string; sentAt: number; receiveCount: number; attributes: Record<string, string> }[];
}

export interface Queues extends Service, QueuePort {
  list(): QueueView[];
  /**
   * Moves the visible messages of a dead-letter queue back to their source queues; answers how many moved. Letters of
   * another origin (EventBridge, a function) are offered to `redeliver`, and stay when that declines.
   */
  redrive(urlArnOrName: string, redeliver?: (letter: DeadLetter) => boolean): number;
  close(): Promise<void>;
}

export interface QueuesOptions {
  deployment: Deployment;
  clock: VirtualClock;
  invoker: FunctionInvoker;
  trace: Trace;
  stateDir?: string;
  /** Resolves when functions can work; queues feed them from then on. */
  ready?: Promise<unknown>;
}

/** The names the older query protocol gives errors; SDKs read them from a header. */
const QUERY_NAMES: Record<string, string> = {
  QueueDoesNotExist: "AWS.SimpleQueueService.NonExistentQueue",
  MessageNotInflight: "AWS.SimpleQueueService.MessageNotInflight",
  EmptyBatchRequest: "AWS.SimpleQueueService.EmptyBatchRequest",
  TooManyEntriesInBatchRequest: "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
  BatchEntryIdsNotDistinct: "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
  InvalidBatchEntryId: "AWS.SimpleQueueService.InvalidBatchEntryId",
  UnsupportedOperation: "AWS.SimpleQueueService.UnsupportedOperation",
};

/** SQS standard queues (AWS JSON protocol) and the event source mappings that read them. */
export function createQueues({ deployment, clock, invoker, trace, stateDir, ready }: QueuesOptions): Queues {
  const queues: Queue[] = [];
  for (const resource of deployment.ofType("AWS::SQS::Queue")) {
    const configuration = queueConfiguration(resource);
    const target = configuration.redrive?.deadLetterTargetArn;
    queues.push(createQueue(configuration, clock, () => queues.find((queue) => queue.arn === target), stateDir));
  }
  const directory: QueueDirectory = {
    all: () => queues,
    find(urlArnOrName) {
      const text = String(urlArnOrName);
      const name = text.startsWith("arn:") ? text.split(":").pop() : text.split("/").pop();
      const queue = queues.find((candidate) => candidate.name === name);
      if (!queue) throw new AwsError("QueueDoesNotExist", "The specified queue does not exist.");
      return queue;
    },
  };
  const operations = createOperations(directory, clock);
  const endPolling = deployment
    .ofType("AWS::Lambda::EventSourceMapping")
    .filter(({ properties }) => properties.Enabled !== false)
    .flatMap((mapping) => {
      const queue = queues.find((candidate) => candidate.arn === mapping.properties.EventSourceArn);
      return queue ? [pollForFunction(mapping, queue, { invoker, clock, trace, ready })] : [];
    });

  return {
    async handle(request) {
      try {
        const name = request.headers["x-amz-target"]?.replace(/^AmazonSQS\./, "") ?? "";
        const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
        if (!operation) throw new AwsError("UnsupportedOperation", `The operation ${name} is not supported.`);
        const output = await operation(JSON.parse(request.body.toString() || "{}"));
        return {
          status: 200,
          headers: { "content-type": "application/x-amz-json-1.0" },
          body: JSON.stringify(output),
        };
      } catch (error) {
        const answer = jsonError(error);
        const code = error instanceof AwsError ? error.code : "InternalFailure";
        const fault = answer.status < 500 ? "Sender" : "Receiver";
        return {
          ...answer,
          headers: {
            ...answer.headers,
            "content-type": "application/x-amz-json-1.0",
            "x-amzn-query-error": `${QUERY_NAMES[code] ?? code};${fault}`,
          },
        };
      }
    },
    async send(queueArnOrUrl, body, attributes = {}) {
      const typed = Object.entries(attributes).map(([name, value]) => [
        name,
        { DataType: "String", StringValue: value },
      ]);
      const queue = directory.find(queueArnOrUrl);
      queue.send({ body, attributes: Object.fromEntries(typed) });
      trace.record("queue.message", { queue: queue.name, attributes });
    },
    list() {
      return queues.map((queue) => ({
        name: queue.name,
        arn: queue.arn,
        url: queue.url,
        ...queue.counts(),
        deadLetterOf: queues.filter((q) => q.redrive?.deadLetterTargetArn === queue.arn).map((q) => q.name),
        messages: queue.messages().slice(-50).reverse().map(view),
      }));
    },
    redrive: (urlArnOrName, redeliver) => redrive(directory.find(urlArnOrName), directory, { redeliver }),
    async close() {
      const ended = endPolling.map((end) => end());
      for (const queue of queues) queue.close();
      await Promise.all(ended);
    },
  };
}

function view(message: Message): QueueView["messages"][number] {
  const { id, body, sentAt, receiveCount } = message;
  return { id, body, sentAt, receiveCount, attributes: textAttributes(message) };
}
