import { CfnStage } from "aws-cdk-lib/aws-apigatewayv2";
import type { Construct } from "constructs";
import type { StageConfig } from "../stages.ts";
import { logGroup } from "./log-group.ts";

/** One JSON line per request. No query string, no headers: they may carry tickets and tokens. */
const HTTP_FIELDS = {
  requestId: "$context.requestId",
  at: "$context.requestTimeEpoch",
  address: "$context.identity.sourceIp",
  route: "$context.routeKey",
  status: "$context.status",
  bytes: "$context.responseLength",
  ms: "$context.responseLatency",
  integrationMs: "$context.integrationLatency",
  authorizerError: "$context.authorizer.error",
  integrationError: "$context.integrationErrorMessage",
};
const SOCKET_FIELDS = {
  requestId: "$context.requestId",
  at: "$context.requestTimeEpoch",
  address: "$context.identity.sourceIp",
  route: "$context.routeKey",
  event: "$context.eventType",
  connection: "$context.connectionId",
  status: "$context.status",
  integrationError: "$context.integrationErrorMessage",
};

export interface GatewayStageProps {
  stage: StageConfig;
  apiId: string;
  stageName: string;
  protocol: "http" | "socket";
  /** Throttling of single routes by route key. */
  routeSettings?: Record<string, { ThrottlingRateLimit: number; ThrottlingBurstLimit: number }>;
}

/** Stage of an API that deploys itself, limits and logs. */
export function gatewayStage(scope: Construct, id: string, props: GatewayStageProps): CfnStage {
  const { stage, apiId, stageName, protocol, routeSettings } = props;
  const logs = logGroup(scope, `${id}Logs`, stage);
  return new CfnStage(scope, id, {
    apiId,
    stageName,
    autoDeploy: true,
    accessLogSettings: {
      destinationArn: logs.logGroupArn,
      format: JSON.stringify(protocol === "http" ? HTTP_FIELDS : SOCKET_FIELDS),
    },
    defaultRouteSettings: {
      throttlingRateLimit: stage.throttle.rate,
      throttlingBurstLimit: stage.throttle.burst,
      detailedMetricsEnabled: false,
    },
    routeSettings,
  });
}
