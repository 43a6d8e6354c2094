import { CfnOutput, Duration } from "aws-cdk-lib";
import { CorsHttpMethod, HttpApi, WebSocketApi } from "aws-cdk-lib/aws-apigatewayv2";
import type { Construct } from "constructs";
import { StageStack } from "../constructs/stage-stack.ts";
import type { StageConfig } from "../stages.ts";

/** Name of the socket's stage: a WebSocket API has no default one. */
export const SOCKET_STAGE = "live";

/** Where the two APIs are reached. */
export interface Addresses {
  httpApiId: string;
  /** Without scheme and path. */
  httpDomain: string;
  socketApiId: string;
  /** wss://…/live, for browsers. */
  socketUrl: string;
  /** https://…/live, for posting to connections. */
  socketApiEndpoint: string;
  /** ARN of posting to a connection and of closing one. */
  socketConnections: Record<"POST" | "DELETE", string>;
}

/**
 * The bare APIs, before everything else: the site needs their addresses and the functions need the site's, so routes
 * and functions come later (stacks api and realtime).
 */
export class GatewayStack extends StageStack {
  readonly addresses: Addresses;

  constructor(scope: Construct, stage: StageConfig) {
    super(scope, "gateway", stage, "The HTTP and the WebSocket API, without their routes");
    const http = new HttpApi(this, "Http", {
      apiName: `freelancerm-${stage.name}`,
      createDefaultStage: false,
      corsPreflight: stage.corsOrigins.length > 0 ? cors(stage.corsOrigins) : undefined,
    });
    const socket = new WebSocketApi(this, "Socket", {
      apiName: `freelancerm-${stage.name}-socket`,
      routeSelectionExpression: "$request.body.action",
    });
    const socketDomain = `${socket.apiId}.execute-api.${this.region}.${this.urlSuffix}`;
    const connections = (method: string) =>
      this.formatArn({
        service: "execute-api",
        resource: socket.apiId,
        resourceName: `${SOCKET_STAGE}/${method}/@connections/*`,
      });
    this.addresses = {
      httpApiId: http.apiId,
      httpDomain: `${http.apiId}.execute-api.${this.region}.${this.urlSuffix}`,
      socketApiId: socket.apiId,
      socketUrl: `wss://${socketDomain}/${SOCKET_STAGE}`,
      socketApiEndpoint: `https://${socketDomain}/${SOCKET_STAGE}`,
      socketConnections: { POST: connections("POST"), DELETE: connections("DELETE") },
    };
    new CfnOutput(this, "HttpUrl", { value: `https://${this.addresses.httpDomain}` });
    new CfnOutput(this, "SocketUrl", { value: this.addresses.socketUrl });
  }
}

/** Other origins use access tokens only: the session cookie stays with the site's own origin. */
const cors = (allowOrigins: string[]) => ({
  allowOrigins,
  allowMethods: [
    CorsHttpMethod.GET,
    CorsHttpMethod.POST,
    CorsHttpMethod.PUT,
    CorsHttpMethod.PATCH,
    CorsHttpMethod.DELETE,
  ],
  allowHeaders: ["authorization", "content-type", "idempotency-key", "if-match"],
  exposeHeaders: ["etag", "location", "ratelimit", "ratelimit-policy", "retry-after", "x-request-id"],
  maxAge: Duration.hours(1),
});
