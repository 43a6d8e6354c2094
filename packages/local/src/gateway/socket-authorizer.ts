/** Lambda REQUEST authorizer of the $connect route. */
import type { IncomingMessage } from "node:http";
import { ACCOUNT_ID, type FunctionInvoker, REGION } from "../kit.ts";
import { invokeIntegration } from "./invocation.ts";
import type { RequestAuthorizer, SocketApi } from "./model.ts";
import { contextOf, type Peer, upgradeParameters } from "./socket-event.ts";

export type ConnectAuthorization =
  | { allowed: true; context: Record<string, unknown> }
  | { allowed: false; status: 401 | 403 | 500 };

/** Time API Gateway gives an authorizer, in milliseconds. */
const AUTHORIZER_TIMEOUT_MS = 10_000;

export async function authorizeConnect(
  api: SocketApi,
  authorizer: RequestAuthorizer,
  invoker: FunctionInvoker,
  peer: Peer,
  upgrade: IncomingMessage,
  now: number,
): Promise<ConnectAuthorization> {
  const parameters = upgradeParameters(upgrade, peer, now);
  if (!authorizer.identitySources.every((source) => identityIn(source, parameters))) {
    return { allowed: false, status: 401 };
  }
  const methodArn = `arn:aws:execute-api:${REGION}:${ACCOUNT_ID}:${api.apiId}/${api.stage}/$connect`;
  const event = {
    type: "REQUEST",
    methodArn,
    ...parameters,
    stageVariables: api.stageVariables ?? {},
    requestContext: contextOf(api, peer, "$connect", "CONNECT", now),
  };
  const startedAt = performance.now();
  const integration = { functionArn: authorizer.functionArn, timeoutMs: AUTHORIZER_TIMEOUT_MS };
  const outcome = await invokeIntegration(invoker, integration, event);
  // A function that throws exactly "Unauthorized" asks for a 401; any other failure is an error of the API.
  if (outcome.kind === "failed" && outcome.reason === "Unauthorized") return { allowed: false, status: 401 };
  if (outcome.kind !== "result" || !isDecision(outcome.payload)) return { allowed: false, status: 500 };
  const { principalId, policyDocument, context = {} } = outcome.payload;
  if (!policyAllows(policyDocument, methodArn)) return { allowed: false, status: 403 };
  const texts = Object.entries(context).map(([name, value]) => [name, String(value)]);
  const integrationLatency = Math.round(performance.now() - startedAt);
  return { allowed: true, context: { ...Object.fromEntries(texts), principalId, integrationLatency } };
}

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: string | string[];
}

interface Policy {
  Statement: Statement | Statement[];
}

interface Decision {
  principalId: string;
  policyDocument: Policy;
  context?: Record<string, unknown>;
}

/** Lists and objects in the context make the whole answer invalid, as on AWS. */
function isDecision(value: unknown): value is Decision {
  const decision = value as Partial<Decision> | null | undefined;
  if (typeof decision?.principalId !== "string" || !decision.policyDocument?.Statement) return false;
  return Object.values(decision.context ?? {}).every((entry) => entry !== null && typeof entry !== "object");
}

function policyAllows(policy: Policy, methodArn: string): boolean {
  const effects = [policy.Statement]
    .flat()
    .filter(
      (statement) =>
        [statement.Action].flat().some((action) => matches(action, "execute-api:Invoke", "i")) &&
        [statement.Resource].flat().some((resource) => matches(resource, methodArn)),
    )
    .map((statement) => statement.Effect);
  return effects.includes("Allow") && !effects.includes("Deny");
}

/** IAM wildcards: * any characters, ? one. */
function matches(pattern: string, value: string, flags = ""): boolean {
  const source = String(pattern)
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, flags).test(value);
}

function identityIn(source: string, parameters: ReturnType<typeof upgradeParameters>): boolean {
  const [, place, name = ""] = /^route\.request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
  if (place === "querystring") return Boolean(parameters.queryStringParameters?.[name]);
  const header = Object.keys(parameters.headers).find((key) => key.toLowerCase() === name.toLowerCase());
  return place === "header" && header !== undefined && parameters.headers[header] !== "";
}
