import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DescribeEventBusCommand,
  EventBridgeClient,
  ListRulesCommand,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from "@aws-sdk/client-eventbridge";
import { createClock, type LocalClock } from "../clock.ts";
import type { Resource } from "../kit.ts";
import {
  clientOptions,
  deploymentOf,
  eventually,
  recordingInvoker,
  serve,
  silentTrace,
} from "../sqs/service-fixture.ts";
import { createEventBridge } from "./index.ts";
import { inputFor } from "./input.ts";

const lambdaArn = "arn:aws:lambda:us-east-1:000000000000:function:on-signed";
const queueArn = "arn:aws:sqs:us-east-1:000000000000:signed";
const dlqArn = "arn:aws:sqs:us-east-1:000000000000:dlq";
const busArn = "arn:aws:events:us-east-1:000000000000:event-bus/main";

const bus = { type: "AWS::Events::EventBus", physicalId: "main", properties: { Name: "main" } };

function rule(properties: Record<string, unknown>, name = "signed") {
  return {
    type: "AWS::Events::Rule",
    physicalId: `main|${name}`,
    attributes: { Arn: `arn:aws:events:us-east-1:000000000000:rule/main/${name}` },
    properties: { EventBusName: "main", EventPattern: { "detail-type": ["contract.signed"] }, ...properties },
  };
}

const target = (properties: Record<string, unknown> = {}) => ({ Id: "t", Arn: lambdaArn, ...properties });

let clock: LocalClock;
let stateDir: string;
const closing: (() => Promise<void>)[] = [];

beforeEach(() => {
  clock = createClock();
  stateDir = mkdtempSync(join(tmpdir(), "events-"));
});

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  clock.close();
  rmSync(stateDir, { recursive: true, force: true });
});

type TestResource = Partial<Resource> & { type: string; physicalId: string };

async function start(
  resources: TestResource[],
  { invoker = recordingInvoker(), dir = undefined as string | undefined } = {},
) {
  const sent: { queue: string; body: string; attributes?: Record<string, string> }[] = [];
  const events = createEventBridge({
    deployment: deploymentOf(bus, ...resources),
    clock,
    invoker,
    trace: silentTrace,
    queues: { send: async (queue, body, attributes) => void sent.push({ queue, body, attributes }) },
    stateDir: dir,
  });
  const server = await serve(events, "events");
  const client = new EventBridgeClient(clientOptions(server.endpoint));
  closing.push(server.close, async () => events.close?.());
  const put = (...Entries: PutEventsRequestEntry[]) => client.send(new PutEventsCommand({ Entries }));
  return { events, client, put, invoker, sent };
}

const signed = (detail: unknown = { contractId: "c1" }, extra: object = {}): PutEventsRequestEntry => ({
  EventBusName: "main",
  Source: "contracts",
  DetailType: "contract.signed",
  Detail: JSON.stringify(detail),
  ...extra,
});

