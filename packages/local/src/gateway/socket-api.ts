import type { IncomingMessage } from "node:http";
import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { FunctionInvoker, Trace, VirtualClock } from "../kit.ts";
import { Connection } from "./connection.ts";
import { createGatewayId } from "./format.ts";
import { createFrameWatch } from "./frame-limit.ts";
import { invokeIntegration, type Outcome } from "./invocation.ts";
import type { SocketApi, SocketRoute } from "./model.ts";
import { selectRoute } from "./route-selection.ts";
import { authorizeConnect } from "./socket-authorizer.ts";
import { connectEvent, disconnectEvent, messageEvent, type Peer } from "./socket-event.ts";

/** Limits of WebSocket APIs, in bytes. */
const FRAME_LIMIT = 32 * 1024;
export const MESSAGE_LIMIT = 128 * 1024;

/** How long closing clients and running $disconnect handlers are waited for, in milliseconds. */
const CLOSE_GRACE_MS = 1500;

export interface SocketApiPorts {
  invoker: FunctionInvoker;
  clock: VirtualClock;
  trace: Trace;
}

export interface SocketApiServer {
  /** Takes over an upgrade request; never throws. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
  /** Established connections by id; one is absent until $connect has returned and once it is closing. */
  find(connectionId: string): Connection | undefined;
  /** Closes every connection with 1001 and waits briefly for $disconnect. */
  close(): Promise<void>;
}

