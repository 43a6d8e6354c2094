import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  AwsError,
  type AwsRequest,
  type AwsResponse,
  type Deployment,
  jsonError,
  type Principal,
  type Resource,
  type Service,
  type Trace,
} from "../kit.ts";
import { accessDenied } from "./denied.ts";
import { denial, evaluate, type Role, roleOf, wildcard } from "./iam.ts";
import { operationOf, permissionsOf } from "./permissions.ts";
import { readRequest } from "./request.ts";

export interface ObservedCall {
  /** Logical id of the function. */
  functionName: string;
  action: string;
  resource: string;
  /** Why it was refused, in AWS's words, if ever it was. */
  denied?: string;
}

export interface GrantedAction {
  action: string;
  resource: string;
  /** Whether the function has called anything that needs it. */
  observed: boolean;
}

export interface Edge {
  port: number;
  url: string;
  /** Hands a service's requests to `service`; `name` is the signing name. */
  register(name: string, service: Service): void;
  /** Answers requests of the local cloud itself, under `/_local/`. */
  route(path: string, handle: (request: AwsRequest) => Promise<AwsResponse>): void;
  /** The access key a function signs with. The same at every start with the same seed. */
  issueKeys(functionName: string): { accessKeyId: string; secretAccessKey: string };
  /** Secret of an access key handed out here, or of the developer's key `test`. */
  secretOf(accessKeyId: string): string | undefined;
  /** Every distinct call functions have made since the start. */
  observedCalls(): ObservedCall[];
  /** What the policies of a function allow, as written in them, and whether it was of use since the start. */
  grantedActions(functionName: string): GrantedAction[];
  close(): Promise<void>;
}

const DEVELOPER: Principal = { kind: "developer" };
const DEVELOPER_KEY = "test";

