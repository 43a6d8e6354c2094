import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClock } from "../clock.ts";
import type { InvokeResult } from "../kit.ts";
import { deployFixture } from "../template/assembly-fixture.ts";
import { createTrace } from "../trace.ts";
import { startEngine } from "./engine.ts";
import { createDynamoDb, type DynamoDb } from "./index.ts";
import type { StreamRecord } from "./records.ts";

const key = (AttributeName: string, KeyType: string) => ({ AttributeName, KeyType });
const index = (name: string, projection: object = { ProjectionType: "ALL" }) => ({
  IndexName: name,
  KeySchema: [key("gsi", "HASH")],
  Projection: projection,
});

function deploy(options: { indexes?: object[]; mapping?: object } = {}) {
  return deployFixture({
    Table: {
      Type: "AWS::DynamoDB::GlobalTable",
      Properties: {
        TableName: "things",
        AttributeDefinitions: ["pk", "sk", "gsi"].map((name) => ({ AttributeName: name, AttributeType: "S" })),
        KeySchema: [key("pk", "HASH"), key("sk", "RANGE")],
        GlobalSecondaryIndexes: options.indexes ?? [index("by-gsi")],
        StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
        TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
      },
    },
    Mapping: {
      Type: "AWS::Lambda::EventSourceMapping",
      Properties: {
        EventSourceArn: { "Fn::GetAtt": ["Table", "StreamArn"] },
        FunctionName: "consumer",
        BatchSize: 10,
        ...options.mapping,
      },
    },
  });
}

interface Running {
  dynamo: DynamoDb;
  clock: ReturnType<typeof createClock>;
  seen: StreamRecord[][];
  letters: unknown[];
  stateDir: string;
}

const states: string[] = [];
const running: Running[] = [];

async function start(
  options: Parameters<typeof deploy>[0] & {
    stateDir?: string;
    consume?: (records: StreamRecord[]) => InvokeResult | Promise<InvokeResult>;
  } = {},
): Promise<Running> {
  const stateDir = options.stateDir ?? mkdtempSync(join(tmpdir(), "dynamo-"));
  states.push(stateDir);
  const clock = createClock();
  const seen: StreamRecord[][] = [];
  const letters: unknown[] = [];
  const dynamo = await createDynamoDb({
    deployment: deploy(options),
    clock,
    trace: createTrace(clock.now),
    stateDir,
    queues: () => ({ send: async (_, body) => void letters.push(JSON.parse(body)) }),
    invoker: {
      async invoke(_, event) {
        const { Records } = event as { Records: StreamRecord[] };
        seen.push(Records);
        return options.consume?.(Records) ?? { payload: null };
      },
      send: async () => {},
    },
  });
  dynamo.startStreams();
  const started = { dynamo, clock, seen, letters, stateDir };
  running.push(started);
  return started;
}

afterEach(async () => {
  for (const { dynamo } of running.splice(0)) await dynamo.close();
});
afterAll(() => {
  for (const state of states) rmSync(state, { recursive: true, force: true });
});

/** Writes as a function does, through the service the edge calls. */
async function call({ dynamo }: Running, operation: string, input: object) {
  const answer = await dynamo.handle({
    service: "dynamodb",
    method: "POST",
    path: "/",
    query: new URLSearchParams(),
    headers: { "x-amz-target": `DynamoDB_20120810.${operation}`, "content-type": "application/x-amz-json-1.0" },
    body: Buffer.from(JSON.stringify({ TableName: "things", ...input })),
    principal: { kind: "developer" },
  });
  if (answer.status !== 200) throw new Error(String(answer.body));
  return JSON.parse(String(answer.body));
}

const put = (cloud: Running, sk: string, more: object = {}) =>
  call(cloud, "PutItem", { Item: { pk: { S: "a" }, sk: { S: sk }, ...more } });
const keysOf = (cloud: Running) => cloud.seen.flat().map(({ dynamodb }) => (dynamodb.Keys.sk as { S: string }).S);

