import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClock } from "../clock.ts";
import { deployFixture } from "../template/assembly-fixture.ts";
import { createTrace } from "../trace.ts";
import { createFunctions, type FunctionsOptions } from "./index.ts";

const sources: Record<string, string> = {
  "echo/handler.ts": `
    import { prefix } from "./prefix.ts";
    export const handler = async (event: unknown, context: { awsRequestId: string; functionName: string }) => {
      console.log("seen", context.awsRequestId);
      const offset = (globalThis as { __clockOffsetMs?: number }).__clockOffsetMs;
      return { event, name: context.functionName, color: process.env.COLOR, key: process.env.KEY, offset, prefix };
    };`,
  "echo/prefix.ts": `export const prefix: string = "one";`,
  "bad/index.ts": `
    export const handler = async (event: { how?: string }) => {
      if (event.how === "hang") await new Promise((resolve) => setTimeout(resolve, 60_000));
      if (event.how === "exit") process.exit(7);
      if (event.how === "fine") return "fine";
      throw new TypeError("no luck");
    };`,
  "slow/index.mjs": `
    let running = 0;
    export const handler = async () => {
      running += 1;
      await new Promise((resolve) => setTimeout(resolve, 30));
      return running--;
    };`,
};

const fn = (folder: string, properties: object = {}) => ({
  Type: "AWS::Lambda::Function",
  Properties: { FunctionName: folder, Handler: "index.handler", Runtime: "nodejs22.x", Role: "r", ...properties },
  Metadata: { "aws:asset:path": folder },
});
const deployment = deployFixture(
  {
    Echo: fn("echo", { Environment: { Variables: { COLOR: { "Fn::Join": ["", ["gr", "een"]] } } } }),
    Bad: fn("bad", { Timeout: 1, DeadLetterConfig: { TargetArn: "arn:aws:sqs:us-east-1:000000000000:dead" } }),
    BadConfig: {
      Type: "AWS::Lambda::EventInvokeConfig",
      Properties: {
        FunctionName: { Ref: "Bad" },
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnFailure: { Destination: "arn:aws:sqs:us-east-1:000000000000:failures" } },
      },
    },
    Slow: fn("slow"),
    Single: { ...fn("slow", { FunctionName: "single", ReservedConcurrentExecutions: 1 }) },
    Off: { ...fn("slow", { FunctionName: "off", ReservedConcurrentExecutions: 0 }) },
    Inline: {
      Type: "AWS::Lambda::Function",
      Properties: { Code: { ZipFile: "exports.handler = (event, context, done) => done(null, 'called back')" } },
    },
  },
  sources,
);
const assets = deployment.assetFolder(deployment.find("Echo")!)!.replace(/echo$/, "");

afterAll(() => rmSync(assets, { recursive: true, force: true }));

async function start(extra: Partial<FunctionsOptions> = {}) {
  const clock = createClock();
  const trace = createTrace(clock.now);
  const sent: { queue: string; body: unknown; attributes?: Record<string, string> }[] = [];
  const queues = {
    async send(queue: string, body: string, attributes?: Record<string, string>) {
      sent.push({ queue: queue.split(":").at(-1)!, body: JSON.parse(body), attributes });
    },
  };
  const stateDir = extra.stateDir ?? mkdtempSync(join(tmpdir(), "functions-"));
  const functions = await createFunctions({
    deployment,
    clock,
    trace,
    root: assets,
    stateDir,
    environmentOf: ({ logicalId }) => ({ KEY: `key of ${logicalId}` }),
    queues: () => queues,
    ...extra,
  });
  return { functions, clock, trace, sent, stateDir };
}

