/**
 * The APIs of a deployment as the gateways need them, read from the AWS::ApiGatewayV2 resources.
 * What the local gateways cannot do is refused here, at start, rather than served wrongly.
 */
import { type Deployment, REGION, type Resource } from "../kit.ts";

export interface Integration {
  /** ARN of the function. */
  functionArn: string;
  timeoutMs: number;
}

export interface JwtAuthorizer {
  issuer: string;
  audience: string[];
  /** For example $request.header.Authorization. */
  identitySource: string;
}

export interface RequestAuthorizer {
  functionArn: string;
  /** For example route.request.querystring.ticket. */
  identitySources: string[];
}

export interface Throttle {
  /** Requests per second. */
  rate?: number;
  burst?: number;
}

export interface CorsConfiguration {
  allowOrigins: string[];
  allowMethods: string[];
  allowHeaders: string[];
  exposeHeaders: string[];
  allowCredentials: boolean;
  /** Seconds. */
  maxAge?: number;
}

interface Api {
  apiId: string;
  stage: string;
  stageVariables?: Record<string, string>;
}

export interface HttpRoute {
  routeKey: string;
  integration: Integration;
  authorizer?: JwtAuthorizer;
  scopes: string[];
  throttle: Throttle;
}

export interface HttpApi extends Api {
  routes: HttpRoute[];
  cors?: CorsConfiguration;
}

export interface SocketRoute {
  routeKey: string;
  integration?: Integration;
  authorizer?: RequestAuthorizer;
  /** A route response is configured, so the handler's body goes back to the sender. */
  answers: boolean;
}

export interface SocketApi extends Api {
  routeSelectionExpression: string;
  routes: Map<string, SocketRoute>;
}

const HTTP_TIMEOUT_MS = 30_000;
const SOCKET_TIMEOUT_MS = 29_000;

export function readHttpApis(deployment: Deployment): HttpApi[] {
  return apisOf(deployment, "HTTP").map((api) => {
    const stage = stageOf(deployment, api);
    const routes = childrenOf(deployment, api, "Route").map((route): HttpRoute => {
      const {
        RouteKey: routeKey,
        AuthorizationType: kind = "NONE",
        AuthorizationScopes: scopes = [],
      } = route.properties;
      if (kind !== "NONE" && kind !== "JWT") throw unsupported(route, `AuthorizationType ${kind}`);
      const integration = integrationOf(deployment, api, route, HTTP_TIMEOUT_MS);
      if (!integration) throw unsupported(route, "a route without an integration");
      const authorizer = kind === "JWT" ? jwtAuthorizerOf(deployment, api, route) : undefined;
      return { routeKey, integration, authorizer, scopes, throttle: throttleOf(stage, routeKey) };
    });
    return { ...apiOf(api, stage), routes, cors: corsOf(api) };
  });
}

export function readSocketApis(deployment: Deployment): SocketApi[] {
  return apisOf(deployment, "WEBSOCKET").map((api) => {
    const answering = childrenOf(deployment, api, "RouteResponse").map((response) => response.properties.RouteId);
    const routes = childrenOf(deployment, api, "Route").map((route): SocketRoute => {
      const { RouteKey: routeKey, AuthorizationType: kind = "NONE" } = route.properties;
      if (kind !== "NONE" && kind !== "CUSTOM") throw unsupported(route, `AuthorizationType ${kind}`);
      return {
        routeKey,
        integration: integrationOf(deployment, api, route, SOCKET_TIMEOUT_MS),
        authorizer: kind === "CUSTOM" ? requestAuthorizerOf(deployment, api, route) : undefined,
        answers: answering.includes(route.physicalId),
      };
    });
    return {
      ...apiOf(api, stageOf(deployment, api)),
      routeSelectionExpression: api.properties.RouteSelectionExpression ?? "$request.body.action",
      routes: new Map(routes.map((route) => [route.routeKey, route])),
    };
  });
}

function apisOf(deployment: Deployment, protocol: string): Resource[] {
  return deployment.ofType("AWS::ApiGatewayV2::Api").filter((api) => api.properties.ProtocolType === protocol);
}