/** Starts the one port on which every AWS service answers, each call checked against the caller's role. */
export async function startEdge(options: {
  deployment: Deployment;
  trace: Trace;
  /** 0 takes a free port. */
  port: number;
  /** Secret from which access keys are derived. */
  seed: string;
  /** Secret of every access key, where another endpoint verifies signatures and knows only this one. */
  secret?: string;
}): Promise<Edge> {
  const { deployment, trace, seed } = options;
  const services = new Map<string, Service>();
  const routes = new Map<string, (request: AwsRequest) => Promise<AwsResponse>>();
  const roles = new Map<string, Role>();
  const owners = new Map<string, { principal: Principal; secret: string }>();
  const observed = new Map<string, ObservedCall>();
  const decisions = new Map<string, true>();
  for (const fn of deployment.ofType("AWS::Lambda::Function")) {
    const { accessKeyId, secretAccessKey } = keysOf(fn);
    roles.set(fn.logicalId, roleOf(fn, deployment));
    owners.set(accessKeyId, {
      principal: { kind: "function", functionName: fn.logicalId },
      secret: secretAccessKey,
    });
  }

  const server = createServer((message, response) => {
    answer(message)
      .catch(jsonError)
      .then((result) => send(response, result))
      .catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    port,
    url: `http://127.0.0.1:${port}`,
    register: (name, service) => void services.set(name, service),
    route: (path, handle) => void routes.set(path, handle),
    issueKeys(functionName) {
      const fn = deployment.find(functionName);
      if (!fn) throw new Error(`There is no function ${functionName}.`);
      return keysOf(fn);
    },
    secretOf: (accessKeyId) =>
      owners.get(accessKeyId)?.secret ?? (accessKeyId === DEVELOPER_KEY ? DEVELOPER_KEY : undefined),
    observedCalls: () => [...observed.values()],
    grantedActions(functionName) {
      const name = deployment.find(functionName)?.logicalId ?? functionName;
      const calls = [...observed.values()].filter((call) => call.functionName === name && !call.denied);
      const isNeeded = (action: string, resource: string) =>
        calls.some((call) => wildcard(action, "i")(call.action) && wildcard(resource)(call.resource));
      return (roles.get(name)?.statements ?? [])
        .filter(({ effect }) => effect === "Allow")
        .flatMap(({ actions, resources }) =>
          actions.flatMap((action) =>
            resources.map((resource) => ({ action, resource, observed: isNeeded(action, resource) })),
          ),
        );
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  function keysOf(fn: Resource) {
    const derive = (purpose: string) => createHmac("sha256", seed).update(`${purpose}/${fn.stack}/${fn.logicalId}`);
    return {
      accessKeyId: `ASIA${derive("id").digest("hex").slice(0, 16).toUpperCase()}`,
      secretAccessKey: options.secret ?? derive("secret").digest("base64").slice(0, 40),
    };
  }

  async function answer(message: IncomingMessage): Promise<AwsResponse> {
    const { accessKeyId, ...rest } = await readRequest(message);
    const principal = owners.get(accessKeyId ?? "")?.principal ?? DEVELOPER;
    const request: AwsRequest = { ...rest, principal };
    if (isForeign(request) && !isForBrowsers(request)) {
      return accessDenied(request.service, `A page of ${request.headers.origin} may not act as the developer.`);
    }
    const route = routes.get(request.path);
    if (route) return route(request);
    if (request.method === "OPTIONS" && request.path === "/") return preflight();
    const service = services.get(request.service);
    if (!service) {
      const operation = operationOf(request) || `${request.method} ${request.path}`;
      throw new AwsError("UnknownOperationException", `The local cloud has no ${request.service} (${operation}).`);
    }
    const refused = principal.functionName && authorise(request, principal.functionName);
    const response = refused || (await service.handle(request));
    return request.service === "cognito-idp" ? readableByBrowsers(response) : response;
  }

  /** What browsers call across origins on AWS too: files, and what a user does with a token of their own. */
  function isForBrowsers(request: AwsRequest): boolean {
    if (routes.has(request.path)) return false;
    return (
      request.method === "OPTIONS" ||
      request.service === "s3" ||
      (request.service === "cognito-idp" && permissionsOf(request, deployment).length === 0)
    );
  }

  /** Undefined when every permission is granted; else AWS's answer to one that is not. */
  function authorise(request: AwsRequest, functionName: string): AwsResponse | undefined {
    const role = roles.get(functionName)!;
    for (const permission of permissionsOf(request, deployment)) {
      const key = `${functionName}|${permission.action}|${permission.resource}`;
      const { action, resource } = permission;
      const call = observed.get(key) ?? { functionName, action, resource };
      observed.set(key, call);
      if (decisions.has(key)) continue;
      const decision = evaluate(role.statements, permission);
      if (!decision.allowed) {
        const message = denial(role.callerArn, permission, decision);
        call.denied = message;
        trace.record("iam.denied", { functionName, action, resource, message });
        return accessDenied(request.service, message);
      }
      const unconditional = !role.statements.some(({ conditions }) => conditions.length > 0);
      if (unconditional && decisions.size < 10_000) decisions.set(key, true);
    }
    return undefined;
  }
}

function send(response: ServerResponse, { status, headers = {}, body = "" }: AwsResponse): void {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body);
  const length = "content-length" in headers ? {} : { "content-length": String(bytes.length) };
  response.writeHead(status, { "x-amzn-requestid": requestId(), ...headers, ...length });
  response.end(bytes);
}

/** Sent by a page that does not come from this machine. */
function isForeign({ headers: { origin } }: AwsRequest): boolean {
  return origin !== undefined && !/^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(origin);
}

let requests = 0;
function requestId(): string {
  requests += 1;
  return `00000000-0000-4000-8000-${requests.toString(16).padStart(12, "0")}`;
}

/** Browsers call Cognito across origins; AWS allows that from everywhere, and so does this edge. */
function preflight(): AwsResponse {
  return {
    status: 204,
    headers: {
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "POST, GET, OPTIONS",
      "access-control-allow-headers": "*, authorization, content-type, x-amz-target, x-amz-user-agent, amz-sdk-request",
      "access-control-max-age": "86400",
    },
  };
}

function readableByBrowsers(response: AwsResponse): AwsResponse {
  const exposed = "x-amzn-requestid, x-amzn-errortype, x-amzn-errormessage";
  return {
    ...response,
    headers: { ...response.headers, "access-control-allow-origin": "*", "access-control-expose-headers": exposed },
  };
}