describe("PutEvents", () => {
  test("a function gets the event in EventBridge's envelope", async () => {
    const { put, invoker } = await start([rule({ Targets: [target()] })]);
    const answer = await put(
      signed({ contractId: "c1" }, { Resources: ["arn:x"], Time: new Date("2024-05-01T10:00:00.700Z") }),
    );
    await eventually(() => invoker.calls.length === 1);
    expect(invoker.calls[0]).toEqual({
      functionName: lambdaArn,
      event: {
        version: "0",
        id: answer.Entries?.[0]?.EventId,
        "detail-type": "contract.signed",
        source: "contracts",
        account: "000000000000",
        time: "2024-05-01T10:00:00Z",
        region: "us-east-1",
        resources: ["arn:x"],
        detail: { contractId: "c1" },
      },
    });
  });

  test("an event without a time carries the virtual one", async () => {
    const { put, invoker } = await start([rule({ Targets: [target()] })]);
    await clock.advance(86_400_000 * 30);
    await put(signed());
    await eventually(() => invoker.calls.length === 1);
    const [call] = invoker.calls;
    const { time } = call!.event as { time: string };
    expect(Math.abs(Date.parse(time) - clock.now())).toBeLessThan(5000);
  });

  test("a queue gets the event as a message", async () => {
    const { put, sent } = await start([rule({ Targets: [target({ Arn: queueArn })] })]);
    await put(signed());
    await eventually(() => sent.length === 1);
    expect(sent[0]?.queue).toBe(queueArn);
    expect(JSON.parse(sent[0]?.body ?? "")).toMatchObject({ detail: { contractId: "c1" } });
  });

  test("only matching, enabled rules of the same bus fire", async () => {
    const { put, invoker, sent } = await start([
      rule({ Targets: [target()] }),
      rule({ Targets: [target()], EventPattern: { source: ["others"] } }, "others"),
      rule({ Targets: [target()], State: "DISABLED" }, "disabled"),
      rule({ Targets: [target()], EventBusName: undefined }, "default-bus"),
      rule({ Targets: [target({ Arn: queueArn })] }, "last"),
    ]);
    await put(signed());
    await eventually(() => sent.length === 1);
    expect(invoker.calls).toHaveLength(1);
  });

  test.each<[string, Partial<PutEventsRequestEntry>, string]>([
    ["no source", { Source: undefined }, "InvalidArgument"],
    ["no detail type", { DetailType: "" }, "InvalidArgument"],
    ["no detail", { Detail: undefined }, "InvalidArgument"],
    ["a detail that is no JSON", { Detail: "{" }, "MalformedDetail"],
    ["a detail that is a list", { Detail: "[]" }, "MalformedDetail"],
    ["AWS's own source", { Source: "aws.s3" }, "NotAuthorizedForSourceException"],
    ["an unknown bus", { EventBusName: "absent" }, "ResourceNotFoundException"],
  ])("an entry with %s fails alone", async (_title, fault, code) => {
    const { put, invoker } = await start([rule({ Targets: [target()] })]);
    const answer = await put(signed({ n: 1 }), { ...signed(), ...fault }, signed({ n: 2 }));
    expect(answer.FailedEntryCount).toBe(1);
    expect(answer.Entries?.map((entry) => entry.ErrorCode)).toEqual([undefined, code, undefined]);
    await eventually(() => invoker.calls.length === 2);
  });

  test("more than ten entries, none, or more than 256 KB are refused as a whole", async () => {
    const { put, events } = await start([rule({ Targets: [target()] })]);
    await expect(put(...Array.from({ length: 11 }, () => signed()))).rejects.toMatchObject({
      name: "ValidationException",
    });
    await expect(put()).rejects.toMatchObject({ name: "ValidationException" });
    const half = signed({ text: "x".repeat(128 * 1024) });
    await expect(put(half, half)).rejects.toThrow("over the limit");
    expect(events.pending()).toEqual([]);
  });
});

describe("delivery", () => {
  test("an event accepted before a kill is delivered by the next process", async () => {
    const broken = recordingInvoker(() => {
      throw new Error("not ready");
    });
    const first = await start([rule({ Targets: [target()] })], { invoker: broken, dir: stateDir });
    await first.put(signed());
    expect(first.events.pending()).toHaveLength(1);
    await first.events.close();
    const second = await start([rule({ Targets: [target()] })], { dir: stateDir });
    await eventually(() => second.invoker.calls.length === 1);
    await eventually(() => second.events.pending().length === 0);
  });

  test("a target that cannot be reached is retried, then its event goes to the dead-letter queue", async () => {
    const invoker = recordingInvoker(() => {
      throw new Error("no such function");
    });
    const deadLettered = target({ RetryPolicy: { MaximumRetryAttempts: 2 }, DeadLetterConfig: { Arn: dlqArn } });
    const { put, sent, events } = await start([rule({ Targets: [deadLettered] })], { invoker });
    await put(signed());
    await eventually(() => invoker.calls.length === 1);
    await clock.advance(60_000);
    await eventually(() => sent.length === 1);
    expect(invoker.calls).toHaveLength(3);
    expect(sent[0]).toMatchObject({
      queue: dlqArn,
      attributes: { TARGET_ARN: lambdaArn, ERROR_MESSAGE: "no such function", RETRY_ATTEMPTS: "2" },
    });
    const { body, attributes = {} } = sent[0] as (typeof sent)[0];
    expect(events.redeliver({ body, attributes })).toBe(true);
    await eventually(() => invoker.calls.length === 4);
    expect(invoker.calls[3]?.event).toEqual(invoker.calls[0]?.event);
  });

  test("an event older than its policy allows is given up", async () => {
    const invoker = recordingInvoker(() => {
      throw new Error("down");
    });
    const policy = target({ RetryPolicy: { MaximumEventAgeInSeconds: 60 }, DeadLetterConfig: { Arn: dlqArn } });
    const { put, sent } = await start([rule({ Targets: [policy] })], { invoker });
    await put(signed());
    await eventually(() => invoker.calls.length === 1);
    await clock.advance(120_000);
    await eventually(() => sent.length === 1);
    expect(sent[0]?.attributes?.EXHAUSTED_RETRY_CONDITION).toBe("MaximumEventAgeInSeconds");
  });

  test("another bus as target routes the event on", async () => {
    const { put, invoker } = await start([
      rule({ EventBusName: "default", Targets: [target({ Arn: busArn })] }, "forward"),
      rule({ Targets: [target()] }),
    ]);
    await put(signed({ contractId: "c2" }, { EventBusName: "default" }));
    await eventually(() => invoker.calls.length === 1);
    expect(invoker.calls[0]?.event).toMatchObject({ detail: { contractId: "c2" } });
  });
});

