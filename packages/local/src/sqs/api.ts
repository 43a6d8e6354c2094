import { randomUUID } from "node:crypto";
import { AwsError, type VirtualClock } from "../kit.ts";
import { type Message, type MessageAttributes, md5, md5OfAttributes } from "./message.ts";
import type { Queue } from "./queue.ts";

type Input = Record<string, unknown>;
type Operation = (input: Input) => unknown;

/** The queues as the operations see them. */
export interface QueueDirectory {
  all(): Queue[];
  /** By URL, ARN or name; throws QueueDoesNotExist. */
  find(urlArnOrName: unknown): Queue;
}

const LONGEST_VISIBILITY = 43_200;

/** The SQS operations by name, in SQS's own shapes. */
export function createOperations(directory: QueueDirectory, clock: VirtualClock): Record<string, Operation> {
  const moves: { SourceArn: string; DestinationArn?: string; moved: number; startedAt: number }[] = [];
  const queueOf = (input: Input) => directory.find(required(input, "QueueUrl"));

  return {
    SendMessage(input) {
      return send(queueOf(input), input);
    },
    SendMessageBatch(input) {
      const queue = queueOf(input);
      return batch(input, (entry) => send(queue, entry));
    },
    async ReceiveMessage(input) {
      const queue = queueOf(input);
      const max = integer(input, "MaxNumberOfMessages", 1, 1, 10);
      const visibility = integer(input, "VisibilityTimeout", queue.visibilityTimeout / 1000, 0, LONGEST_VISIBILITY);
      const wait = integer(input, "WaitTimeSeconds", queue.receiveWait / 1000, 0, 20);
      const until = clock.now() + wait * 1000;
      let messages = queue.receive(max, visibility * 1000);
      while (messages.length === 0 && clock.now() < until) {
        await queue.changed(until);
        messages = queue.receive(max, visibility * 1000);
      }
      return messages.length === 0 ? {} : { Messages: messages.map((message) => present(message, input)) };
    },
    DeleteMessage(input) {
      queueOf(input).remove(required(input, "ReceiptHandle"));
      return {};
    },
    DeleteMessageBatch(input) {
      const queue = queueOf(input);
      return batch(input, (entry) => {
        queue.remove(required(entry, "ReceiptHandle"));
        return {};
      });
    },
    ChangeMessageVisibility(input) {
      changeVisibility(queueOf(input), input);
      return {};
    },
    ChangeMessageVisibilityBatch(input) {
      const queue = queueOf(input);
      return batch(input, (entry) => {
        changeVisibility(queue, entry);
        return {};
      });
    },
    GetQueueUrl(input) {
      return { QueueUrl: directory.find(required(input, "QueueName")).url };
    },
    GetQueueAttributes(input) {
      const attributes = attributesOf(queueOf(input));
      const names = list(input.AttributeNames);
      const wanted = Object.entries(attributes).filter(([name]) => names.includes("All") || names.includes(name));
      return { Attributes: Object.fromEntries(wanted) };
    },
    ListQueues(input) {
      const prefix = String(input.QueueNamePrefix ?? "");
      const urls = directory.all().filter((queue) => queue.name.startsWith(prefix));
      return { QueueUrls: urls.map((queue) => queue.url) };
    },
    ListDeadLetterSourceQueues(input) {
      const { arn } = queueOf(input);
      return { queueUrls: sourcesOf(arn).map((queue) => queue.url) };
    },
    PurgeQueue(input) {
      queueOf(input).purge();
      return {};
    },
    StartMessageMoveTask(input) {
      const source = directory.find(required(input, "SourceArn"));
      if (sourcesOf(source.arn).length === 0) {
        throw new AwsError("InvalidParameterValue", "Source queue must be configured as a Dead Letter Queue.");
      }
      const destination = input.DestinationArn === undefined ? undefined : directory.find(input.DestinationArn);
      const moved = redrive(source, directory, { destination });
      moves.unshift({ SourceArn: source.arn, DestinationArn: destination?.arn, moved, startedAt: clock.now() });
      return { TaskHandle: Buffer.from(randomUUID()).toString("base64") };
    },
    ListMessageMoveTasks(input) {
      const { arn } = directory.find(required(input, "SourceArn"));
      const results = moves.filter((move) => move.SourceArn === arn).slice(0, integer(input, "MaxResults", 1, 1, 10));
      return {
        Results: results.map(({ moved, startedAt, ...arns }) => ({
          ...arns,
          Status: "COMPLETED",
          ApproximateNumberOfMessagesMoved: moved,
          ApproximateNumberOfMessagesToMove: moved,
          StartedTimestamp: startedAt,
        })),
      };
    },
  };

  function sourcesOf(arn: string): Queue[] {
    return directory.all().filter((queue) => queue.redrive?.deadLetterTargetArn === arn);
  }
}

/** A dead letter as its maker can take it back. */
export interface DeadLetter {
  body: string;
  attributes: Record<string, string>;
}

/**
 * Moves every visible message back to where it came from, or to `destination`; answers how many moved. What came from
 * no queue is offered to `redeliver`, and stays when that declines.
 */
