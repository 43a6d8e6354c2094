import { once } from "node:events";
import { WebSocket } from "ws";
import {
  ask,
  basic,
  closeAll,
  closeOf,
  connect,
  dial,
  fail,
  gateways,
  ok,
  serve,
  socketApi,
} from "./socket-test-kit.ts";
import type { Handler } from "./test-kit.ts";

afterEach(closeAll);

describe("messages", () => {
  test("go to the route their body selects, with the documented event", async () => {
    const answer: (name: string) => Handler = (name) => (event) => ({
      statusCode: 200,
      body: JSON.stringify({ name, event }),
    });
    const routes = { send: { function: "send", answers: true }, $default: { function: "rest", answers: true } };
    const reserved = { $connect: { function: "connect" } };
    await serve(socketApi({ ...routes, ...reserved }), { send: answer("send"), rest: answer("rest"), connect: ok });
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
