import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { WebSocket } from "ws";
import {
  ask,
  basic,
  closeAll,
  connect,
  fail,
  gateways,
  guarded,
  ok,
  refusalOf,
  serve,
  socketApi,
} from "./socket-test-kit.ts";
import type { Handler, Properties } from "./test-kit.ts";

afterEach(closeAll);

describe("connecting", () => {
  test("tells the function who connects, with headers and query", async () => {
    const { seen } = await serve(basic(), { main: ok });
    await connect("/socket?a=1&a=2", [], { headers: { "User-Agent": "test-client" } });
    const event = await seen("CONNECT");
    expect(event).toMatchObject({
      headers: { "User-Agent": "test-client" },
      multiValueHeaders: { "User-Agent": ["test-client"] },
      queryStringParameters: { a: "2" },
      multiValueQueryStringParameters: { a: ["1", "2"] },
      requestContext: {
        routeKey: "$connect",
        eventType: "CONNECT",
        connectionId: expect.stringMatching(/^[\w-]{15}=$/),
        connectedAt: expect.any(Number),
        requestTimeEpoch: expect.any(Number),
        domainName: "ws1.execute-api.us-east-1.amazonaws.com",
        stage: "live",
        apiId: "ws1",
        messageDirection: "IN",
        identity: { sourceIp: "127.0.0.1", userAgent: "test-client" },
      },
      isBase64Encoded: false,
    });
    expect(event).not.toHaveProperty("body");
  });

  test("is refused with the status the function returns, and no $disconnect follows", async () => {
    const { events } = await serve(basic(), { main: () => ({ statusCode: 403 }) });
    expect(await refusalOf()).toBe(403);
    expect(events).toHaveLength(1);
  });

  test.each<[string, Handler]>([
    ["throws", fail],
    ["returns no status", () => ({})],
  ])("is refused with 502 when the function %s", async (_, main) => {
    await serve(basic(), { main });
    expect(await refusalOf()).toBe(502);
  });

  test("needs no $connect route", async () => {
    await serve(socketApi({ $default: { function: "main" } }), { main: ok });
    expect((await connect()).readyState).toBe(WebSocket.OPEN);
  });

  test("without a valid handshake is 400 and no function runs", async () => {
    const { events } = await serve(basic(), { main: ok });
    const headers = { connection: "Upgrade", upgrade: "websocket", "sec-websocket-version": "13" };
    const request = httpRequest({ port: gateways!.appPort, host: "127.0.0.1", path: "/socket", headers }).end();
    const [response] = await once(request, "response");
    response.resume();
    expect([response.statusCode, events]).toEqual([400, []]);
  });

  test("at another path is 404", async () => {
    await serve(basic(), { main: ok });
    expect(await refusalOf("/elsewhere")).toBe(404);
  });

  test("agrees on the subprotocol the function names", async () => {
    await serve(basic(), { main: () => ({ statusCode: 200, headers: { "Sec-WebSocket-Protocol": "chat.v2" } }) });
    expect((await connect("/socket", ["chat.v1", "chat.v2"])).protocol).toBe("chat.v2");
  });
});

describe("the authorizer of $connect", () => {
  const api = () =>
    socketApi({ $connect: { function: "main", ...guarded }, $default: { function: "main", answers: true } });
  const policy = (Effect: string, Resource: string, context?: Properties) => ({
    principalId: "user-1",
    policyDocument: { Version: "2012-10-17", Statement: [{ Action: "execute-api:Invoke", Effect, Resource }] },
    context,
  });

  test("lets a connection pass and its context reaches every later event as strings", async () => {
    const { events } = await serve(api(), {
      auth: (event) => policy("Allow", event.methodArn, { userId: "u1", level: 3 }),
      main: (event) => ({ statusCode: 200, body: JSON.stringify(event.requestContext.authorizer ?? {}) }),
    });
    const client = await connect("/socket?ticket=t1");
    const expected = { principalId: "user-1", userId: "u1", level: "3" };
    expect(events[0]).toMatchObject({
      type: "REQUEST",
      methodArn: "arn:aws:execute-api:us-east-1:000000000000:ws1/live/$connect",
      queryStringParameters: { ticket: "t1" },
    });
    expect(events[1].requestContext.authorizer).toMatchObject(expected);
    expect(JSON.parse(await ask(client, "{}"))).toMatchObject(expected);
  });

  test("isn't asked when the identity source is missing: 401", async () => {
    const { events } = await serve(api(), { auth: () => policy("Allow", "*"), main: ok });
    expect(await refusalOf()).toBe(401);
    expect(events).toEqual([]);
  });

  test.each<[string, number, Handler]>([
    ["denies", 403, () => policy("Deny", "*")],
    [
      "allows and denies",
      403,
      () => ({
        principalId: "user-1",
        policyDocument: {
          Statement: [
            { Action: "execute-api:*", Effect: "Allow", Resource: "*" },
            { Action: ["execute-api:Invoke"], Effect: "Deny", Resource: ["arn:aws:execute-api:*/live/$connect"] },
          ],
        },
      }),
    ],
    ["allows another resource only", 403, () => policy("Allow", "arn:aws:execute-api:us-east-1:000000000000:other/*")],
    [
      "throws Unauthorized",
      401,
      () => {
        throw new Error("Unauthorized");
      },
    ],
    ["throws anything else", 500, fail],
    ["answers without a policy", 500, () => ({ principalId: "user-1" })],
    ["puts an object in the context", 500, () => policy("Allow", "*", { user: { id: 1 } })],
  ])("that %s refuses with %i and $connect doesn't run", async (_, status, auth) => {
    const { events } = await serve(api(), { auth, main: ok });
    expect(await refusalOf("/socket?ticket=t1")).toBe(status);
    expect(events).toHaveLength(1);
  });
});