function childrenOf(deployment: Deployment, api: Resource, kind: string): Resource[] {
  return deployment
    .ofType(`AWS::ApiGatewayV2::${kind}`)
    .filter((resource) => resource.properties.ApiId === api.physicalId);
}

function childOf(deployment: Deployment, api: Resource, kind: string, id: string): Resource {
  const found = childrenOf(deployment, api, kind).find((resource) => resource.physicalId === id);
  if (!found) throw new Error(`API ${api.logicalId} has no ${kind.toLowerCase()} ${id}`);
  return found;
}

function stageOf(deployment: Deployment, api: Resource): Resource | undefined {
  return childrenOf(deployment, api, "Stage")[0];
}

function apiOf(api: Resource, stage: Resource | undefined): Api {
  return {
    apiId: api.physicalId,
    stage: stage?.properties.StageName ?? "$default",
    stageVariables: stage?.properties.StageVariables,
  };
}

function integrationOf(
  deployment: Deployment,
  api: Resource,
  route: Resource,
  maximumMs: number,
): Integration | undefined {
  const target: string | undefined = route.properties.Target;
  if (!target) return undefined;
  const integration = childOf(deployment, api, "Integration", target.replace(/^integrations\//, ""));
  const { IntegrationType: type, IntegrationUri: uri, PayloadFormatVersion: version } = integration.properties;
  if (type !== "AWS_PROXY") throw unsupported(integration, `IntegrationType ${type}`);
  if (api.properties.ProtocolType === "HTTP" && version !== "2.0") {
    throw unsupported(integration, `PayloadFormatVersion ${version}`);
  }
  const timeoutMs = Math.min(integration.properties.TimeoutInMillis ?? maximumMs, maximumMs);
  return { functionArn: functionArnOf(integration, uri), timeoutMs };
}

/** The function's ARN, given plainly or inside the URI arn:aws:apigateway:…:lambda:path/…/functions/{arn}/invocations. */
function functionArnOf(resource: Resource, uri: unknown): string {
  const arn = /arn:[\w-]+:lambda:[\w-]*:\d*:function:[\w:$-]+/.exec(String(uri))?.[0];
  if (!arn) throw unsupported(resource, `the URI ${String(uri)}`);
  return arn;
}

function jwtAuthorizerOf(deployment: Deployment, api: Resource, route: Resource): JwtAuthorizer {
  const authorizer = childOf(deployment, api, "Authorizer", route.properties.AuthorizerId);
  const { JwtConfiguration: jwt, IdentitySource: sources } = authorizer.properties;
  return {
    issuer: jwt.Issuer,
    audience: jwt.Audience ?? [],
    identitySource: [sources].flat()[0] ?? "$request.header.Authorization",
  };
}

function requestAuthorizerOf(deployment: Deployment, api: Resource, route: Resource): RequestAuthorizer {
  const authorizer = childOf(deployment, api, "Authorizer", route.properties.AuthorizerId);
  return {
    functionArn: functionArnOf(authorizer, authorizer.properties.AuthorizerUri),
    identitySources: [authorizer.properties.IdentitySource ?? []].flat(),
  };
}

function throttleOf(stage: Resource | undefined, routeKey: string): Throttle {
  const { DefaultRouteSettings: fallback = {}, RouteSettings: perRoute = {} } = stage?.properties ?? {};
  const settings = { ...fallback, ...perRoute[routeKey] };
  return { rate: settings.ThrottlingRateLimit, burst: settings.ThrottlingBurstLimit };
}

function corsOf(api: Resource): CorsConfiguration | undefined {
  const cors = api.properties.CorsConfiguration;
  if (!cors) return undefined;
  return {
    allowOrigins: cors.AllowOrigins ?? [],
    allowMethods: cors.AllowMethods ?? [],
    allowHeaders: cors.AllowHeaders ?? [],
    exposeHeaders: cors.ExposeHeaders ?? [],
    allowCredentials: cors.AllowCredentials ?? false,
    maxAge: cors.MaxAge,
  };
}

function unsupported(resource: Resource, what: string): Error {
  return new Error(`${resource.stack}/${resource.logicalId}: the local gateway does not serve ${what}`);
}

/** Host name the API would have on AWS. */
export function domainOf(api: { apiId: string }): string {
  return `${api.apiId}.execute-api.${REGION}.amazonaws.com`;
}
