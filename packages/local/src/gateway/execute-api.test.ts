import { once } from "node:events";
import {
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { basic, closeAll, closeOf, connect, connectionsClient, gateways, ok, serve } from "./socket-test-kit.ts";

afterEach(closeAll);

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
    client.pause();
    const answer = await sdk.send(new DeleteConnectionCommand({ ConnectionId }));
    expect(answer.$metadata.httpStatusCode).toBe(204);
    const gone = { name: "GoneException", $metadata: { httpStatusCode: 410 } };
    await expect(sdk.send(new PostToConnectionCommand({ ConnectionId, Data: "x" }))).rejects.toMatchObject(gone);
    await expect(sdk.send(new GetConnectionCommand({ ConnectionId }))).rejects.toMatchObject(gone);
    client.resume();
    expect(await closed).toBe(1000);
    await seen("DISCONNECT");
  });

  test("keeps a connection from being idle by posting to it", async () => {
    const { client, ConnectionId } = await connected();
    const sdk = await connectionsClient();
    for (let i = 0; i < 3; i++) {
      await gateways!.clock.advance(9 * 60_000);
      await sdk.send(new PostToConnectionCommand({ ConnectionId, Data: "x" }));
    }
    const closed = closeOf(client);
    await gateways!.clock.advance(10 * 60_000);
    expect(await closed).toBe(1001);
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
