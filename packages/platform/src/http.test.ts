import { defineRoutes } from "@freelancerm/contracts/route";
import { createMemoryTable } from "@freelancerm/data/memory-table";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import * as z from "zod/mini";
import { implement } from "./http.ts";

const route = { method: "POST", summary: "", response: z.object({}) } as const;
const routes = defineRoutes({
  ask: { ...route, path: "/ask", caller: "anyone", limit: { max: 2, seconds: 60 } },
  act: { ...route, path: "/act", caller: "user", limit: { max: 2, seconds: 60 } },
  say: { ...route, path: "/say", caller: "anyone", body: z.strictObject({ text: z.string() }) },
});
const bound = () =>
  implement(routes, () => ({ ask: async () => ({}), act: async () => ({}), say: async () => ({}) })).with({
    table: createMemoryTable(),
    clock: { now: () => 0 },
    verifyToken: async (id) => ({ id, roles: [], staffRoles: [] }),
  });

type Sent = { path: string; headers?: Record<string, string>; sourceIp?: string; body?: string };
const requestOf = ({ path, headers = {}, sourceIp = "192.0.2.1", body }: Sent) =>
  ({ routeKey: `POST ${path}`, headers, body, requestContext: { http: { sourceIp } } }) as APIGatewayProxyEventV2;

function caller() {
  const handler = bound();
  return async (sent: Sent) => (await handler(requestOf(sent), { awsRequestId: "1" } as Context)).statusCode;
}

test("what anybody may call is counted by address: neither tokens nor headers start a new count", async () => {
  const send = caller();
  const statuses: unknown[] = [];
  for (const name of ["a", "b", "c", "d"]) {
    const headers = { authorization: `Bearer ${name}`, "x-forwarded-for": `198.51.100.${statuses.length}` };
    statuses.push(await send({ path: "/ask", headers }));
  }
  expect(statuses).toEqual([200, 200, 429, 429]);
  expect(await send({ path: "/ask", sourceIp: "192.0.2.2" })).toBe(200);
});

test("callers behind one edge have a count each, and whoever invents them does not get far", async () => {
  const send = caller();
  const behind = (viewer: string) =>
    send({ path: "/ask", sourceIp: "192.0.2.9", headers: { "x-forwarded-for": `10.0.0.1, ${viewer}, 192.0.2.9` } });
  expect([await behind("198.51.100.1"), await behind("198.51.100.1"), await behind("198.51.100.1")]).toEqual([
    200, 200, 429,
  ]);
  expect(await behind("198.51.100.2")).toBe(200);
  const invented = await Promise.all(Array.from({ length: 200 }, (_, index) => behind(`203.0.113.${index}`)));
  expect(invented.filter((status) => status === 200).length).toBeLessThanOrEqual(100);
  expect(await send({ path: "/ask", sourceIp: "192.0.2.2" })).toBe(200);
});

test("what somebody does is counted by who they are, wherever they are", async () => {
  const send = caller();
  const act = (name: string, sourceIp: string) =>
    send({ path: "/act", headers: { authorization: `Bearer ${name}` }, sourceIp });
  expect([await act("a", "192.0.2.1"), await act("a", "192.0.2.2"), await act("a", "192.0.2.3")]).toEqual([
    200, 200, 429,
  ]);
  expect(await act("b", "192.0.2.1")).toBe(200);
});

test.each([
  ["application/json", 200],
  ["Application/JSON; charset=utf-8", 200],
  ["application/json ;charset=utf-8", 200],
  ["application/json-patch+json", 415],
  ["application/jsonp", 415],
  ["text/plain", 415],
  ["text/plain, application/json", 415],
])("a body of type %s is answered with %d", async (type, status) => {
  const send = caller();
  expect(await send({ path: "/say", headers: { "content-type": type }, body: '{"text":"x"}' })).toBe(status);
});
