import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { createClock, type LocalClock } from "../clock.ts";
import type { InvokeResult } from "../kit.ts";
import { createQueues, type Queues } from "./index.ts";
import { clientOptions, deploymentOf, eventually, recordingInvoker, serve, silentTrace } from "./service-fixture.ts";

const url = (name: string) => `http://sqs.example/000000000000/${name}`;
const arn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;

const queue = (name: string, properties: Record<string, unknown> = {}) => ({
  type: "AWS::SQS::Queue",
  physicalId: url(name),
  attributes: { Arn: arn(name), QueueName: name },
  properties,
});

const resources = [
  queue("jobs", { VisibilityTimeout: 30, RedrivePolicy: { deadLetterTargetArn: arn("jobs-dlq"), maxReceiveCount: 2 } }),
  queue("jobs-dlq", { MessageRetentionPeriod: 1_209_600 }),
  queue("slow", { DelaySeconds: 60, MaximumMessageSize: 1024 }),
];

const mapping = (properties: Record<string, unknown>) => ({
  type: "AWS::Lambda::EventSourceMapping",
  physicalId: "mapping",
  properties: { EventSourceArn: arn("jobs"), FunctionName: "worker", ...properties },
});

let clock: LocalClock;
let stateDir: string;
const closing: (() => Promise<void>)[] = [];

beforeEach(() => {
  clock = createClock();
  stateDir = mkdtempSync(join(tmpdir(), "queues-"));
});

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  clock.close();
  rmSync(stateDir, { recursive: true, force: true });
});

async function start(extra: Parameters<typeof deploymentOf> = [], invoker = recordingInvoker(), dir?: string) {
  const queues: Queues = createQueues({
    deployment: deploymentOf(...resources, ...extra),
    clock,
    invoker,
    trace: silentTrace,
    stateDir: dir,
  });
  const server = await serve(queues, "sqs");
  const sqs = new SQSClient(clientOptions(server.endpoint));
  closing.push(server.close, () => queues.close());
  const receive = async (name: string, options: object = {}) =>
    (await sqs.send(new ReceiveMessageCommand({ QueueUrl: url(name), ...options }))).Messages ?? [];
  const send = (name: string, body: string) =>
    sqs.send(new SendMessageCommand({ QueueUrl: url(name), MessageBody: body }));
  return { queues, sqs, receive, send };
}

