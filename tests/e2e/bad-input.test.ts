/** What every writing route does with bad input, derived from the routes: a problem with a stable code, and nothing else. */
import { type Operation, routeOf, routes } from "@freelancerm/contracts";
import { urlOf } from "@freelancerm/contracts/client";
import { errors as codes } from "@freelancerm/contracts/errors";
import type { Role } from "@freelancerm/contracts/route";
import { administrator } from "./administrator.ts";
import { anyone, endpoints, job, newcomer, type Person, signIn } from "./kit.ts";
import { LETTER, terms } from "./steps.ts";

/** Somebody with every role, so that nothing is refused before it is read. */
let everybody: Person;
let ids: Record<string, string>;

beforeAll(async () => {
  const person = await newcomer("Eve", "client");
  await person.api.addRole({ body: { role: "freelancer" } });
  everybody = await administrator(person);
  const owner = everybody.me.id.slice(4);
  const time = "0".repeat(10);
  ids = {
    userId: everybody.me.id,
    jobId: `job_${owner}${time}`,
    proposalId: `prp_${owner}${time}${owner}`,
    contractId: `ctr_${owner}${time}${owner}`,
    roomId: `rom_${owner}${owner}`,
    fileId: `fil_${owner}${"0".repeat(26)}`,
    searchId: `sch_${owner}${"0".repeat(10)}`,
    notificationId: `ntf_${"0".repeat(26)}`,
    caseId: `cas_usr_${"0".repeat(16)}`,
    categoryId: "no-such-category",
    skillId: "no-such-skill",
    role: "client" satisfies Role,
    number: "1",
    seq: "1",
  };
});

const operations = Object.keys(routes) as Operation[];
const writes = operations.filter((operation) => routeOf(operation).method !== "GET");
const withBody = writes.filter((operation) => routeOf(operation).body);
const shapeOf = (operation: Operation) => Object.keys((routeOf(operation).body as { shape?: object }).shape ?? {});
const takesNothing = (operation: Operation) =>
  (routeOf(operation).body as { safeParse(value: unknown): { success: boolean } }).safeParse({}).success;

