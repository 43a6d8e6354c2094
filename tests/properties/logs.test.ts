/** Property 25: what the functions print says its request, operation, actor and function, and holds no secret. */
import type { AnyEvent } from "@freelancerm/contracts/events";
import { metrics } from "@freelancerm/contracts/metrics";
import { actorHash } from "@freelancerm/platform/log";
import type { Context } from "aws-lambda";
import { handler as jobs } from "../../functions/jobs/handler.ts";
import { ledgerCheckWith } from "../../functions/ledger-check/handler.ts";
import { handler as messages } from "../../functions/on-activity/handler.ts";
import { memoryBooks } from "../world/books.ts";
import { linesOf } from "../world/lines.ts";
import { createLiveWorld, saying } from "../world/live.ts";
import { createMembers, PASSWORD } from "../world/members.ts";
import { createTill } from "../world/till.ts";
import { createWorld } from "../world/world.ts";

const FUNCTION = "freelancerm-test-somewhere";
beforeAll(() => {
  process.env.AWS_LAMBDA_FUNCTION_NAME = FUNCTION;
});
afterAll(() => {
  delete process.env.AWS_LAMBDA_FUNCTION_NAME;
});

type Line = Record<string, unknown> & { message: string; operation: string; actor: string };
interface Embedded {
  CloudWatchMetrics: { Metrics: { Name: string }[] }[];
}
/** Metrics that any line here carried. */
const written = new Set<string>();

/** Lines as they are, and parsed: each must be a JSON object of its own. */
async function printed(work: () => Promise<unknown>): Promise<{ text: string; lines: Line[] }> {
  const all = await linesOf(work);
  // The SDK warns of the version of Node on standard error, once.
  const own = all.filter((line) => line.startsWith("{"));
  const lines: Line[] = own.map((line) => JSON.parse(line));
  for (const { _aws } of lines as { _aws?: Embedded }[]) {
    for (const { Metrics } of _aws?.CloudWatchMetrics ?? []) for (const { Name } of Metrics) written.add(Name);
  }
  return { text: own.join("\n"), lines };
}

function requireContext(lines: Line[]): void {
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) {
    expect(line).toEqual(
      expect.objectContaining({
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        level: expect.stringMatching(/^(INFO|WARN|ERROR)$/),
        function: FUNCTION,
        requestId: expect.any(String),
        operation: expect.stringMatching(/^[\w$:.-]+$/),
        actor: expect.stringMatching(/^([0-9a-f]{16}|anonymous|system)$/),
      }),
    );
  }
}

const requireNone = (text: string, canaries: Record<string, string | undefined>) => {
  for (const [name, canary] of Object.entries(canaries)) {
    expect([name, canary]).toEqual([name, expect.stringMatching(/./)]);
    expect([name, text.includes(canary!)]).toEqual([name, false]);
  }
};

const tried = (work: Promise<unknown>) => work.catch(() => undefined);

test("signing up, in and out prints no address, password, mailed code, token or user", async () => {
  const members = await createMembers();
  const email = "canary.ana@example.com";
  const canaries: Record<string, string | undefined> = { email, password: PASSWORD, wrong: "wrong-canary-password-1" };
  const { text, lines } = await printed(async () => {
    const browser = members.browser();
    const { api } = browser;
    await api.signUp({ body: { email, password: PASSWORD, displayName: "Canary Ana", role: "client" } });
    await tried(api.signUp({ body: { email, password: PASSWORD, displayName: "Canary Ana", role: "client" } }));
    await tried(api.confirmSignUp({ body: { email, code: "000000" } }));
    canaries.code = members.codeFor(email);
    await api.confirmSignUp({ body: { email, code: canaries.code! } });
    await tried(browser.signIn(email, canaries.wrong));
    const { user } = await browser.signIn(email);
    canaries.userId = user.id;
    canaries.accessToken = browser.token;
    canaries.refreshToken = browser.cookie!.value;
    await tried(api.addRole({ body: { role: "freelancer", ["password" as never]: PASSWORD } }));
    await api.forgotPassword({ body: { email } });
    canaries.resetCode = members.codeFor(email);
    await tried(api.resetPassword({ body: { email, code: canaries.resetCode!, password: "short" } }));
    await tried(api.changePassword({ body: { currentPassword: canaries.wrong!, newPassword: PASSWORD } as never }));
    await api.getMe();
    await api.signOut();
  });
  await members.close();
  requireContext(lines);
  requireNone(text, canaries);
  expect(text).not.toContain("Canary");
  const me = lines.find(({ operation }) => operation === "getMe");
  expect(me).toMatchObject({ actor: actorHash(canaries.userId!), outcome: "done", status: 200 });
  expect(lines.find(({ operation }) => operation === "signUp")).toMatchObject({ actor: "anonymous" });
});

