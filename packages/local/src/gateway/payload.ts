/**
 * Lambda proxy integration, payload format 2.0: the event a function gets and the response its result means.
 * Shapes: API Gateway developer guide, "Create AWS Lambda proxy integrations for HTTP APIs".
 */
import { ACCOUNT_ID } from "../kit.ts";
import { decodeOrKeep, logTime, traceHeader } from "./format.ts";
import { domainOf, type HttpApi, type HttpRoute } from "./model.ts";
import type { RouteMatch } from "./routing.ts";

export interface GatewayRequest {
  method: string;
  /** Encoded path below the API's root, beginning with "/". */
  path: string;
  /** Encoded query without "?". */
  rawQuery: string;
  protocol: string;
  /** Names and values as received, alternating. */
  rawHeaders: string[];
  body: Buffer;
  sourceIp: string;
  requestId: string;
  /** Milliseconds since the epoch. */
  time: number;
}

export interface GatewayResponse {
  status: number;
  headers: Record<string, string>;
  cookies: string[];
  body: Buffer;
}

/** Claims and scopes as a JWT authorizer hands them on: every claim a string. */
export interface AuthorizedToken {
  claims: Record<string, string>;
  scopes: string[] | null;
}

/** Headers that belong to one connection and are not passed on. */
const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

export function toEvent(api: HttpApi, match: RouteMatch<HttpRoute>, request: GatewayRequest, token?: AuthorizedToken) {
  const { headers, cookies } = headersOf(request);
  const query = queryOf(request.rawQuery);
  const text = isText(headers["content-type"]);
  const path = decodeOrKeep(api.stage === "$default" ? request.path : `/${api.stage}${request.path}`);
  return {
    version: "2.0",
    routeKey: match.route.routeKey,
    rawPath: path,
    rawQueryString: request.rawQuery,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...(query && { queryStringParameters: query }),
    requestContext: {
      accountId: ACCOUNT_ID,
      apiId: api.apiId,
      ...(token && { authorizer: { jwt: token } }),
      domainName: domainOf(api),
      domainPrefix: api.apiId,
      http: {
        method: request.method,
        path,
        protocol: request.protocol,
        sourceIp: request.sourceIp,
        userAgent: headers["user-agent"] ?? "",
      },
      requestId: request.requestId,
      routeKey: match.route.routeKey,
      stage: api.stage,
      time: logTime(request.time),
      timeEpoch: request.time,
    },
    ...(match.pathParameters && { pathParameters: match.pathParameters }),
    ...(api.stageVariables && { stageVariables: api.stageVariables }),
    ...(request.body.length > 0 && { body: request.body.toString(text ? "utf8" : "base64") }),
    isBase64Encoded: request.body.length > 0 && !text,
  };
}

/** API Gateway passes these types as text and everything else, forms included, as base64. */
function isText(contentType = ""): boolean {
  const type = contentType.split(";")[0]!.trim().toLowerCase();
  return type.startsWith("text/") || /^application\/(json|javascript|xml)$/.test(type);
}

function headersOf(request: GatewayRequest) {
  const headers: Record<string, string> = {};
  const cookies: string[] = [];
  for (let i = 0; i < request.rawHeaders.length; i += 2) {
    const name = request.rawHeaders[i]!.toLowerCase();
    const value = request.rawHeaders[i + 1]!;
    if (HOP_BY_HOP.has(name)) continue;
    if (name === "cookie") cookies.push(...value.split(";").map((cookie) => cookie.trim()));
    else headers[name] = name in headers ? `${headers[name]},${value}` : value;
  }
  const forwarded = headers["x-forwarded-for"];
  headers["x-forwarded-for"] = forwarded ? `${forwarded}, ${request.sourceIp}` : request.sourceIp;
  headers["x-forwarded-proto"] = "http";
  headers["x-amzn-trace-id"] ??= traceHeader(request.time);
  return { headers, cookies: cookies.filter(Boolean) };
}

function queryOf(rawQuery: string): Record<string, string> | undefined {
  if (rawQuery === "") return undefined;
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQuery)) {
    query[name] = Object.hasOwn(query, name) ? `${query[name]},${value}` : value;
  }
  return query;
}

/**
 * What a function's result means. A result without statusCode is the body of a 200 in JSON.
 * Returns undefined when it is malformed, which API Gateway answers with 500.
 */
export function toResponse(result: unknown): GatewayResponse | undefined {
  if (!isRecord(result) || result.statusCode === undefined) {
    const body = typeof result === "string" ? result : JSON.stringify(result ?? null);
    return { status: 200, headers: { "content-type": "application/json" }, cookies: [], body: Buffer.from(body) };
  }
  const status = Number(result.statusCode);
  const headers = result.headers ?? {};
  const cookies = result.cookies ?? [];
  const body = result.body ?? "";
  if (!Number.isInteger(status) || status < 200 || status > 599) return undefined;
  if (!isRecord(headers) || typeof body !== "string") return undefined;
  if (!Array.isArray(cookies) || !cookies.every((cookie) => typeof cookie === "string")) return undefined;

  const sent: Record<string, string> = { "content-type": "text/plain; charset=utf-8" };
  for (const [name, value] of Object.entries(headers)) {
    if (!["string", "number", "boolean"].includes(typeof value)) return undefined;
    const key = name.toLowerCase();
    if (!HOP_BY_HOP.has(key) && key !== "content-length") sent[key] = String(value);
  }
  return {
    status,
    headers: sent,
    cookies,
    body: Buffer.from(body, result.isBase64Encoded === true ? "base64" : "utf8"),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
