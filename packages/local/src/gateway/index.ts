import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { Deployment, FunctionInvoker, Service, Trace, VirtualClock } from "../kit.ts";
import { createExecuteApi } from "./execute-api.ts";
import { createHttpApi, type HttpApiHandler } from "./http-api.ts";
import type { IssuerKeys } from "./jwt.ts";
import { readHttpApis, readSocketApis } from "./model.ts";
import { createSocketApi, refuseUpgrade, type SocketApiServer } from "./socket-api.ts";
import { createStaticSite } from "./static-site.ts";

export type { IssuerKeys } from "./jwt.ts";

export interface GatewayOptions {
  deployment: Deployment;
  invoker: FunctionInvoker;
  clock: VirtualClock;
  trace: Trace;
  /** Port on 127.0.0.1; 0 takes a free one. */
  appPort: number;
  /** Public keys by issuer, for JWT authorizers. */
  verifyIssuerKeys: IssuerKeys;
  /** Folder of the built single-page application. */
  staticDir?: string;
  /** Served as /config.json. */
  runtimeConfig?: unknown;
  /** Headers of static answers, such as content-security-policy. */
  securityHeaders?: Record<string, string>;
}

export interface Gateways {
  appPort: number;
  /** The @connections API, for the edge. */
  executeApi: Service;
  close(): Promise<void>;
}

/** First segments of the paths that lead to the APIs. */
const HTTP_ROOT = "/api";
const FURTHER_HTTP_ROOT = "/_api";
const SOCKET_ROOT = "/socket";
const FURTHER_SOCKET_ROOT = "/_socket";

/**
 * Serves the deployment's APIs and the application on one origin: the first HTTP API under /api, the first WebSocket
 * API under /socket, further ones under /_api/{apiId} and /_socket/{apiId}, the application everywhere else.
 * Rejects when the port is taken or the templates hold what the gateways do not serve.
 */
export async function startGateways(options: GatewayOptions): Promise<Gateways> {
  const { deployment, invoker, clock, trace, verifyIssuerKeys: issuerKeys } = options;
  const httpApis = new Map<string, HttpApiHandler>();
  for (const [index, api] of readHttpApis(deployment).entries()) {
    const root = index === 0 ? HTTP_ROOT : `${FURTHER_HTTP_ROOT}/${api.apiId}`;
    httpApis.set(root, createHttpApi(api, { invoker, clock, trace, issuerKeys }));
  }
  const socketApis = new Map<string, SocketApiServer>();
  for (const [index, api] of readSocketApis(deployment).entries()) {
    const root = index === 0 ? SOCKET_ROOT : `${FURTHER_SOCKET_ROOT}/${api.apiId}`;
    socketApis.set(root, createSocketApi(api, { invoker, clock, trace }));
  }
  const headers = options.securityHeaders ?? {};
  const site = options.staticDir ? createStaticSite({ staticDir: options.staticDir, headers }) : undefined;

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const path = pathOf(incoming);
    const mounted = mountOf(httpApis, path);
    if (mounted) return mounted.value(incoming, outgoing, mounted.rest);
    if (path === "/config.json" && options.runtimeConfig !== undefined) {
      outgoing.writeHead(200, { ...headers, "content-type": "application/json", "cache-control": "no-cache" });
      outgoing.end(JSON.stringify(options.runtimeConfig));
      return;
    }
    // A path of the APIs never falls through to the application's page.
    const reserved = [HTTP_ROOT, FURTHER_HTTP_ROOT, SOCKET_ROOT, FURTHER_SOCKET_ROOT];
    if (site && !reserved.some((root) => isBelow(root, path))) return site(incoming, outgoing, path);
    outgoing.writeHead(404, { "content-type": "application/json" }).end('{"message":"Not Found"}');
  }

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch((error) => {
      trace.record("http.error", { path: incoming.url, reason: String(error) });
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(500, { "content-type": "application/json" }).end('{"message":"Internal Server Error"}');
    });
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const mounted = mountOf(socketApis, pathOf(request));
    if (mounted && (mounted.rest === "/" || mounted.rest === "")) void mounted.value.upgrade(request, socket, head);
    else
      refuseUpgrade(
        socket.on("error", () => undefined),
        404,
      );
  });

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.appPort, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });

  return {
    appPort: (server.address() as AddressInfo).port,
    executeApi: createExecuteApi((id) => {
      for (const api of socketApis.values()) {
        const connection = api.find(id);
        if (connection) return connection;
      }
      return undefined;
    }),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all([...socketApis.values()].map((api) => api.close()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function pathOf({ url = "/" }: IncomingMessage): string {
  return url.split("?", 1)[0]!;
}

function isBelow(root: string, path: string): boolean {
  return path === root || path.startsWith(`${root}/`);
}

/** The API mounted at the beginning of the path, and the path below it. */
function mountOf<T>(mounts: Map<string, T>, path: string): { value: T; rest: string } | undefined {
  for (const [root, value] of mounts) {
    if (isBelow(root, path)) return { value, rest: path.slice(root.length) || "/" };
  }
  return undefined;
}
