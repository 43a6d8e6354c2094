import { once } from "node:events";
import { createServer, request as httpRequest, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { type ClientOptions, WebSocket } from "ws";
import type { Resource } from "../kit.ts";
import { arnOf, type Handler, type Properties, resource, startTestGateways, type TestGateways } from "./test-kit.ts";

const ok: Handler = () => ({ statusCode: 200 });
const fail: Handler = () => {
  throw new Error("broken");
};

/** A WebSocket API whose routes call functions of the given names. */
function socketApi(
  routes: Record<string, Properties & { function: string; answers?: boolean }>,
  api: Properties = {},
): Resource[] {
  const id = "ws1";
  const invocation = (name: string) =>
    `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arnOf(name)}/invocations`;
  const resources = [
    resource("Api", id, { ProtocolType: "WEBSOCKET", RouteSelectionExpression: "$request.body.action", ...api }),
    resource("Stage", "stage", { ApiId: id, StageName: "live" }),
    resource("Authorizer", "auth", {
      ApiId: id,
      AuthorizerType: "REQUEST",
      AuthorizerUri: invocation("auth"),
      IdentitySource: ["route.request.querystring.ticket"],
    }),
  ];
  for (const [routeKey, { function: name, answers, ...properties }] of Object.entries(routes)) {
    const uri = invocation(name);
    const route = { ApiId: id, RouteKey: routeKey, Target: `integrations/int-${routeKey}`, ...properties };
    resources.push(
      resource("Integration", `int-${routeKey}`, { ApiId: id, IntegrationType: "AWS_PROXY", IntegrationUri: uri }),
      resource("Route", `route-${routeKey}`, route),
    );
    if (answers)
      resources.push(resource("RouteResponse", `answer-${routeKey}`, { ApiId: id, RouteId: `route-${routeKey}` }));
  }
  return resources;
}

const guarded = { AuthorizationType: "CUSTOM", AuthorizerId: "auth" };

let gateways: TestGateways | undefined;
let edge: Server | undefined;
const clients: WebSocket[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.terminate();
  await gateways?.close();
  gateways = undefined;
  edge?.closeAllConnections();
  edge?.close();
  edge = undefined;
});

/** Serves with every event kept by event type and route. */
async function serve(resources: Resource[], handlers: Record<string, Handler>) {
  // biome-ignore lint/suspicious/noExplicitAny: see Handler.
  const events: any[] = [];
  const watched = Object.entries(handlers).map(([name, handler]): [string, Handler] => [
    name,
    (event) => {
      events.push(event);
      return handler(event);
    },
  ]);
  gateways = await startTestGateways(resources, Object.fromEntries(watched));
  const seen = async (eventType: string) => {
    for (let tries = 0; tries < 300; tries++) {
      const found = events.find((event) => event.requestContext.eventType === eventType);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`no ${eventType} event`);
  };
  return { events, seen };
}

function dial(path = "/socket", protocols: string[] = [], options: ClientOptions = {}): WebSocket {
  const client = new WebSocket(`ws://127.0.0.1:${gateways!.appPort}${path}`, protocols, options);
  clients.push(client);
  client.on("error", () => undefined);
  return client;
}

async function connect(...args: Parameters<typeof dial>): Promise<WebSocket> {
  const client = dial(...args);
  await once(client, "open");
  return client;
}

async function refusalOf(path?: string): Promise<number> {
  const [, response] = await once(dial(path), "unexpected-response");
  response.resume();
  return response.statusCode;
}

async function ask(client: WebSocket, message: string): Promise<string> {
  const answer = once(client, "message");
  client.send(message);
  return String((await answer)[0]);
}

async function closeOf(client: WebSocket): Promise<number> {
  return (await once(client, "close"))[0];
}

