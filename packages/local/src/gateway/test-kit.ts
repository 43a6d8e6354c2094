/** A deployment, clock and invoker for the gateways' tests. */
import type { Deployment, FunctionInvoker, InvokeResult, Resource, Trace, VirtualClock } from "../kit.ts";
import { type GatewayOptions, type Gateways, startGateways } from "./index.ts";

export type Properties = Record<string, unknown>;
// biome-ignore lint/suspicious/noExplicitAny: tests read events as freely as handlers do.
export type Handler = (event: any) => unknown;

export function arnOf(functionName: string): string {
  return `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`;
}

export function resource(kind: string, id: string, properties: Properties): Resource {
  const type = `AWS::ApiGatewayV2::${kind}`;
  return { stack: "Test", logicalId: id, type, properties, metadata: {}, physicalId: id, attributes: {} };
}

export function deploymentOf(resources: Resource[]): Deployment {
  return {
    resources,
    ofType: (type) => resources.filter((entry) => entry.type === type),
    find: (id) => resources.find((entry) => entry.physicalId === id),
    outputs: {},
  };
}

/** Resources of an HTTP API: each route key with the function it calls and further route properties. */
export function httpApi(
  routes: Record<string, Properties & { function?: string; timeoutMs?: number }>,
  { id = "http1", api = {}, stage = {} }: { id?: string; api?: Properties; stage?: Properties } = {},
): Resource[] {
  const resources = [
    resource("Api", id, { ProtocolType: "HTTP", ...api }),
    resource("Stage", `${id}-stage`, { ApiId: id, StageName: "$default", ...stage }),
    resource("Authorizer", `${id}-jwt`, {
      ApiId: id,
      AuthorizerType: "JWT",
      IdentitySource: ["$request.header.Authorization"],
      JwtConfiguration: { Issuer: "https://issuer.example", Audience: ["client-1"] },
    }),
  ];
  for (const [routeKey, { function: name = "main", timeoutMs, ...properties }] of Object.entries(routes)) {
    const integration = `${id}-int-${resources.length}`;
    resources.push(
      resource("Integration", integration, {
        ApiId: id,
        IntegrationType: "AWS_PROXY",
        IntegrationUri: arnOf(name),
        PayloadFormatVersion: "2.0",
        TimeoutInMillis: timeoutMs,
      }),
      resource("Route", `${id}-route-${resources.length}`, {
        ApiId: id,
        RouteKey: routeKey,
        Target: `integrations/${integration}`,
        ...properties,
      }),
    );
  }
  return resources;
}

export interface TestClock extends VirtualClock {
  pending(): number;
}

export function createTestClock(): TestClock {
  let offset = 0;
  let timers: { at: number; run: () => void | Promise<void> }[] = [];
  const now = () => Date.now() + offset;
  return {
    now,
    async advance(ms) {
      offset += ms;
      for (;;) {
        const due = timers.filter((timer) => timer.at <= now()).sort((a, b) => a.at - b.at)[0];
        if (!due) return;
        timers = timers.filter((timer) => timer !== due);
        await due.run();
      }
    },
    at(at, run) {
      const timer = { at, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((entry) => entry !== timer);
      };
    },
    pending: () => timers.length,
  };
}

/** Calls handlers by the function's name and wraps what they throw as Lambda does. */
export function invokerOf(
  handlers: Record<string, Handler>,
): FunctionInvoker & { events: { name: string; event: unknown }[] } {
  const events: { name: string; event: unknown }[] = [];
  return {
    events,
    async invoke(functionArn, event): Promise<InvokeResult> {
      const name = functionArn.split(":").at(-1)!;
      events.push({ name, event });
      try {
        return { payload: await handlers[name]!(JSON.parse(JSON.stringify(event))) };
      } catch (error) {
        const { name: errorType, message: errorMessage } = error as Error;
        return { payload: { errorType, errorMessage }, functionError: "Unhandled" };
      }
    },
    send: async () => undefined,
  };
}

export const silentTrace: Trace = { record: () => undefined };

export interface TestGateways extends Gateways {
  url: string;
  clock: TestClock;
}

/** Starts gateways on a free port. */
export async function startTestGateways(
  resources: Resource[],
  handlers: Record<string, Handler>,
  options: Partial<GatewayOptions> = {},
): Promise<TestGateways> {
  const clock = createTestClock();
  const gateways = await startGateways({
    deployment: deploymentOf(resources),
    invoker: invokerOf(handlers),
    clock,
    trace: silentTrace,
    appPort: 0,
    verifyIssuerKeys: async () => ({ keys: [] }),
    ...options,
  });
  return { ...gateways, clock, url: `http://127.0.0.1:${gateways.appPort}` };
}

/** The JSON body of a response, to be looked into freely. */
// biome-ignore lint/suspicious/noExplicitAny: see Handler.
export async function bodyOf(response: Response): Promise<any> {
  return response.json();
}