export function createSocketApi(api: SocketApi, { invoker, clock, trace }: SocketApiPorts): SocketApiServer {
  const connections = new Map<string, Connection>();
  const running = new Set<Promise<unknown>>();
  const subprotocols = new WeakMap<IncomingMessage, string>();
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MESSAGE_LIMIT,
    handleProtocols: (_offered, request) => subprotocols.get(request) ?? false,
  });

  /** Keeps work nobody awaits in sight, so that closing can wait for it and a failure is told. */
  function track(work: Promise<unknown>): void {
    const settled = work
      .catch((error) => trace.record("socket.error", { apiId: api.apiId, reason: String(error) }))
      .finally(() => running.delete(settled));
    running.add(settled);
  }

  async function run(route: SocketRoute | undefined, event: unknown): Promise<Outcome> {
    if (!route?.integration) return { kind: "result", payload: { statusCode: 200 } };
    const outcome = await invokeIntegration(invoker, route.integration, event);
    if (outcome.kind === "failed") {
      trace.record("socket.error", { apiId: api.apiId, routeKey: route.routeKey, reason: outcome.reason });
    }
    return outcome;
  }

  async function connect(request: IncomingMessage, peer: Peer): Promise<number> {
    const route = api.routes.get("$connect");
    if (route?.authorizer) {
      const decision = await authorizeConnect(api, route.authorizer, invoker, peer, request, clock.now());
      if (!decision.allowed) return decision.status;
      peer.authorizer = decision.context;
    }
    const outcome = await run(route, connectEvent(api, peer, request, clock.now()));
    if (outcome.kind === "timeout") return 504;
    if (outcome.kind !== "result") return 502;
    const status = statusOf(outcome.payload);
    const protocol = headerOf(outcome.payload, "sec-websocket-protocol");
    if (protocol) subprotocols.set(request, protocol);
    return status ?? 502;
  }

  async function receive(connection: Connection, body: string): Promise<void> {
    const { peer } = connection;
    connection.touch();
    const routeKey = selectRoute(api, body);
    const event = messageEvent(api, peer, routeKey ?? "$default", body, clock.now());
    const { requestId } = event.requestContext;
    const fail = (message: string) =>
      reply(connection, JSON.stringify({ message, connectionId: peer.connectionId, requestId }));
    trace.record("socket.message", { connectionId: peer.connectionId, requestId, routeKey });
    if (!routeKey) return fail("Forbidden");
    const route = api.routes.get(routeKey)!;
    const outcome = await run(route, event);
    if (outcome.kind === "timeout") return fail("Endpoint request timed out");
    if (outcome.kind !== "result" || statusOf(outcome.payload) === undefined) return fail("Internal server error");
    const answer = (outcome.payload as { body?: unknown }).body;
    if (route.answers && typeof answer === "string" && answer !== "") await reply(connection, answer);
  }

  /** An answer to a client that has left in the meantime goes nowhere. */
  async function reply(connection: Connection, text: string): Promise<void> {
    if (connection.isOpen) await connection.send(text).catch(() => undefined);
  }

  async function disconnect(peer: Peer, code: number, reason: string): Promise<void> {
    trace.record("socket.disconnect", { connectionId: peer.connectionId, code, reason });
    await run(api.routes.get("$disconnect"), disconnectEvent(api, peer, code, reason, clock.now()));
  }

  function establish(peer: Peer, websocket: WebSocket, raw: Duplex): void {
    const connection = new Connection(peer, websocket, clock);
    connections.set(peer.connectionId, connection);
    trace.record("socket.connect", { connectionId: peer.connectionId, apiId: api.apiId });
    const watch = createFrameWatch(FRAME_LIMIT, () => connection.close(1009, "Message too long"));
    raw.prependListener("data", watch);
    websocket.on("message", (data: Buffer, isBinary) => {
      if (!connection.isOpen) return;
      if (isBinary) connection.close(1003, "Binary messages are not supported");
      else track(receive(connection, data.toString("utf8")));
    });
    websocket.on("error", (error: Error & { code?: string }) => {
      const tooLong = error.code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH";
      connection.ended(tooLong ? 1009 : 1002, tooLong ? "Message too long" : "Protocol error");
    });
    websocket.on("close", (code, reason) => {
      connections.delete(peer.connectionId);
      const ending = connection.ended(code, reason.toString("utf8"));
      track(disconnect(peer, ending.code, ending.reason));
    });
  }

  return {
    async upgrade(request, socket, head) {
      const ignore = () => undefined;
      socket.on("error", ignore);
      if (!isHandshake(request)) return refuseUpgrade(socket, 400);
      const peer: Peer = {
        connectionId: createGatewayId(),
        connectedAt: clock.now(),
        sourceIp: request.socket.remoteAddress ?? "127.0.0.1",
        userAgent: request.headers["user-agent"],
      };
      const status = await connect(request, peer).catch(() => 500);
      if (status < 200 || status > 299) {
        trace.record("socket.refused", { connectionId: peer.connectionId, status });
        return refuseUpgrade(socket, status);
      }
      socket.off("error", ignore);
      let established = false;
      server.handleUpgrade(request, socket, head, (websocket) => {
        established = true;
        establish(peer, websocket, socket);
      });
      // The handler counted this connection in, so a client that left while it ran is still reported as gone.
      if (!established) track(disconnect(peer, 1006, ""));
    },
    find(connectionId) {
      const connection = connections.get(connectionId);
      return connection?.isOpen ? connection : undefined;
    },
    async close() {
      const open = [...connections.values()];
      for (const connection of open) connection.close(1001, "Going away");
      const deadline = Date.now() + CLOSE_GRACE_MS;
      while ((connections.size > 0 || running.size > 0) && Date.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      for (const connection of connections.values()) connection.terminate();
      server.close();
    },
  };
}

/** Whether a request is a WebSocket opening handshake, so that no function runs for one that can't succeed. */
function isHandshake({ method, headers }: IncomingMessage): boolean {
  const key = /^[+/0-9A-Za-z]{22}==$/.test(headers["sec-websocket-key"] ?? "");
  return (
    method === "GET" && key && headers["sec-websocket-version"] === "13" && /^websocket$/i.test(headers.upgrade ?? "")
  );
}

/** Answers an upgrade request with an HTTP error. */
export function refuseUpgrade(socket: Duplex, status: number): void {
  const text = STATUS_CODES[status] ?? "Error";
  const body = JSON.stringify({ message: text });
  socket.end(
    `HTTP/1.1 ${status} ${text}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** The status a handler returned; undefined when its result is not a proxy response. */
function statusOf(result: unknown): number | undefined {
  const status = Number((result as { statusCode?: unknown } | null | undefined)?.statusCode ?? Number.NaN);
  return Number.isInteger(status) && status >= 100 && status <= 599 ? status : undefined;
}

function headerOf(result: unknown, name: string): string | undefined {
  const headers = (result as { headers?: Record<string, unknown> } | null)?.headers ?? {};
  const entry = Object.entries(headers).find(([key]) => key.toLowerCase() === name);
  return typeof entry?.[1] === "string" ? entry[1] : undefined;
}