describe("queues through the SDK", () => {
  test("a message arrives with its attributes, and the SDK agrees with its checksums", async () => {
    const { sqs, receive } = await start();
    const sent = await sqs.send(
      new SendMessageCommand({
        QueueUrl: url("jobs"),
        MessageBody: "grüße €",
        MessageAttributes: {
          kind: { DataType: "String", StringValue: "greeting" },
          raw: { DataType: "Binary", BinaryValue: new Uint8Array([1, 2, 3]) },
        },
      }),
    );
    const [message] = await receive("jobs", { MessageAttributeNames: ["All"], MessageSystemAttributeNames: ["All"] });
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: "grüße €",
      Attributes: { ApproximateReceiveCount: "1" },
      MessageAttributes: { kind: { StringValue: "greeting" }, raw: { BinaryValue: new Uint8Array([1, 2, 3]) } },
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
    });
  });

  test("attributes have the checksum SQS publishes for them", async () => {
    const { sqs } = await start();
    const sent = await sqs.send(
      new SendMessageCommand({
        QueueUrl: url("jobs"),
        MessageBody: "x",
        MessageAttributes: { timestamp: { DataType: "Number", StringValue: "1493147359900" } },
      }),
    );
    expect(sent.MD5OfMessageAttributes).toBe("235c5c510d26fb653d073faed50ae77c");
  });

  test("a received message is hidden until its visibility timeout, then counted again", async () => {
    const { receive, send } = await start();
    await send("jobs", "once");
    expect(await receive("jobs")).toHaveLength(1);
    expect(await receive("jobs")).toHaveLength(0);
    await clock.advance(30_000);
    const [again] = await receive("jobs", { MessageSystemAttributeNames: ["ApproximateReceiveCount"] });
    expect(again?.Attributes?.ApproximateReceiveCount).toBe("2");
  });

  test("only the handle of the latest receive deletes", async () => {
    const { sqs, receive, send } = await start();
    await send("jobs", "once");
    const [first] = await receive("jobs");
    await clock.advance(30_000);
    const [second] = await receive("jobs");
    await sqs.send(new DeleteMessageCommand({ QueueUrl: url("jobs"), ReceiptHandle: first?.ReceiptHandle }));
    expect(await depth(sqs, "jobs")).toEqual([0, 1, 0]);
    await sqs.send(new DeleteMessageCommand({ QueueUrl: url("jobs"), ReceiptHandle: second?.ReceiptHandle }));
    expect(await depth(sqs, "jobs")).toEqual([0, 0, 0]);
  });

  test("visibility can be given up", async () => {
    const { sqs, receive, send } = await start();
    await send("jobs", "once");
    const [held] = await receive("jobs");
    const change = new ChangeMessageVisibilityCommand({
      QueueUrl: url("jobs"),
      ReceiptHandle: held?.ReceiptHandle,
      VisibilityTimeout: 0,
    });
    await sqs.send(change);
    expect(await receive("jobs")).toHaveLength(1);
  });

  test("a long poll answers as soon as a message is sent", async () => {
    const { receive, send } = await start();
    const polled = receive("jobs", { WaitTimeSeconds: 20 });
    await new Promise((resolve) => setTimeout(resolve, 30));
    await send("jobs", "hello");
    expect((await polled)[0]?.Body).toBe("hello");
  });

  test("a long poll ends empty when its time is over", async () => {
    const { receive } = await start();
    const polled = receive("jobs", { WaitTimeSeconds: 20 });
    await new Promise((resolve) => setTimeout(resolve, 30));
    await clock.advance(20_000);
    expect(await polled).toEqual([]);
  });

  test("a delayed message becomes visible when it is due", async () => {
    const { receive, send } = await start();
    await send("slow", "later");
    expect(await receive("slow")).toHaveLength(0);
    await clock.advance(60_000);
    expect(await receive("slow")).toHaveLength(1);
  });

  test("messages past their retention are gone", async () => {
    const { sqs, send } = await start();
    await send("jobs", "old");
    await clock.advance(345_600_000 - 1000);
    expect(await depth(sqs, "jobs")).toEqual([1, 0, 0]);
    await clock.advance(1000);
    expect(await depth(sqs, "jobs")).toEqual([0, 0, 0]);
  });

  test("after maxReceiveCount receives a message moves to the dead-letter queue, and can be redriven", async () => {
    const { sqs, receive, send } = await start();
    const { MessageId } = await send("jobs", "poison");
    for (let i = 0; i < 2; i++) {
      expect(await receive("jobs")).toHaveLength(1);
      await clock.advance(30_000);
    }
    expect(await receive("jobs")).toHaveLength(0);
    const [dead] = await receive("jobs-dlq", { MessageSystemAttributeNames: ["All"], VisibilityTimeout: 0 });
    expect(dead).toMatchObject({ MessageId, Attributes: { DeadLetterQueueSourceArn: arn("jobs") } });
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arn("jobs-dlq") }));
    const [back] = await receive("jobs", { MessageSystemAttributeNames: ["All"] });
    expect(back).toMatchObject({ Body: "poison", Attributes: { ApproximateReceiveCount: "1" } });
    expect(await depth(sqs, "jobs-dlq")).toEqual([0, 0, 0]);
  });

  test("only a dead-letter queue can be redriven", async () => {
    const { sqs } = await start();
    await expect(sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arn("slow") }))).rejects.toThrow("Dead Letter");
  });

  test("a dead letter of another origin goes back to its maker, or stays", async () => {
    const { queues, sqs } = await start();
    await queues.send(arn("jobs-dlq"), "event", { TARGET_ARN: "arn:on-signed" });
    await queues.send(arn("jobs-dlq"), "stranger");
    const taken: unknown[] = [];
    const moved = queues.redrive("jobs-dlq", (letter) => Boolean(letter.attributes.TARGET_ARN && taken.push(letter)));
    expect([moved, taken]).toEqual([1, [{ body: "event", attributes: { TARGET_ARN: "arn:on-signed" } }]]);
    expect(await depth(sqs, "jobs-dlq")).toEqual([1, 0, 0]);
  });

  test("in a batch the bad entry fails alone", async () => {
    const { sqs } = await start();
    const sent = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: url("slow"),
        Entries: [
          { Id: "a", MessageBody: "small" },
          { Id: "b", MessageBody: "x".repeat(1025) },
        ],
      }),
    );
    expect(sent.Successful?.map((entry) => entry.Id)).toEqual(["a"]);
    expect(sent.Failed).toMatchObject([{ Id: "b", Code: "InvalidParameterValue", SenderFault: true }]);
  });

  test("a batch deletes what it names", async () => {
    const { sqs, receive, send } = await start();
    for (const body of ["a", "b", "c"]) await send("jobs", body);
    const held = await receive("jobs", { MaxNumberOfMessages: 2 });
    await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl: url("jobs"),
        Entries: held.map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle })),
      }),
    );
    expect(await depth(sqs, "jobs")).toEqual([1, 0, 0]);
  });

  test("batches are refused as SQS refuses them", async () => {
    const { sqs } = await start();
    const batch = (Entries: { Id: string; MessageBody: string }[]) =>
      sqs.send(new SendMessageBatchCommand({ QueueUrl: url("jobs"), Entries }));
    const entry = (Id: string) => ({ Id, MessageBody: "x" });
    await expect(batch([])).rejects.toMatchObject({ name: "EmptyBatchRequest" });
    await expect(batch([entry("a"), entry("a")])).rejects.toMatchObject({ name: "BatchEntryIdsNotDistinct" });
    const eleven = Array.from({ length: 11 }, (_, index) => entry(`e${index}`));
    await expect(batch(eleven)).rejects.toMatchObject({ name: "TooManyEntriesInBatchRequest" });
  });

  test("queues are found by name, listed by prefix and purged", async () => {
    const { sqs, send } = await start();
    expect((await sqs.send(new GetQueueUrlCommand({ QueueName: "slow" }))).QueueUrl).toBe(url("slow"));
    const listed = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: "jobs" }));
    expect(listed.QueueUrls).toEqual([url("jobs"), url("jobs-dlq")]);
    await send("jobs", "gone");
    await sqs.send(new PurgeQueueCommand({ QueueUrl: url("jobs") }));
    expect(await depth(sqs, "jobs")).toEqual([0, 0, 0]);
    await expect(sqs.send(new GetQueueUrlCommand({ QueueName: "absent" }))).rejects.toMatchObject({
      name: "QueueDoesNotExist",
    });
  });

  test("messages outlive the process", async () => {
    const { send } = await start([], recordingInvoker(), stateDir);
    await send("jobs", "kept");
    const { receive } = await start([], recordingInvoker(), stateDir);
    expect((await receive("jobs"))[0]?.Body).toBe("kept");
  });
});