export function redrive(
  source: Queue,
  directory: QueueDirectory,
  options: { destination?: Queue; redeliver?: (letter: DeadLetter) => boolean } = {},
): number {
  let moved = 0;
  for (const message of source.visible()) {
    const { deadLetterSource, body } = message;
    const target = options.destination ?? (deadLetterSource ? directory.find(deadLetterSource) : undefined);
    // The message is safe in its new place before this queue forgets it.
    if (target) target.take(message, { asNew: true });
    else if (!options.redeliver?.({ body, attributes: textAttributes(message) })) continue;
    source.forget(message.id);
    moved++;
  }
  return moved;
}

/** The attributes of a message that are text. */
export function textAttributes({ attributes }: Message): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, { StringValue }]) =>
      StringValue === undefined ? [] : [[name, StringValue]],
    ),
  );
}

function send(queue: Queue, input: Input): unknown {
  const body = required(input, "MessageBody");
  const attributes = (input.MessageAttributes ?? {}) as MessageAttributes;
  const size = Buffer.byteLength(body) + Buffer.byteLength(JSON.stringify(attributes)) - 2;
  if (size > queue.maximumMessageSize) {
    throw new AwsError(
      "InvalidParameterValue",
      `One or more parameters are invalid. Reason: Message must be shorter than ${queue.maximumMessageSize} bytes.`,
    );
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters SQS refuses.
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(body)) {
    throw new AwsError(
      "InvalidMessageContents",
      "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
    );
  }
  const delay = input.DelaySeconds === undefined ? undefined : integer(input, "DelaySeconds", 0, 0, 900) * 1000;
  const message = queue.send({ body, attributes, delay });
  return {
    MessageId: message.id,
    MD5OfMessageBody: md5(body),
    MD5OfMessageAttributes: md5OfAttributes(attributes),
  };
}

function changeVisibility(queue: Queue, input: Input): void {
  const seconds = integer(input, "VisibilityTimeout", 0, 0, LONGEST_VISIBILITY);
  queue.changeVisibility(required(input, "ReceiptHandle"), seconds * 1000);
}

function present(message: Message, input: Input): unknown {
  const systemNames = [...list(input.AttributeNames), ...list(input.MessageSystemAttributeNames)];
  const system = Object.entries(systemAttributes(message)).filter(
    ([name]) => systemNames.includes("All") || systemNames.includes(name),
  );
  const patterns = list(input.MessageAttributeNames);
  const own = Object.entries(message.attributes).filter(([name]) =>
    patterns.some((p) => p === "All" || p === name || (p.endsWith(".*") && name.startsWith(p.slice(0, -2)))),
  );
  return {
    MessageId: message.id,
    ReceiptHandle: message.handle,
    Body: message.body,
    MD5OfBody: md5(message.body),
    ...(system.length > 0 && { Attributes: Object.fromEntries(system) }),
    ...(own.length > 0 && {
      MessageAttributes: Object.fromEntries(own),
      MD5OfMessageAttributes: md5OfAttributes(Object.fromEntries(own)),
    }),
  };
}

/** The attributes SQS itself gives a message on receipt; all are text. */
export function systemAttributes(message: Message): Record<string, string> {
  return {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAt),
    SenderId: "AIDALOCAL",
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
    ...(message.deadLetterSource && { DeadLetterQueueSourceArn: message.deadLetterSource }),
  };
}

function attributesOf(queue: Queue): Record<string, string> {
  const counts = queue.counts();
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
    VisibilityTimeout: String(queue.visibilityTimeout / 1000),
    MessageRetentionPeriod: String(queue.retention / 1000),
    DelaySeconds: String(queue.delay / 1000),
    ReceiveMessageWaitTimeSeconds: String(queue.receiveWait / 1000),
    MaximumMessageSize: String(queue.maximumMessageSize),
    ...(queue.redrive && { RedrivePolicy: JSON.stringify(queue.redrive) }),
  };
}

/** Runs one operation per entry; a failing entry fails alone, as in SQS's batch operations. */
function batch(input: Input, run: (entry: Input) => unknown): unknown {
  const entries = (Array.isArray(input.Entries) ? input.Entries : []) as Input[];
  if (entries.length === 0)
    throw new AwsError("EmptyBatchRequest", "There should be at least one entry in the request.");
  if (entries.length > 10) {
    throw new AwsError(
      "TooManyEntriesInBatchRequest",
      `Maximum number of entries per request are 10. You have sent ${entries.length}.`,
    );
  }
  const ids = entries.map((entry) => String(entry.Id ?? ""));
  if (ids.some((id) => !/^[\w-]{1,80}$/.test(id))) {
    throw new AwsError(
      "InvalidBatchEntryId",
      "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
    );
  }
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) throw new AwsError("BatchEntryIdsNotDistinct", `Id ${repeated} repeated.`);
  const Successful: unknown[] = [];
  const Failed: unknown[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...(run(entry) as object) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { Successful, Failed };
}

function required(input: Input, name: string): string {
  const value = input[name];
  if (typeof value === "string" && value !== "") return value;
  throw new AwsError("MissingParameter", `The request must contain the parameter ${name}.`);
}

function integer(input: Input, name: string, otherwise: number, least: number, most: number): number {
  const value = input[name] ?? otherwise;
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new AwsError(
    "InvalidParameterValue",
    `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${least} and ${most}, if provided.`,
  );
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
