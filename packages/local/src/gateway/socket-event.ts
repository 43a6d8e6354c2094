/** Events of WebSocket APIs, in the shapes of the API Gateway developer guide's WebSocket integration requests. */
import type { IncomingMessage } from "node:http";
import { createGatewayId, logTime, traceHeader } from "./format.ts";
import { domainOf, type SocketApi } from "./model.ts";

/** Who is on the other end of a connection, kept from the upgrade request on. */
export interface Peer {
  connectionId: string;
  /** Milliseconds since the epoch. */
  connectedAt: number;
  sourceIp: string;
  userAgent?: string;
  /** What the authorizer of $connect said. */
  authorizer?: Record<string, unknown>;
}

type EventType = "CONNECT" | "MESSAGE" | "DISCONNECT";

export function contextOf(api: SocketApi, peer: Peer, routeKey: string, eventType: EventType, now: number) {
  const requestId = createGatewayId();
  return {
    routeKey,
    ...(peer.authorizer && { authorizer: peer.authorizer }),
    ...(eventType === "MESSAGE" && { messageId: createGatewayId() }),
    eventType,
    extendedRequestId: requestId,
    requestTime: logTime(now),
    messageDirection: "IN",
    stage: api.stage,
    connectedAt: peer.connectedAt,
    requestTimeEpoch: now,
    identity: { ...(peer.userAgent && { userAgent: peer.userAgent }), sourceIp: peer.sourceIp },
    requestId,
    domainName: domainOf(api),
    connectionId: peer.connectionId,
    apiId: api.apiId,
  };
}

export function connectEvent(api: SocketApi, peer: Peer, upgrade: IncomingMessage, now: number) {
  return {
    ...upgradeParameters(upgrade, peer, now),
    ...(api.stageVariables && { stageVariables: api.stageVariables }),
    requestContext: contextOf(api, peer, "$connect", "CONNECT", now),
    isBase64Encoded: false,
  };
}

export function messageEvent(api: SocketApi, peer: Peer, routeKey: string, body: string, now: number) {
  return {
    requestContext: contextOf(api, peer, routeKey, "MESSAGE", now),
    ...(api.stageVariables && { stageVariables: api.stageVariables }),
    body,
    isBase64Encoded: false,
  };
}

export function disconnectEvent(api: SocketApi, peer: Peer, code: number, reason: string, now: number) {
  const headers = { Host: domainOf(api), "x-api-key": "", "X-Forwarded-For": "", "x-restapi": "" };
  return {
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    ...(api.stageVariables && { stageVariables: api.stageVariables }),
    requestContext: {
      ...contextOf(api, peer, "$disconnect", "DISCONNECT", now),
      disconnectStatusCode: code,
      disconnectReason: reason,
    },
    isBase64Encoded: false,
  };
}

/** Headers (names as sent) and query of the upgrade request, each once with the last value and once with all. */
export function upgradeParameters(upgrade: IncomingMessage, peer: Peer, now: number) {
  const headers = new Map<string, string[]>();
  for (let i = 0; i < upgrade.rawHeaders.length; i += 2)
    append(headers, upgrade.rawHeaders[i]!, upgrade.rawHeaders[i + 1]!);
  append(headers, "X-Forwarded-For", peer.sourceIp);
  append(headers, "X-Amzn-Trace-Id", traceHeader(now));
  const query = new Map<string, string[]>();
  const url = upgrade.url ?? "";
  const rawQuery = url.includes("?") ? url.slice(url.indexOf("?") + 1) : "";
  for (const [name, value] of new URLSearchParams(rawQuery)) append(query, name, value);
  return {
    headers: lastOf(headers),
    multiValueHeaders: Object.fromEntries(headers),
    ...(query.size > 0 && {
      queryStringParameters: lastOf(query),
      multiValueQueryStringParameters: Object.fromEntries(query),
    }),
  };
}

function append(values: Map<string, string[]>, name: string, value: string): void {
  values.set(name, [...(values.get(name) ?? []), value]);
}

function lastOf(values: Map<string, string[]>): Record<string, string> {
  return Object.fromEntries([...values].map(([name, list]) => [name, list.at(-1)!]));
}
