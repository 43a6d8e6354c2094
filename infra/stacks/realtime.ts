import { Validations } from "aws-cdk-lib";
import { CfnAccount } from "aws-cdk-lib/aws-apigateway";
import { CfnIntegration, CfnRoute, CfnRouteResponse } from "aws-cdk-lib/aws-apigatewayv2";
import { ManagedPolicy, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnPermission, type Function as Lambda } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { createFunction, type FunctionContext } from "../constructs/function.ts";
import { gatewayStage } from "../constructs/gateway-stage.ts";
import { StageStack } from "../constructs/stage-stack.ts";
import { SOCKET_STAGE } from "./gateway.ts";

/**
 * The WebSocket API: one function takes connections and frames. There is no authorizer at the gateway: $connect redeems
 * a one-time ticket itself.
 */
export class RealtimeStack extends StageStack {
  readonly socket: Lambda;

  constructor(scope: Construct, context: FunctionContext) {
    super(scope, "realtime", context.stage, "The socket: its function and routes");
    const { socketApiId: apiId } = context.resources.addresses;
    this.socket = createFunction(this, "socket", context);
    new CfnPermission(this, "Permission", {
      action: "lambda:InvokeFunction",
      functionName: this.socket.functionArn,
      principal: "apigateway.amazonaws.com",
      sourceArn: this.formatArn({ service: "execute-api", resource: apiId, resourceName: `${SOCKET_STAGE}/*` }),
    });
    const integration = new CfnIntegration(this, "Integration", {
      apiId,
      integrationType: "AWS_PROXY",
      integrationUri: `arn:${this.partition}:apigateway:${this.region}:lambda:path/2015-03-31/functions/${this.socket.functionArn}/invocations`,
    });
    const stage = gatewayStage(this, "Stage", {
      stage: context.stage,
      apiId,
      stageName: SOCKET_STAGE,
      protocol: "socket",
    });
    for (const routeKey of ["$connect", "$disconnect", "$default"]) {
      // What the handler of a frame returns goes back to its sender, without a call of its own.
      const answers = routeKey === "$default";
      const route = new CfnRoute(this, `Route${routeKey}`, {
        apiId,
        routeKey,
        authorizationType: "NONE",
        target: `integrations/${integration.ref}`,
        routeResponseSelectionExpression: answers ? "$default" : undefined,
      });
      stage.addResourceDependency(route);
      if (answers) new CfnRouteResponse(this, "Answer", { apiId, routeId: route.ref, routeResponseKey: "$default" });
      Validations.of(route).acknowledge({
        id: "AwsSolutions-APIG4",
        reason: "$connect redeems a one-time ticket of an authenticated call; frames come over that connection only.",
      });
    }
    if (context.stage.observed) this.letGatewayLog(stage);
  }

  /** WebSocket APIs log through a role of the account, which a fresh account does not have. */
  private letGatewayLog(stage: { addResourceDependency(other: CfnAccount): void }): void {
    const role = new Role(this, "GatewayLogs", {
      assumedBy: new ServicePrincipal("apigateway.amazonaws.com"),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName("service-role/AmazonAPIGatewayPushToCloudWatchLogs")],
    });
    Validations.of(role).acknowledge({
      id: "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]",
      reason: "API Gateway demands this policy of the one role by which an account's WebSocket APIs log.",
    });
    const account = new CfnAccount(this, "GatewayAccount", { cloudWatchRoleArn: role.roleArn });
    stage.addResourceDependency(account);
  }
}