/** The real SDK client before a plain HTTP server that passes on to the gateway's @connections API. */
async function connectionsClient(stage = "/live") {
  edge = createServer(async (incoming, outgoing) => {
    const body = Buffer.concat(await incoming.toArray());
    const url = new URL(incoming.url!, "http://edge");
    const answer = await gateways!.executeApi.handle({
      service: "execute-api",
      method: incoming.method!,
      path: url.pathname,
      query: url.searchParams,
      headers: incoming.headers as Record<string, string>,
      body,
      principal: { kind: "developer" },
    });
    outgoing.writeHead(answer.status, answer.headers).end(answer.body);
  });
  edge.listen(0, "127.0.0.1");
  await once(edge, "listening");
  const endpoint = `http://127.0.0.1:${(edge.address() as AddressInfo).port}${stage}`;
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  return new ApiGatewayManagementApiClient({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
}

const basic = () =>
  socketApi({ $connect: { function: "main" }, $disconnect: { function: "main" }, $default: { function: "main" } });

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

describe("messages", () => {
  test("go to the route their body selects, with the documented event", async () => {
    const answer: (name: string) => Handler = (name) => (event) => ({
      statusCode: 200,
      body: JSON.stringify({ name, event }),
    });
    const routes = { send: { function: "send", answers: true }, $default: { function: "rest", answers: true } };
    await serve(socketApi(routes), { send: answer("send"), rest: answer("rest") });
    const client = await connect();
    const { name, event } = JSON.parse(await ask(client, '{"action":"send","text":"hi"}'));
    expect(name).toBe("send");
    expect(event).toMatchObject({
      requestContext: { routeKey: "send", eventType: "MESSAGE", messageId: expect.any(String) },
      body: '{"action":"send","text":"hi"}',
      isBase64Encoded: false,
    });
    expect(event).not.toHaveProperty("headers");
    for (const other of ['{"action":"unknown"}', "not json", '{"action":"$connect"}', "{}"]) {
      expect(JSON.parse(await ask(client, other)).name).toBe("rest");
    }
  });

  test("are selected by whatever expression the API has", async () => {
    const routes = { ping: { function: "main", answers: true } };
    const expression = ["$", "{request.body.meta.type}"].join("");
    const api = socketApi(routes, { RouteSelectionExpression: expression });
    await serve(api, { main: () => ({ statusCode: 200, body: "pong" }) });
    expect(await ask(await connect(), '{"meta":{"type":"ping"}}')).toBe("pong");
  });

  test("get no answer from the function unless the route has a response", async () => {
    const routes = { quiet: { function: "main" }, loud: { function: "main", answers: true } };
    await serve(socketApi(routes), { main: (event) => ({ statusCode: 200, body: event.requestContext.routeKey }) });
    const client = await connect();
    client.send('{"action":"quiet"}');
    expect(await ask(client, '{"action":"loud"}')).toBe("loud");
  });

  test("without a route are answered with Forbidden, naming connection and request", async () => {
    const { seen } = await serve(socketApi({ $connect: { function: "main" } }), { main: ok });
    const client = await connect();
    const { connectionId } = (await seen("CONNECT")).requestContext;
    const answer = JSON.parse(await ask(client, "{}"));
    expect(answer).toEqual({ message: "Forbidden", connectionId, requestId: expect.stringMatching(/^[\w-]{15}=$/) });
  });

  test.each<[string, Handler]>([
    ["throws", fail],
    ["returns no status", () => "done"],
  ])("whose function %s are answered with Internal server error", async (_, main) => {
    await serve(socketApi({ $default: { function: "main" } }), { main });
    const client = await connect();
    expect(JSON.parse(await ask(client, "{}"))).toMatchObject({ message: "Internal server error" });
    expect(client.readyState).toBe(WebSocket.OPEN);
  });

  test("of 32 KB in one frame and of 128 KB in several arrive", async () => {
    const main: Handler = ({ body }) => ({ statusCode: 200, body: String(body.length) });
    await serve(socketApi({ $default: { function: "main", answers: true } }), { main });
    const client = await connect();
    expect(await ask(client, "x".repeat(32 * 1024))).toBe("32768");
    const answer = once(client, "message");
    for (let part = 1; part <= 4; part++) client.send("x".repeat(32 * 1024), { fin: part === 4 });
    expect(String((await answer)[0])).toBe("131072");
  });

  test("over 32 KB in one frame close the connection with 1009", async () => {
    const { events, seen } = await serve(basic(), { main: ok });
    const client = await connect();
    client.send("x".repeat(32 * 1024 + 1));
    expect(await closeOf(client)).toBe(1009);
    expect((await seen("DISCONNECT")).requestContext.disconnectStatusCode).toBe(1009);
    expect(events.map((event) => event.requestContext.eventType)).not.toContain("MESSAGE");
  });

  test("over 128 KB in several frames close it with 1009 too", async () => {
    const { seen } = await serve(basic(), { main: ok });
    const client = await connect();
    for (let part = 1; part <= 5; part++) client.send("x".repeat(32 * 1024), { fin: part === 5 });
    expect(await closeOf(client)).toBe(1009);
    expect((await seen("DISCONNECT")).requestContext.disconnectStatusCode).toBe(1009);
  });

  test("in binary close it with 1003", async () => {
    await serve(basic(), { main: ok });
    const client = await connect();
    client.send(Buffer.from([1, 2]));
    expect(await closeOf(client)).toBe(1003);
  });
});

describe("disconnecting", () => {
  test("is told with the client's code and reason, once", async () => {
    const { events, seen } = await serve(basic(), { main: ok });
    const client = await connect();
    client.close(4001, "bye");
    const { requestContext } = await seen("DISCONNECT");
    expect(requestContext).toMatchObject({
      routeKey: "$disconnect",
      disconnectStatusCode: 4001,
      disconnectReason: "bye",
    });
    expect(requestContext.connectionId).toBe(events[0].requestContext.connectionId);
    await gateways!.close();
    expect(events).toHaveLength(2);
    expect(gateways!.clock.pending()).toBe(0);
  });

  test("is told with 1006 when the client vanishes, also while $connect runs", async () => {
    const { seen } = await serve(basic(), {
      main: () => new Promise((resolve) => setTimeout(resolve, 50, { statusCode: 200 })),
    });
    const client = dial();
    await seen("CONNECT");
    client.terminate();
    expect((await seen("DISCONNECT")).requestContext.disconnectStatusCode).toBe(1006);
  });

  test("comes after 10 idle minutes of virtual time; traffic puts it off", async () => {
    const { seen } = await serve(
      socketApi({ $disconnect: { function: "main" }, $default: { function: "main", answers: true } }),
      {
        main: () => ({ statusCode: 200, body: "ok" }),
      },
    );
    const client = await connect();
    await gateways!.clock.advance(9 * 60_000);
    await ask(client, "{}");
    await gateways!.clock.advance(9 * 60_000);
    expect(await ask(client, "{}")).toBe("ok");
    const closed = closeOf(client);
    await gateways!.clock.advance(10 * 60_000);
    expect(await closed).toBe(1001);
    expect((await seen("DISCONNECT")).requestContext.disconnectStatusCode).toBe(1001);
  });

  test("comes after 2 hours of virtual time however busy the connection is", async () => {
    await serve(socketApi({ $default: { function: "main", answers: true } }), {
      main: () => ({ statusCode: 200, body: "ok" }),
    });
    const client = await connect();
    const closed = closeOf(client);
    for (let i = 0; i < 14; i++) {
      expect(await ask(client, "{}")).toBe("ok");
      await gateways!.clock.advance(8.5 * 60_000);
    }
    expect(client.readyState).toBe(WebSocket.OPEN);
    await gateways!.clock.advance(60_000);
    expect(await closed).toBe(1001);
  });

  test("comes with 1001 when the gateway closes, which waits for $disconnect", async () => {
    const { events } = await serve(basic(), { main: ok });
    const closed = closeOf(await connect());
    await gateways!.close();
    expect(await closed).toBe(1001);
    expect(events.at(-1).requestContext.disconnectStatusCode).toBe(1001);
  });
});

describe("@connections", () => {
  async function connected() {
    const { seen } = await serve(basic(), { main: ok });
    const client = await connect("/socket", [], { headers: { "User-Agent": "test-client" } });
    return { client, ConnectionId: (await seen("CONNECT")).requestContext.connectionId as string, seen };
  }

  test.each(["", "/live", "/ws1/live"])("posts a text message to a connection, addressed below %j", async (root) => {
    const { client, ConnectionId } = await connected();
    const sdk = await connectionsClient(root);
    const received = once(client, "message");
    const answer = await sdk.send(new PostToConnectionCommand({ ConnectionId, Data: '{"a":"é"}' }));
    expect(answer.$metadata.httpStatusCode).toBe(200);
    const [data, isBinary] = await received;
    expect([String(data), isBinary]).toEqual(['{"a":"é"}', false]);
  });

  test("describes a connection", async () => {
    const { ConnectionId } = await connected();
    const found = await (await connectionsClient()).send(new GetConnectionCommand({ ConnectionId }));
    expect(found).toMatchObject({ Identity: { SourceIp: "127.0.0.1", UserAgent: "test-client" } });
    expect(found.ConnectedAt).toBeInstanceOf(Date);
    expect(found.LastActiveAt!.getTime()).toBeGreaterThanOrEqual(found.ConnectedAt!.getTime());
  });

  test("closes a connection, which is gone at once", async () => {
    const { client, ConnectionId, seen } = await connected();
    const sdk = await connectionsClient();
    const closed = closeOf(client);
    const answer = await sdk.send(new DeleteConnectionCommand({ ConnectionId }));
    expect(answer.$metadata.httpStatusCode).toBe(204);
    const gone = { name: "GoneException", $metadata: { httpStatusCode: 410 } };
    await expect(sdk.send(new PostToConnectionCommand({ ConnectionId, Data: "x" }))).rejects.toMatchObject(gone);
    await expect(sdk.send(new GetConnectionCommand({ ConnectionId }))).rejects.toMatchObject(gone);
    expect(await closed).toBe(1000);
    await seen("DISCONNECT");
  });

  test("refuses messages over 128 KB and ids no gateway gives", async () => {
    const { ConnectionId } = await connected();
    const sdk = await connectionsClient();
    const large = new PostToConnectionCommand({ ConnectionId, Data: "x".repeat(128 * 1024 + 1) });
    await expect(sdk.send(large)).rejects.toMatchObject({ name: "PayloadTooLargeException" });
    const odd = new PostToConnectionCommand({ ConnectionId: "nobody", Data: "x" });
    await expect(sdk.send(odd)).rejects.toMatchObject({ name: "BadRequestException" });
  });

  test("doesn't know a connection before $connect has returned", async () => {
    let failure: unknown;
    await serve(basic(), {
      main: async ({ requestContext: { eventType, connectionId } }) => {
        if (eventType === "CONNECT") {
          const sdk = await connectionsClient();
          const post = new PostToConnectionCommand({ ConnectionId: connectionId, Data: "early" });
          failure = await sdk.send(post).catch((error) => error);
        }
        return { statusCode: 200 };
      },
    });
    await connect();
    expect(failure).toMatchObject({ name: "GoneException" });
  });
});
