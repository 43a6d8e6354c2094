import { createClock } from "../clock.ts";
import type { TraceEntry } from "../trace.ts";
import { type ConsoleSource, createConsole, type ItemsRequest } from "./index.ts";

const redriven: string[] = [];
const asked: ItemsRequest[] = [];
const traces: TraceEntry[] = [
  {
    id: 1,
    at: 0,
    kind: "event.received",
    detail: { event: { "detail-type": "contract.signed", source: "contracts" }, rules: ["on-signed"] },
  },
  { id: 2, at: 0, kind: "stripe-webhook", detail: { type: "charge.succeeded", outcome: 200 } },
];

const source: ConsoleSource = {
  functions: () => [
    {
      name: "jobs",
      invocations: [{ at: 0, requestId: "r1", durationMs: 12.4, error: "Error: <script>alert(1)</script>" }],
    },
  ],
  logs: () => [{ at: 0, requestId: "r1", text: '{"level":"ERROR","message":"</pre><script>"}' }],
  recentTraces: (kind) => traces.filter((entry) => !kind || entry.kind === kind),
  queues: () => [
    {
      name: "jobs-dlq",
      arn: "arn:jobs-dlq",
      url: "http://q/jobs-dlq",
      visible: 1,
      inFlight: 0,
      delayed: 0,
      deadLetterOf: ["jobs"],
      messages: [{ id: "m", body: '{"n":1}', sentAt: 0, receiveCount: 3, attributes: {} }],
    },
  ],
  redrive(queue) {
    redriven.push(queue);
    return 1;
  },
  tables: async () => [{ name: "main", key: ["pk", "sk"], itemCount: 2 }],
  async items(request) {
    asked.push(request);
    return { items: [{ pk: "JOB#1", sk: "A", size: 10n }], cursor: '{"pk":"JOB#1"}' };
  },
};

const clock = createClock();
const page = createConsole({ source, clock, links: [{ label: "Mail", url: "http://127.0.0.1:1080" }] });
afterAll(() => clock.close());

function call(method: string, target: string, { body = "", headers = {} }: { body?: string; headers?: object } = {}) {
  const url = new URL(target, "http://127.0.0.1:4566");
  return page.handle({
    service: "console",
    method,
    path: url.pathname,
    query: url.searchParams,
    headers: { host: url.host, ...headers },
    body: Buffer.from(body),
    principal: { kind: "developer" },
  });
}

describe("the console", () => {
  test.each([
    ["functions", "jobs"],
    ["functions&function=jobs", "&#34;level&#34;"],
    ["events", "contract.signed"],
    ["queues", "dead letters of jobs"],
    ["tables", "main"],
    ["tables&table=main", "JOB#1"],
    ["webhooks", "charge.succeeded"],
    ["trace", "event.received"],
  ])("shows %s", async (view, expected) => {
    const answer = await call("GET", `/_console?view=${view}`);
    expect(answer.status).toBe(200);
    expect(answer.body).toContain(expected);
    expect(answer.body).toContain("http://127.0.0.1:1080");
  });

  test("lets nothing that was logged become markup", async () => {
    const { body } = await call("GET", "/_console?view=functions&function=jobs&note=%3Cscript%3E");
    expect(String(body).match(/<script>/g)).toHaveLength(1);
    expect(String(body).match(/<\/pre>/g)).toHaveLength(String(body).match(/<pre>/g)?.length ?? 0);
  });

  test("asks for the items of one partition, page by page", async () => {
    const { body } = await call("GET", "/_console?view=tables&table=main&partition=JOB%231");
    expect(asked.at(-1)).toEqual({ table: "main", partition: "JOB#1", cursor: undefined });
    const next = /href="([^"]+)">Next page/.exec(String(body))?.[1]?.replaceAll("&#38;", "&") ?? "";
    await call("GET", next);
    expect(asked.at(-1)).toEqual({ table: "main", partition: "JOB#1", cursor: '{"pk":"JOB#1"}' });
  });

  test("shows what a view failed with, and keeps the rest of the page", async () => {
    const broken = createConsole({
      clock,
      source: { ...source, tables: () => Promise.reject(new Error("engine down")) },
    });
    const { body } = await broken.handle({
      service: "console",
      method: "GET",
      path: "/_console",
      query: new URLSearchParams("view=tables"),
      headers: {},
      body: Buffer.alloc(0),
      principal: { kind: "developer" },
    });
    expect(body).toContain("engine down");
    expect(body).toContain("+14 d");
  });

  test("moves the clock and comes back to the view", async () => {
    const before = clock.now();
    const answer = await call("POST", "/_console/clock?view=events", { body: "advance=604800000" });
    expect(answer).toMatchObject({ status: 303, headers: { location: "/_console?view=events" } });
    expect(clock.now() - before).toBeGreaterThanOrEqual(604_800_000);
  });

  test("refuses to move the clock backwards or without end", async () => {
    expect((await call("POST", "/_console/clock", { body: "advance=-1" })).status).toBe(400);
    expect((await call("POST", "/_console/clock", { body: "advance=1e15" })).status).toBe(400);
  });

  test("redrives a queue and says how many", async () => {
    const answer = await call("POST", "/_console/redrive", { body: "queue=jobs-dlq" });
    expect(redriven).toEqual(["jobs-dlq"]);
    expect(answer.headers?.location).toContain("1+message+of+jobs-dlq");
  });

  test.each([
    ["origin", "https://evil.example"],
    ["sec-fetch-site", "cross-site"],
  ])("does nothing for another site (%s)", async (name, value) => {
    const before = redriven.length;
    const answer = await call("POST", "/_console/redrive", { body: "queue=jobs-dlq", headers: { [name]: value } });
    expect([answer.status, redriven.length]).toEqual([403, before]);
  });
});