describe("a table of the template", () => {
  test("is made with its indexes, and carries the template's ARNs whatever the engine calls them", async () => {
    const cloud = await start();
    const { Table } = await call(cloud, "DescribeTable", {});
    expect(Table).toMatchObject({
      TableArn: "arn:aws:dynamodb:us-east-1:000000000000:table/things",
      LatestStreamArn: expect.stringMatching(/^arn:aws:dynamodb:us-east-1:000000000000:table\/things\/stream\//),
      GlobalSecondaryIndexes: [expect.objectContaining({ IndexName: "by-gsi" })],
    });
  });

  test("keeps its items when the template gains or changes an index", async () => {
    const first = await start();
    await put(first, "1", { gsi: { S: "g" }, title: { S: "kept" } });
    await first.dynamo.close();
    running.pop();
    const indexes = [index("by-gsi", { ProjectionType: "KEYS_ONLY" }), index("by-new")];
    const second = await start({ indexes, stateDir: first.stateDir });
    const query = { KeyConditionExpression: "gsi = :g", ExpressionAttributeValues: { ":g": { S: "g" } } };
    expect((await call(second, "Query", { ...query, IndexName: "by-new" })).Items[0].title).toEqual({ S: "kept" });
    expect((await call(second, "Query", { ...query, IndexName: "by-gsi" })).Items[0]).not.toHaveProperty("title");
  });
});

describe("a stream", () => {
  test("reaches the function in order, in batches, as DynamoDB words it, without changes that change nothing", async () => {
    const cloud = await start({ mapping: { BatchSize: 2 } });
    for (const sk of ["1", "1", "2", "3"]) await put(cloud, sk);
    await call(cloud, "DeleteItem", { Key: { pk: { S: "a" }, sk: { S: "1" } } });
    await waitFor(() => cloud.seen.flat().length === 4);
    expect(cloud.seen.every((batch) => batch.length <= 2)).toBe(true);
    expect(cloud.seen.flat().map(({ eventName }) => eventName)).toEqual(["INSERT", "INSERT", "INSERT", "REMOVE"]);
    expect(cloud.seen[0]![0]).toMatchObject({
      awsRegion: "us-east-1",
      eventSource: "aws:dynamodb",
      eventSourceARN: expect.stringMatching(/^arn:aws:dynamodb:us-east-1:000000000000:table\/things\/stream\//),
      dynamodb: { Keys: { pk: { S: "a" }, sk: { S: "1" } }, NewImage: { pk: { S: "a" }, sk: { S: "1" } } },
    });
  });

  test("is filtered by the mapping's patterns", async () => {
    const Pattern = JSON.stringify({ eventName: ["INSERT"], dynamodb: { NewImage: { kind: { S: ["event"] } } } });
    const cloud = await start({ mapping: { FilterCriteria: { Filters: [{ Pattern }] } } });
    await put(cloud, "1", { kind: { S: "noise" } });
    await put(cloud, "2", { kind: { S: "event" } });
    await waitFor(() => cloud.seen.length === 1);
    expect(keysOf(cloud)).toEqual(["2"]);
  });

  test("is retried from the first failed record, and what stays poisonous goes to the on-failure queue alone", async () => {
    const cloud = await start({
      mapping: {
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 1,
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        DestinationConfig: { OnFailure: { Destination: "arn:aws:sqs:us-east-1:000000000000:dead" } },
      },
      consume: (records) => {
        const poison = records.find(({ dynamodb }) => (dynamodb.Keys.sk as { S: string }).S === "3");
        const failures = poison ? [{ itemIdentifier: poison.dynamodb.SequenceNumber }] : [];
        return { payload: { batchItemFailures: failures } };
      },
    });
    const items = ["1", "2", "3", "4", "5"].map((sk) => ({ PutRequest: { Item: { pk: { S: "a" }, sk: { S: sk } } } }));
    await call(cloud, "BatchWriteItem", { TableName: undefined, RequestItems: { things: items } });
    await waitFor(() => cloud.letters.length === 1 && keysOf(cloud).includes("5"));
    expect(cloud.letters[0]).toMatchObject({
      requestContext: { condition: "RetryAttemptsExhausted", approximateInvokeCount: 2 },
      DDBStreamBatchInfo: { batchSize: 1, streamArn: expect.stringContaining("table/things/stream/") },
    });
    expect(keysOf(cloud).filter((sk) => sk === "1")).toHaveLength(1);
  });

  test("is neither lost nor skipped when everything is killed in the middle of a delivery", async () => {
    let release = () => {};
    const consume = () =>
      new Promise<InvokeResult>((resolve) => {
        release = () => resolve({ payload: null });
      });
    const stuck = await start({ consume });
    await put(stuck, "1");
    await put(stuck, "2");
    await waitFor(() => stuck.seen.length === 1);
    // Nothing is closed: the state on disk is all the next one gets.
    running.pop();
    const next = await start({ stateDir: stuck.stateDir });
    await waitFor(() => keysOf(next).length === 2);
    expect(keysOf(next)).toEqual(["1", "2"]);
    await next.dynamo.close();
    running.pop();
    const third = await start({ stateDir: stuck.stateDir });
    await put(third, "3");
    await waitFor(() => keysOf(third).length === 1);
    expect(keysOf(third)).toEqual(["3"]);
    release();
    await stuck.dynamo.close();
  });
});

describe("time to live", () => {
  test("deletes by the virtual clock, as the service and not as a user", async () => {
    const cloud = await start();
    const inTwoDays = String(Math.floor(Date.now() / 1000) + 2 * 86_400);
    await put(cloud, "kept");
    await put(cloud, "expiring", { expiresAt: { N: inTwoDays } });
    await put(cloud, "deleted", { expiresAt: { N: inTwoDays } });
    await call(cloud, "DeleteItem", { Key: { pk: { S: "a" }, sk: { S: "deleted" } } });
    await cloud.dynamo.sweepExpired();
    expect((await call(cloud, "Scan", {})).Count).toBe(2);
    await cloud.clock.advance(3 * 86_400_000);
    expect((await call(cloud, "Scan", {})).Items.map((item: { sk: { S: string } }) => item.sk.S)).toEqual(["kept"]);
    const removed = () => cloud.seen.flat().filter(({ eventName }) => eventName === "REMOVE");
    await waitFor(() => removed().length === 2);
    expect(removed().map(({ userIdentity }) => userIdentity)).toEqual([
      undefined,
      { type: "Service", principalId: "dynamodb.amazonaws.com" },
    ]);
  });
});

describe("the engine", () => {
  test("does not outlive a parent that is killed with -9", async () => {
    const stateDir = mkdtempSync(join(tmpdir(), "engine-"));
    states.push(stateDir);
    const script = `
      import { startEngine } from ${JSON.stringify(new URL("./engine.ts", import.meta.url).href)};
      const engine = await startEngine({ kind: "dynoxide" }, ${JSON.stringify(stateDir)});
      console.log(engine.endpoint);
      setInterval(() => {}, 1000);`;
    const parent: ChildProcess = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const endpoint = await new Promise<string>((resolve) =>
      parent.stdout!.once("data", (line) => resolve(String(line).trim())),
    );
    const answers = () =>
      fetch(endpoint, { method: "POST" }).then(
        () => true,
        () => false,
      );
    expect(await answers()).toBe(true);
    parent.kill("SIGKILL");
    let alive = true;
    for (let tries = 0; alive && tries < 100; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      alive = await answers();
    }
    expect(alive).toBe(false);
  });

  test("that is missing is named in one sentence", async () => {
    await expect(startEngine({ kind: "java", jar: "/nowhere/DynamoDBLocal.jar" }, tmpdir())).rejects.toThrow(
      /^DynamoDB Local was not found at \/nowhere\/DynamoDBLocal\.jar: install .*DYNAMODB_LOCAL_JAR/,
    );
  });
});

async function waitFor(condition: () => boolean): Promise<void> {
  const end = Date.now() + 4000;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`Waited in vain for ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
