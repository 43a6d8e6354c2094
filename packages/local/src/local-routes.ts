import { type LocalClock, parseDuration } from "./clock.ts";
import type { Edge } from "./edge/index.ts";
import { type AwsResponse, json } from "./kit.ts";
import type { LocalDeployment } from "./template/index.ts";

/**
 * What the local cloud answers for itself, on the edge: GET and POST /_local/clock (`{"advance": ms or "14d"}`),
 * GET /_local/permissions (calls observed or denied, actions granted and whether they were of use), GET /_local/deployment (outputs and resources).
 */
export function addLocalRoutes(edge: Edge, clock: LocalClock, deployment: LocalDeployment): void {
  edge.route("/_local/clock", async ({ method, body }) => {
    if (method === "POST") {
      const ms = parseDuration(read(body)?.advance);
      if (ms === undefined)
        return plain({ message: 'Say how far: {"advance": milliseconds}, or "90s", "14d", "PT1H".' }, 400);
      await clock.advance(ms);
    }
    return plain({ now: clock.now(), offset: clock.offset });
  });
  edge.route("/_local/permissions", async () => {
    const functions = deployment.ofType("AWS::Lambda::Function").map(({ logicalId }) => logicalId);
    const granted = Object.fromEntries(functions.map((name) => [name, edge.grantedActions(name)]));
    return plain({ observed: edge.observedCalls(), granted });
  });
  edge.route("/_local/deployment", async () => {
    const resources = deployment.resources.map(({ stack, logicalId, type, physicalId }) => ({
      stack,
      logicalId,
      type,
      physicalId,
    }));
    return plain({ outputs: deployment.outputs, resources });
  });
}

function read(body: Buffer): { advance?: unknown } | undefined {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

function plain(body: unknown, status = 200): AwsResponse {
  return json(body, status, { "content-type": "application/json" });
}
