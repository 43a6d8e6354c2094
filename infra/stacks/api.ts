import { type Domain, domains } from "@freelancerm/contracts";
import type { Route } from "@freelancerm/contracts/route";
import { Validations } from "aws-cdk-lib";
import { CfnAuthorizer, CfnIntegration, CfnRoute } from "aws-cdk-lib/aws-apigatewayv2";
import { CfnPermission, type Function as Lambda } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { createFunction, type FunctionContext } from "../constructs/function.ts";
import { gatewayStage } from "../constructs/gateway-stage.ts";
import { StageStack } from "../constructs/stage-stack.ts";
import { functions } from "../functions.ts";

/** The gateway's limit of a route guards the function from a flood; the fair limit per actor is the handler's. */
const ACTORS_AT_ONCE = 20;

/** The HTTP API: one function per domain, one gateway route per route of the contracts, never a catch-all. */
export class ApiStack extends StageStack {
  readonly functions = new Map<Domain, Lambda>();
  private readonly apiId: string;

  constructor(
    scope: Construct,
    private readonly context: FunctionContext,
  ) {
    super(scope, "api", context.stage, "The HTTP API: functions by domain, routes, authorizer");
    this.apiId = context.resources.addresses.httpApiId;
    const authorizerId = this.createAuthorizer();
    const movable = context.stage.clock === "movable";
    const routes: [Route, CfnRoute][] = [];
    for (const domain of Object.keys(domains) as Domain[]) {
      if (functions[domain].sandboxOnly && !movable) continue;
      const target = this.createIntegration(domain);
      for (const [operation, route] of Object.entries<Route>(domains[domain])) {
        if (route.sandboxOnly && !movable) continue;
        routes.push([route, this.createRoute(operation, route, target, authorizerId)]);
      }
    }
    const stage = gatewayStage(this, "Stage", {
      stage: context.stage,
      apiId: this.apiId,
      stageName: "$default",
      protocol: "http",
      routeSettings: Object.fromEntries(
        routes.flatMap(([{ limit }, { routeKey }]) => (limit ? [[routeKey, this.throttle(limit)]] : [])),
      ),
    });
    // A stage with settings of a route cannot be made before the route.
    for (const [, route] of routes) stage.addResourceDependency(route);
  }

  private createRoute(operation: string, route: Route, target: string, authorizerId: string): CfnRoute {
    const open = route.caller === "anyone";
    const gatewayRoute = new CfnRoute(this, `Route-${operation}`, {
      apiId: this.apiId,
      routeKey: `${route.method} ${route.path}`,
      operationName: operation,
      target,
      authorizationType: open ? "NONE" : "JWT",
      authorizerId: open ? undefined : authorizerId,
    });
    if (open) {
      Validations.of(gatewayRoute).acknowledge({
        id: "AwsSolutions-APIG4",
        reason: `Its contract lets anyone call it: ${route.summary}.`,
      });
    }
    return gatewayRoute;
  }

  private createAuthorizer(): string {
    const { userPool, userPoolClient } = this.context.resources;
    return new CfnAuthorizer(this, "AccessToken", {
      apiId: this.apiId,
      name: "access-token",
      authorizerType: "JWT",
      identitySource: ["$request.header.Authorization"],
      jwtConfiguration: {
        issuer: `https://cognito-idp.${this.region}.${this.urlSuffix}/${userPool.userPoolId}`,
        audience: [userPoolClient.userPoolClientId],
      },
    }).ref;
  }

  /** The domain's function behind one integration; returns the target its routes share. */
  private createIntegration(domain: Domain): string {
    const fn = createFunction(this, domain, this.context);
    this.functions.set(domain, fn);
    new CfnPermission(this, `${domain}-permission`, {
      action: "lambda:InvokeFunction",
      functionName: fn.functionArn,
      principal: "apigateway.amazonaws.com",
      sourceArn: this.formatArn({ service: "execute-api", resource: this.apiId, resourceName: "*/*" }),
    });
    const integration = new CfnIntegration(this, `${domain}-integration`, {
      apiId: this.apiId,
      integrationType: "AWS_PROXY",
      integrationUri: fn.functionArn,
      payloadFormatVersion: "2.0",
    });
    return `integrations/${integration.ref}`;
  }

  private throttle({ max, seconds }: Required<Route>["limit"]) {
    const { rate, burst } = this.config.throttle;
    return {
      ThrottlingRateLimit: Math.min(rate, Math.ceil((max / seconds) * ACTORS_AT_ONCE)),
      ThrottlingBurstLimit: Math.min(burst, max * ACTORS_AT_ONCE),
    };
  }
}