describe("functions", () => {
  let cloud: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    cloud = await start();
  });
  afterAll(async () => {
    await cloud.functions.close();
    rmSync(cloud.stateDir, { recursive: true, force: true });
  });

  test("run bundled with the template's environment, their own keys and a Lambda context", async () => {
    const { payload, functionError } = await cloud.functions.invoke("Echo", { a: 1 });
    expect(functionError).toBeUndefined();
    expect(payload).toEqual({
      event: { a: 1 },
      name: "echo",
      color: "green",
      key: "key of Echo",
      offset: 0,
      prefix: "one",
    });
    const arn = `${deployment.find("Echo")!.attributes.Arn}:$LATEST`;
    expect((await cloud.functions.invoke(arn, 2)).payload).toMatchObject({ event: 2 });
  });

  test("keep what they print by request id, in memory and in a file", async () => {
    await cloud.functions.invoke("Echo", {});
    const { requestId, error } = cloud.functions.logs.invocationsOf("Echo").at(-1)!;
    expect(error).toBeUndefined();
    await waitFor(() => cloud.functions.logs.linesOf("Echo").some((line) => line.text === `seen ${requestId}`));
    await waitFor(() => readFileSync(join(cloud.stateDir, "logs/echo.log"), "utf8").includes(`seen ${requestId}`));
  });

  test("see the virtual time, moved forward between two events", async () => {
    await cloud.clock.advance(86_400_000);
    expect((await cloud.functions.invoke("Echo", {})).payload).toMatchObject({ offset: 86_400_000 });
  });

  test("answer an error as Lambda words it", async () => {
    expect(await cloud.functions.invoke("Bad", {})).toMatchObject({
      functionError: "Unhandled",
      payload: {
        errorType: "TypeError",
        errorMessage: "no luck",
        trace: expect.arrayContaining(["TypeError: no luck"]),
      },
    });
  });

  test("are ended at their timeout and serve the next event", async () => {
    const { payload, functionError } = await cloud.functions.invoke("Bad", { how: "hang" });
    expect(functionError).toBe("Unhandled");
    expect(payload).toMatchObject({
      errorType: "Sandbox.Timedout",
      errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/),
    });
    expect(await cloud.functions.invoke("Bad", { how: "fine" })).toEqual({ payload: "fine" });
  });

  test("that exit fail their event only", async () => {
    expect((await cloud.functions.invoke("Bad", { how: "exit" })).payload).toMatchObject({
      errorType: "Runtime.ExitError",
      errorMessage: expect.stringContaining("exit status 7"),
    });
    expect(await cloud.functions.invoke("Bad", { how: "fine" })).toEqual({ payload: "fine" });
  });

  test("take one event at a time per instance, and respect reserved concurrency", async () => {
    const many = (name: string) => Promise.all(Array.from({ length: 6 }, () => cloud.functions.invoke(name, {})));
    expect((await many("Slow")).map(({ payload }) => payload)).toEqual([1, 1, 1, 1, 1, 1]);
    const startedAt = performance.now();
    expect((await many("Single")).map(({ payload }) => payload)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(performance.now() - startedAt).toBeGreaterThan(6 * 29);
    await expect(cloud.functions.invoke("Off", {})).rejects.toThrow("Rate Exceeded.");
  });

  test("may be written inline and call back", async () => {
    expect(await cloud.functions.invoke("Inline", {})).toEqual({ payload: "called back" });
  });

  test("that do not exist are named", async () => {
    await expect(cloud.functions.invoke("Nobody", {})).rejects.toThrow("Function not found: Nobody");
  });

  test("are retried on the virtual clock when an asynchronous event fails, then dead-lettered", async () => {
    await cloud.functions.send("Bad", { n: 1 });
    await waitFor(() => cloud.functions.logs.invocationsOf("Bad").at(-1)?.error === "no luck");
    expect(cloud.sent).toEqual([]);
    expect(cloud.functions.pending()).toBe(1);
    await cloud.clock.advance(60_000);
    await waitFor(() => cloud.functions.pending() === 0);
    expect(cloud.sent).toEqual([
      { queue: "dead", body: { n: 1 }, attributes: expect.objectContaining({ ErrorMessage: "no luck" }) },
      {
        queue: "failures",
        attributes: undefined,
        body: expect.objectContaining({
          requestPayload: { n: 1 },
          requestContext: expect.objectContaining({ condition: "RetriesExhausted", approximateInvokeCount: 2 }),
          responsePayload: expect.objectContaining({ errorType: "TypeError" }),
        }),
      },
    ]);
  });
});

test("an accepted asynchronous event outlives the process that accepted it", async () => {
  const first = await start();
  await first.functions.send("Bad", { n: 2 });
  await waitFor(() => first.functions.logs.invocationsOf("Bad").length === 1);
  await first.functions.close();
  const second = await start({ stateDir: first.stateDir });
  expect(second.functions.pending()).toBe(1);
  second.functions.resume();
  await second.clock.advance(60_000);
  await waitFor(() => second.sent.length === 2);
  await second.functions.close();
  rmSync(first.stateDir, { recursive: true });
});

test("a second start bundles nothing, and a saved source is taken up while running", async () => {
  const first = await start();
  await first.functions.close();
  const bundleFile = join(first.stateDir, "bundles/echo/index.mjs");
  const marked = `${readFileSync(bundleFile, "utf8")}\n// kept`;
  writeFileSync(bundleFile, marked);
  const second = await start({ stateDir: first.stateDir, watch: true });
  expect(readFileSync(bundleFile, "utf8")).toBe(marked);
  expect((await second.functions.invoke("Echo", {})).payload).toMatchObject({ prefix: "one" });
  writeFileSync(join(assets, "echo/prefix.ts"), `export const prefix: string = "changed";`);
  await waitFor(() => second.trace.entries("lambda.reloaded").length > 0);
  expect(second.trace.entries("lambda.reloaded").map(({ detail }) => detail.functionName)).toEqual(["Echo"]);
  expect((await second.functions.invoke("Echo", {})).payload).toMatchObject({ prefix: "changed" });
  await second.functions.close();
  rmSync(first.stateDir, { recursive: true });
});

async function waitFor(condition: () => boolean): Promise<void> {
  const end = Date.now() + 4000;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`Waited in vain for ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
