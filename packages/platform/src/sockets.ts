/** The gateway's management API: posting to connections and closing them. */
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import type { Sockets } from "@freelancerm/core/realtime/connection";
import { config } from "./config.ts";
import { log } from "./log.ts";

export function createSockets(): Sockets {
  let client: ApiGatewayManagementApiClient | undefined;
  const own = () => {
    client ??= new ApiGatewayManagementApiClient({ endpoint: config.socketApiEndpoint });
    return client;
  };
  return {
    post: async (ConnectionId, frame) => {
      try {
        await own().send(new PostToConnectionCommand({ ConnectionId, Data: JSON.stringify(frame) }));
        return "sent";
      } catch (error) {
        if (error instanceof GoneException) return "gone";
        log.warn("frame not posted", error, { action: frame.action });
        throw error;
      }
    },
    close: async (ConnectionId) => {
      try {
        await own().send(new DeleteConnectionCommand({ ConnectionId }));
      } catch (error) {
        if (!(error instanceof GoneException)) throw error;
      }
    },
  };
}