describe("a queue read by a function", () => {
  test("the function gets SQS's event, and success deletes", async () => {
    const invoker = recordingInvoker();
    const { queues, sqs } = await start([mapping({})], invoker);
    await queues.send(arn("jobs"), "work", { source: "test" });
    await eventually(() => invoker.calls.length === 1);
    expect(invoker.calls[0]).toMatchObject({
      functionName: "worker",
      event: {
        Records: [
          {
            body: "work",
            eventSource: "aws:sqs",
            eventSourceARN: arn("jobs"),
            attributes: { ApproximateReceiveCount: "1" },
            messageAttributes: { source: { stringValue: "test", dataType: "String" } },
          },
        ],
      },
    });
    await eventually(async () => (await depth(sqs, "jobs")).every((count) => count === 0));
  });

  test("nothing is handed over before functions can work", async () => {
    const invoker = recordingInvoker();
    let begin = () => {};
    const ready = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const deployment = deploymentOf(...resources, mapping({}));
    const queues = createQueues({ deployment, clock, invoker, trace: silentTrace, ready });
    closing.push(() => queues.close());
    await queues.send(arn("jobs"), "early");
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(invoker.calls).toEqual([]);
    begin();
    await eventually(() => invoker.calls.length === 1);
  });

  test("a failing function gets its batch again, until the dead-letter queue takes it", async () => {
    const invoker = recordingInvoker(() => ({ payload: {}, functionError: "Unhandled" }));
    const { queues, sqs } = await start([mapping({})], invoker);
    await queues.send(url("jobs"), "poison");
    for (let attempt = 1; attempt <= 2; attempt++) {
      await eventually(() => invoker.calls.length === attempt);
      await clock.advance(30_000);
    }
    await eventually(async () => (await depth(sqs, "jobs-dlq"))[0] === 1);
    expect(invoker.calls).toHaveLength(2);
  });

  test.each<[string, (ids: string[]) => unknown, number]>([
    ["only the reported item stays", (ids) => ({ batchItemFailures: [{ itemIdentifier: ids[1] }] }), 1],
    ["nothing stays when nothing is reported", () => ({ batchItemFailures: [] }), 0],
    ["everything stays when an unknown item is reported", () => ({ batchItemFailures: [{ itemIdentifier: "?" }] }), 3],
  ])("with partial failures %s", async (_title, report, remaining) => {
    const invoker = recordingInvoker((event): InvokeResult => {
      const { Records } = event as { Records: { messageId: string }[] };
      return { payload: report(Records.map((record) => record.messageId)) };
    });
    const { queues, sqs } = await start([mapping({ FunctionResponseTypes: ["ReportBatchItemFailures"] })], invoker);
    for (const body of ["a", "b", "c"]) await queues.send(arn("jobs"), body);
    await eventually(() => invoker.calls.length === 1);
    await eventually(async () => (await depth(sqs, "jobs")).join() === [0, remaining, 0].join());
    expect(invoker.calls).toHaveLength(1);
  });

  test("what the filter leaves is deleted unseen", async () => {
    const invoker = recordingInvoker();
    const filter = { Filters: [{ Pattern: JSON.stringify({ body: { kind: ["wanted"] } }) }] };
    const { queues, sqs } = await start([mapping({ FilterCriteria: filter })], invoker);
    await queues.send(arn("jobs"), JSON.stringify({ kind: "other" }));
    await queues.send(arn("jobs"), JSON.stringify({ kind: "wanted" }));
    await eventually(async () => (await depth(sqs, "jobs")).every((count) => count === 0));
    expect(invoker.calls.map(({ event }) => (event as { Records: { body: string }[] }).Records)).toMatchObject([
      [{ body: '{"kind":"wanted"}' }],
    ]);
  });
});

/** Visible, in flight, delayed. */
async function depth(sqs: SQSClient, name: string): Promise<number[]> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url(name), AttributeNames: ["All"] }),
  );
  return ["", "NotVisible", "Delayed"].map((suffix) =>
    Number(Attributes[`ApproximateNumberOfMessages${suffix}` as keyof typeof Attributes]),
  );
}
