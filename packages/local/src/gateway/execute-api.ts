/** The @connections API: POST sends to a connection, GET describes it, DELETE closes it. */
import { AwsError, type AwsRequest, type AwsResponse, json, jsonError, type Service } from "../kit.ts";
import type { Connection } from "./connection.ts";
import { decodeOrKeep, isGatewayId } from "./format.ts";
import { MESSAGE_LIMIT } from "./socket-api.ts";

/** Serves /@connections/{id}, also below /{stage} or /{apiId}/{stage}. */
export function createExecuteApi(find: (connectionId: string) => Connection | undefined): Service {
  async function respond({ method, path, body }: AwsRequest): Promise<AwsResponse> {
    const encoded = /(?:^|\/)@connections\/([^/]+)\/?$/.exec(path.replace(/%40/i, "@"))?.[1];
    if (!encoded) throw new AwsError("ForbiddenException", "Forbidden", 403);
    const id = decodeOrKeep(encoded);
    if (!isGatewayId(id)) throw new AwsError("BadRequestException", `Invalid connectionId: ${id}`, 400);
    const connection = find(id);
    if (!connection) throw new AwsError("GoneException", "Gone", 410);

    if (method === "POST") {
      if (body.length > MESSAGE_LIMIT) throw new AwsError("PayloadTooLargeException", "Message too long", 413);
      await connection.send(body).catch(() => {
        throw new AwsError("GoneException", "Gone", 410);
      });
      return { status: 200 };
    }
    if (method === "GET") {
      const { connectedAt, sourceIp, userAgent } = connection.peer;
      return json({
        connectedAt: new Date(connectedAt).toISOString(),
        identity: { sourceIp, userAgent: userAgent ?? "" },
        lastActiveAt: new Date(connection.lastActiveAt).toISOString(),
      });
    }
    if (method === "DELETE") {
      connection.close(1000, "Connection Closed Normally");
      return { status: 204 };
    }
    throw new AwsError("ForbiddenException", "Forbidden", 403);
  }

  return { handle: (request) => respond(request).catch(jsonError) };
}