test("paying prints no key, card, signature or body, and counts a webhook that was not taken", async () => {
  const till = await createTill();
  const card = "4242424242424242";
  const genuine: string[] = [];
  const { text, lines } = await printed(async () => {
    await till.fund(1);
    const [{ body, signature }] = till.sandbox.received as [{ body: string; signature: string }];
    genuine.push(signature, till.sign(body, { secret: "whsec_canary" }));
    await till.post(body, genuine[1]!);
    await till.post(`{"card":"${card}"`, till.sign("x"));
  });
  await till.close();
  requireContext(lines);
  requireNone(text, {
    card,
    key: "sk_test_local",
    signature: genuine[0]!.split("v1=")[1],
    forged: genuine[1]!.split("v1=")[1],
    client: till.client.id,
    token: till.client.token,
  });
  const webhooks = lines.filter(({ operation }) => operation === "receiveStripeWebhook");
  const failed = webhooks.filter((line) => "WebhookFailed" in line);
  expect(failed.map(({ code }) => code)).toEqual(["webhook.signature_invalid", "webhook.signature_invalid"]);
  expect(webhooks.length).toBeGreaterThan(failed.length);
});

test("talking prints no message, ticket or member, and each frame says who sent it", async () => {
  const world = await createLiveWorld();
  const [ana, ben] = [await world.join("Ana", "client"), await world.join("Ben", "freelancer")];
  const canary = "canary words nobody else should read";
  let ticket = "";
  const { text, lines } = await printed(async () => {
    const { id: roomId } = await ana.api.openRoom({ body: { freelancerId: ben.id } });
    ({ ticket } = await ana.api.createSocketTicket());
    await world.knock(ticket);
    await world.knock(ticket);
    const socket = await world.connect(ana);
    await socket.send({ action: "message.send", roomId, ...saying(canary, 0) });
    await socket.send({ action: "message.send", roomId: canary, text: canary } as never);
    await socket.send({ action: canary } as never);
    await world.stream.settle();
  });
  requireContext(lines);
  requireNone(text, { canary, ticket, token: ana.token });
  const frames = lines.filter(({ operation }) => operation === "message.send");
  expect(frames.map(({ outcome }) => outcome)).toEqual(["done", "refused"]);
  for (const { actor } of frames) expect(actor).toBe(actorHash(ana.id));
  expect(lines.filter(({ operation }) => operation === "$connect").map(({ outcome }) => outcome)).toContain("refused");
});

test("what nobody foresaw is told as nothing but a request id, and logged whole with its operation's fault", async () => {
  const arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/freelancerm-prod";
  const world = await createWorld({ jobs }, (memory) => ({
    ...memory,
    query: async () => {
      throw new TypeError(`no access to ${arn} for ana@example.com`);
    },
  }));
  const ana = await world.join("Ana", "client");
  let answer = "";
  const { text, lines } = await printed(async () => {
    const response = await world.fetch("http://world/me/jobs?limit=5", {
      headers: { authorization: `Bearer ${ana.token}` },
    });
    expect(response.status).toBe(500);
    answer = await response.text();
  });
  expect(JSON.parse(answer)).toMatchObject({ code: "service.internal", requestId: lines[0]!.requestId });
  expect(answer).not.toMatch(/arn:|TypeError|\.ts|node_modules| at /);
  requireContext(lines);
  requireNone(text, { address: "ana@example.com", token: ana.token });
  expect(lines).toEqual([
    expect.objectContaining({ message: "unforeseen", detail: expect.stringContaining(arn), actor: actorHash(ana.id) }),
    expect.objectContaining({ message: "request", operation: "listMyJobs", status: 500, Faults: 1 }),
  ]);
});

test("a consumer that fails says which event it failed on, and nothing of its data", async () => {
  const world = await createLiveWorld();
  const event = { id: "evt_1", at: "2026-01-05T09:00:00.000Z", data: { secret: "canary data" } } as unknown as AnyEvent;
  const { text, lines } = await printed(() =>
    tried(
      messages.with(world)(
        { "detail-type": "contract.started.v1", detail: event } as never,
        { awsRequestId: "req-consumer" } as Context,
      ),
    ),
  );
  requireContext(lines);
  requireNone(text, { data: "canary data" });
  expect(lines).toEqual([
    expect.objectContaining({
      operation: "on-activity:contract.started.v1",
      requestId: "req-consumer",
      eventId: "evt_1",
      actor: "system",
      Faults: 1,
    }),
  ]);
});

test("the check of the ledgers counts what does not add up, and counts none where all is well", async () => {
  const till = await createTill();
  await till.fund(1);
  const check = async () => {
    const handler = ledgerCheckWith(() => memoryBooks(till.memory)).with(till);
    const context = { awsRequestId: "req-check", getRemainingTimeInMillis: () => 60_000 } as Context;
    const { lines } = await printed(() => handler({}, context));
    requireContext(lines);
    return lines;
  };
  expect(await check()).toEqual([expect.objectContaining({ message: "scheduled", LedgerImbalance: 0, checked: 1 })]);
  const [entry] = till.memory.all().filter(({ sk }) => sk.startsWith("LEDGER#"));
  await till.memory.write({ delete: { pk: entry!.pk, sk: entry!.sk } });
  till.clock.advance(7 * 3_600_000);
  const lines = await check();
  await till.close();
  expect(lines.map(({ message }) => message)).toEqual(["ledger unsound", "scheduled"]);
  expect(lines[0]).toMatchObject({ contractId: till.contractId, error: expect.stringContaining("has no entry") });
  expect(lines[1]).toMatchObject({ LedgerImbalance: 1, unsound: 1 });
});

test("between them they wrote every metric that is declared, so that no alarm waits for one that never comes", () => {
  expect([...written].sort()).toEqual(Object.keys(metrics).sort());
});