describe("what a target receives", () => {
  const event = {
    source: "contracts",
    time: "2024-05-01T10:00:00Z",
    detail: { id: 'c"1', amount: 5, tags: ["a", { b: 1 }] },
  };
  const identity = { name: "signed", arn: "arn:rule" };

  test.each([
    ["everything", {}, JSON.stringify(event)],
    ["a constant", { Input: '{"a":1}' }, '{"a":1}'],
    ["a part", { InputPath: "$.detail.tags[1]" }, '{"b":1}'],
    ["nothing where the path leads nowhere", { InputPath: "$.detail.absent" }, "null"],
    [
      "a filled template",
      {
        InputTransformer: {
          InputPathsMap: { id: "$.detail.id", amount: "$.detail.amount", tags: "$.detail.tags", none: "$.detail.none" },
          InputTemplate:
            '{"id":<id>,"text":"contract <id> of <amount>","tags":<tags>,"none":"<none>","rule":"<aws.events.rule-name>"}',
        },
      },
      '{"id":"c\\"1","text":"contract c\\"1 of 5","tags":["a",{"b":1}],"none":"","rule":"signed"}',
    ],
    [
      "the whole event inside a template",
      { InputTransformer: { InputTemplate: '{"event":<aws.events.event.json>}' } },
      JSON.stringify({ event }),
    ],
  ])("%s", (_title, target, expected) => {
    expect(inputFor(target, event, identity)).toBe(expected);
  });
});

describe("schedules, archives and descriptions", () => {
  test("a scheduled rule invokes its target on the virtual clock", async () => {
    const { invoker } = await start([
      rule({
        EventBusName: undefined,
        EventPattern: undefined,
        ScheduleExpression: "rate(1 hour)",
        Targets: [target()],
      }),
    ]);
    await clock.advance(3_600_000);
    expect(invoker.calls).toMatchObject([{ event: { source: "aws.events", "detail-type": "Scheduled Event" } }]);
  });

  test("a Scheduler schedule sends its input with the context filled in", async () => {
    const { invoker } = await start([
      {
        type: "AWS::Scheduler::Schedule",
        physicalId: "nightly",
        properties: {
          ScheduleExpression: "rate(1 day)",
          Target: { Arn: lambdaArn, Input: '{"at":"<aws.scheduler.scheduled-time>"}' },
        },
      },
    ]);
    const due = clock.now() + 86_400_000;
    await clock.advance(86_400_000);
    const [call] = invoker.calls;
    const { at } = call!.event as { at: string };
    expect(Math.abs(Date.parse(at) - due)).toBeLessThan(5000);
  });

  test("an archive keeps what matches, across restarts", async () => {
    const archive = {
      type: "AWS::Events::Archive",
      physicalId: "kept",
      properties: { SourceArn: busArn, EventPattern: { source: ["contracts"] } },
    };
    const first = await start([archive], { dir: stateDir });
    await first.put(signed({ n: 1 }), { ...signed({ n: 2 }), Source: "others" });
    const second = await start([archive], { dir: stateDir });
    expect(second.events.archived("kept")).toMatchObject([{ detail: { n: 1 } }]);
  });

  test("rules and buses can be described", async () => {
    const { client } = await start([rule({ Targets: [target()] })]);
    const listed = await client.send(new ListRulesCommand({ EventBusName: "main" }));
    expect(listed.Rules).toMatchObject([
      { Name: "signed", State: "ENABLED", EventPattern: '{"detail-type":["contract.signed"]}' },
    ]);
    expect(await client.send(new DescribeEventBusCommand({ Name: "main" }))).toMatchObject({
      Name: "main",
      Arn: busArn,
    });
    await expect(client.send(new DescribeEventBusCommand({ Name: "absent" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  test("a pattern that AWS would refuse stops the start", async () => {
    await expect(start([rule({ EventPattern: { source: [{ sufix: "x" }] }, Targets: [] })])).rejects.toThrow("sufix");
  });
});
