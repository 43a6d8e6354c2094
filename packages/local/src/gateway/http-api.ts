import type { IncomingMessage, ServerResponse } from "node:http";
import type { FunctionInvoker, Trace, VirtualClock } from "../kit.ts";
import { corsHeaders, isPreflight } from "./cors.ts";
import { createGatewayId } from "./format.ts";
import { invokeIntegration } from "./invocation.ts";
import { createJwtAuthorization, type IssuerKeys } from "./jwt.ts";
import type { HttpApi } from "./model.ts";
import { type AuthorizedToken, type GatewayRequest, type GatewayResponse, toEvent, toResponse } from "./payload.ts";
import { compileRoutes } from "./routing.ts";
import { createThrottle } from "./throttle.ts";

/** Largest request body an HTTP API takes, in bytes. */
const BODY_LIMIT = 10 * 1024 * 1024;

export interface HttpApiPorts {
  invoker: FunctionInvoker;
  clock: VirtualClock;
  trace: Trace;
  issuerKeys: IssuerKeys;
}

/** Answers one request to an HTTP API; `path` is the encoded path below the API's root. */
export type HttpApiHandler = (incoming: IncomingMessage, outgoing: ServerResponse, path: string) => Promise<void>;

export function createHttpApi(api: HttpApi, { invoker, clock, trace, issuerKeys }: HttpApiPorts): HttpApiHandler {
  const findRoute = compileRoutes(api.routes);
  const throttles = new Map(api.routes.map((route) => [route, createThrottle(route.throttle, clock)]));
  const authorize = createJwtAuthorization(issuerKeys, clock);

  async function respond(request: GatewayRequest, headers: IncomingMessage["headers"]): Promise<GatewayResponse> {
    const match = findRoute(request.method, request.path);
    if (!match) {
      const preflight = api.cors && isPreflight(request.method, headers);
      return preflight ? { status: 204, headers: {}, cookies: [], body: Buffer.alloc(0) } : message(404, "Not Found");
    }
    const { route } = match;
    if (!throttles.get(route)!()) return message(429, "Too Many Requests");

    let token: AuthorizedToken | undefined;
    if (route.authorizer) {
      const query = new URLSearchParams(request.rawQuery);
      const authorization = await authorize(route, route.authorizer, { headers, query });
      if (!authorization.allowed) {
        const text = authorization.status === 401 ? "Unauthorized" : "Forbidden";
        return message(authorization.status, text, { "www-authenticate": authorization.challenge });
      }
      token = authorization.token;
    }

    const outcome = await invokeIntegration(invoker, route.integration, toEvent(api, match, request, token));
    if (outcome.kind === "event-too-large") return message(413, "Request Entity Too Large");
    if (outcome.kind === "timeout") return message(503, "Service Unavailable");
    const response = outcome.kind === "result" ? toResponse(outcome.payload) : undefined;
    if (!response) {
      const reason = outcome.kind === "failed" ? outcome.reason : "malformed Lambda proxy response";
      trace.record("http.error", { requestId: request.requestId, routeKey: route.routeKey, reason });
    }
    return response ?? message(500, "Internal Server Error");
  }

  return async (incoming, outgoing, path) => {
    const startedAt = performance.now();
    const requestId = createGatewayId();
    const method = incoming.method ?? "GET";
    const body = await readBody(incoming);
    const url = incoming.url ?? "/";
    const request = {
      method,
      path,
      rawQuery: url.includes("?") ? url.slice(url.indexOf("?") + 1) : "",
      protocol: `HTTP/${incoming.httpVersion}`,
      rawHeaders: incoming.rawHeaders,
      body: body ?? Buffer.alloc(0),
      sourceIp: incoming.socket.remoteAddress ?? "127.0.0.1",
      requestId,
      time: clock.now(),
    };
    const response = body ? await respond(request, incoming.headers) : message(413, "Request Entity Too Large");
    const headers: Record<string, string> = { ...response.headers };
    if (api.cors) {
      // The configuration is the only authority: what the function says about origins is dropped, as on AWS.
      for (const name of Object.keys(headers)) if (name.startsWith("access-control-")) delete headers[name];
      Object.assign(headers, corsHeaders(api.cors, incoming.headers.origin, isPreflight(method, incoming.headers)));
    }
    headers["apigw-requestid"] = requestId;
    const status = send(outgoing, { ...response, headers });
    trace.record("http.request", {
      requestId,
      apiId: api.apiId,
      method,
      path,
      status,
      durationMs: Math.round(performance.now() - startedAt),
    });
  };
}

/** Writes the response; one that HTTP cannot carry, such as a header with a line break, becomes a 500. */
function send(outgoing: ServerResponse, response: GatewayResponse): number {
  try {
    for (const [name, value] of Object.entries(response.headers)) outgoing.setHeader(name, value);
    if (response.cookies.length > 0) outgoing.setHeader("set-cookie", response.cookies);
  } catch {
    for (const name of outgoing.getHeaderNames()) outgoing.removeHeader(name);
    const requestId = response.headers["apigw-requestid"]!;
    return send(outgoing, message(500, "Internal Server Error", { "apigw-requestid": requestId }));
  }
  outgoing.statusCode = response.status;
  if (response.status !== 204 && response.status !== 304) outgoing.setHeader("content-length", response.body.length);
  outgoing.end(response.body);
  return response.status;
}

function message(status: number, text: string, headers: Record<string, string> = {}): GatewayResponse {
  const body = Buffer.from(JSON.stringify({ message: text }));
  return { status, headers: { "content-type": "application/json", ...headers }, cookies: [], body };
}

/** The whole body, or undefined when it is over the limit; what is over is read and dropped so the answer arrives. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size <= BODY_LIMIT) chunks.push(chunk);
    else chunks.length = 0;
  }
  return size <= BODY_LIMIT ? Buffer.concat(chunks) : undefined;
}
