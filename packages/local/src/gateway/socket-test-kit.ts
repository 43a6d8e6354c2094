/** WebSocket APIs, clients and the SDK's @connections client for the gateways' tests. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ApiGatewayManagementApiClient } from "@aws-sdk/client-apigatewaymanagementapi";
import { type ClientOptions, WebSocket } from "ws";
import type { Resource } from "../kit.ts";
import { arnOf, type Handler, type Properties, resource, startTestGateways, type TestGateways } from "./test-kit.ts";

export const ok: Handler = () => ({ statusCode: 200 });
export const fail: Handler = () => {
  throw new Error("broken");
};

/** A WebSocket API whose routes call functions of the given names. */
export function socketApi(
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

export const guarded = { AuthorizationType: "CUSTOM", AuthorizerId: "auth" };

/** The gateways of the running test. */
export let gateways: TestGateways | undefined;
let edge: Server | undefined;
const clients: WebSocket[] = [];
/** Closes what the test opened; for afterEach. */
export async function closeAll(): Promise<void> {
  for (const client of clients.splice(0)) client.terminate();
  await gateways?.close();
  gateways = undefined;
  edge?.closeAllConnections();
  edge?.close();
  edge = undefined;
}

/** Serves with every event kept by event type and route. */
export async function serve(resources: Resource[], handlers: Record<string, Handler>) {
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

export function dial(path = "/socket", protocols: string[] = [], options: ClientOptions = {}): WebSocket {
  const client = new WebSocket(`ws://127.0.0.1:${gateways!.appPort}${path}`, protocols, options);
  clients.push(client);
  client.on("error", () => undefined);
  return client;
}

export async function connect(...args: Parameters<typeof dial>): Promise<WebSocket> {
  const client = dial(...args);
  await once(client, "open");
  return client;
}

export async function refusalOf(path?: string): Promise<number> {
  const [, response] = await once(dial(path), "unexpected-response");
  response.resume();
  return response.statusCode;
}

export async function ask(client: WebSocket, message: string): Promise<string> {
  const answer = once(client, "message");
  client.send(message);
  return String((await answer)[0]);
}

export async function closeOf(client: WebSocket): Promise<number> {
  return (await once(client, "close"))[0];
}

/** The real SDK client before a plain HTTP server that passes on to the gateway's @connections API. */
export async function connectionsClient(stage = "/live") {
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

export const basic = () =>
  socketApi({ $connect: { function: "main" }, $disconnect: { function: "main" }, $default: { function: "main" } });