interface Answer {
  status: number;
  code?: string;
  fields: string[];
}
/** Sends a request and holds the answer to what every refusal must be. */
async function refused(operation: Operation, request: RequestInit): Promise<Answer> {
  const url = urlOf(endpoints.httpUrl, routes[operation].path, { params: ids });
  const answer = await fetch(url, {
    method: routes[operation].method,
    ...request,
    headers: {
      "content-type": "application/json",
      "if-match": '"1"',
      "idempotency-key": crypto.randomUUID(),
      authorization: `Bearer ${everybody.token()}`,
      ...request.headers,
    },
  });
  if (answer.status === 429) {
    // The limits hold for bad requests too; a minute later they are open again.
    await anyone.moveClock({ body: { seconds: 61 } });
    everybody = await signIn(everybody.email, everybody.password);
    return refused(operation, request);
  }
  const text = await answer.text();
  expect(text).not.toMatch(/arn:aws|node_modules|\bat \S+ \(|\.m?[jt]s:\d+|SyntaxError|ZodError|DynamoDB/);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  const { code, status, requestId, errors = [] } = JSON.parse(text);
  expect(codes).toHaveProperty([code]);
  expect([status, typeof requestId]).toEqual([answer.status, "string"]);
  expect(answer.status).toBeLessThan(500);
  return { status, code, fields: errors.map(({ field }: { field: string }) => field) };
}
const withJson = (body: unknown, headers = {}): RequestInit => ({ body: JSON.stringify(body), headers });

test("there are routes to ask, and an id for each parameter of their paths", () => {
  expect(withBody.length).toBeGreaterThan(30);
  const named = writes.flatMap((operation) =>
    [...routes[operation].path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
  );
  expect(Object.keys(ids)).toEqual(expect.arrayContaining(named));
});

describe.each(withBody)("%s", (operation) => {
  test("refuses what is no JSON, of another type, too large, or more than it knows", async () => {
    for (const body of ['{"half":', "undefined", "{'single': 1}", "\u0000"]) {
      expect(await refused(operation, { body })).toMatchObject({ status: 400, code: "request.malformed" });
    }
    for (const type of ["text/plain", "application/xml", "multipart/form-data; boundary=x"]) {
      const request = withJson({}, { "content-type": type });
      expect(await refused(operation, request)).toMatchObject({ status: 415, code: "request.unsupported_media_type" });
    }
    const large = withJson({ text: "x".repeat(256 * 1024) });
    expect(await refused(operation, large)).toMatchObject({ status: 413, code: "request.too_large" });
    expect(await refused(operation, withJson({ surprise: 1 }))).toMatchObject({
      status: 422,
      code: "request.invalid",
      fields: expect.arrayContaining(["surprise"]),
    });
    for (const other of [null, [], 7, "text"]) {
      expect(await refused(operation, withJson(other))).toMatchObject({ status: 422, code: "request.invalid" });
    }
    if (!takesNothing(operation)) {
      const missing = await refused(operation, {});
      expect(missing).toMatchObject({ status: 422, code: "request.invalid" });
      expect(missing.fields.length).toBeGreaterThan(0);
    }
  });

  test("names the field that is wrong", async () => {
    for (const field of shapeOf(operation)) {
      for (const value of [{ $gt: "" }, Number.MAX_SAFE_INTEGER + 1]) {
        const answer = await refused(operation, withJson({ [field]: value }));
        expect(answer).toMatchObject({ status: 422, code: "request.invalid" });
        expect(answer.fields.some((name) => name === field || name.startsWith(`${field}.`))).toBe(true);
      }
    }
  });
});

/** Bodies that are right, for routes that look at a header after the body. */
const rightBody: Partial<Record<Operation, unknown>> = {
  updateJob: { ...job, categoryId: "design", skills: [] },
  editProposal: { letter: LETTER, terms },
  requestRefund: { reason: "It was never begun" },
};
const asked = (name: "idempotent" | "versioned") => writes.filter((operation) => routeOf(operation)[name]);

test.each(asked("idempotent"))("%s wants an Idempotency-Key, of at most 100 characters", async (operation) => {
  for (const key of ["", "k".repeat(101)]) {
    const request = withJson(rightBody[operation] ?? {}, { "idempotency-key": key });
    expect(await refused(operation, request)).toMatchObject({ status: 400, code: "idempotency.key_required" });
  }
});

test.each(asked("versioned"))("%s wants the version that was edited", async (operation) => {
  for (const version of ["", "1", "*", '"x"', '"-1"', '"1", "2"']) {
    const request = withJson(rightBody[operation] ?? {}, { "if-match": version });
    expect(await refused(operation, request)).toMatchObject({ status: 428, code: "resource.version_required" });
  }
});

test("a body beyond what the gateway takes is refused at its door", async () => {
  const answer = await fetch(`${endpoints.httpUrl}/session/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "x".repeat(10 * 1024 * 1024 + 1),
  });
  expect(answer.status).toBe(413);
});

const reads = operations.filter((operation) => routeOf(operation).query);
test.each(reads)("%s refuses a parameter it does not know", async (operation) => {
  const url = urlOf(endpoints.httpUrl, routes[operation].path, { params: ids, query: { surprise: "1" } });
  const answer = await fetch(url, { headers: { authorization: `Bearer ${everybody.token()}` } });
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([422, "request.invalid"]);
});

test("a token nobody asked for neither helps nor breaks a route for everybody", async () => {
  for (const operation of operations.filter((name) => routeOf(name).caller === "anyone")) {
    const url = urlOf(endpoints.httpUrl, routes[operation].path, { params: ids });
    const { method } = routes[operation];
    for (const token of [everybody.token(), "garbage"]) {
      const answer = await fetch(url, { method, redirect: "manual", headers: { authorization: `Bearer ${token}` } });
      expect([operation, answer.status < 500]).toEqual([operation, true]);
    }
  }
});
