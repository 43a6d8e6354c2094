import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Deployment, FunctionInvoker, InvokeResult, Resource, Service, Trace } from "../kit.ts";

/** Serves one stand-in over HTTP, as the edge would, so that tests can use the real SDK on it. */
export async function serve(service: Service, name: string): Promise<{ endpoint: string; close(): Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", async () => {
      const [path = "/", query = ""] = (incoming.url ?? "/").split("?");
      const answer = await service.handle({
        service: name,
        method: incoming.method ?? "GET",
        path,
        query: new URLSearchParams(query),
        headers: incoming.headers as Record<string, string>,
        body: Buffer.concat(chunks),
        principal: { kind: "developer" },
      });
      outgoing.writeHead(answer.status, answer.headers);
      outgoing.end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What an SDK client needs to talk to a served stand-in. */
export function clientOptions(endpoint: string) {
  return {
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
    maxAttempts: 1,
  };
}

/** A deployment of the given resources; unnamed parts are empty. */
export function deploymentOf(...resources: (Partial<Resource> & { type: string; physicalId: string })[]): Deployment {
  const all = resources.map((resource) => ({
    stack: "test",
    logicalId: resource.physicalId,
    properties: {},
    metadata: {},
    attributes: {},
    ...resource,
  }));
  return {
    resources: all,
    ofType: (type) => all.filter((resource) => resource.type === type),
    find: (name) => all.find((resource) => resource.physicalId === name || resource.attributes.Arn === name),
    outputs: {},
  };
}

export interface RecordingInvoker extends FunctionInvoker {
  calls: { functionName: string; event: unknown }[];
}

/** Remembers what functions were called with; `answer` makes the answer or throws. */
export function recordingInvoker(
  answer: (event: unknown) => InvokeResult | undefined = () => undefined,
): RecordingInvoker {
  const calls: RecordingInvoker["calls"] = [];
  return {
    calls,
    async invoke(functionName, event) {
      calls.push({ functionName, event });
      return answer(event) ?? { payload: null };
    },
    async send(functionName, event) {
      calls.push({ functionName, event });
      answer(event);
    },
  };
}

export const silentTrace: Trace = { record() {} };

/** Waits (real time) until `condition` gives something truthy; fails after two seconds. */
export async function eventually<T>(condition: () => T | Promise<T>): Promise<T> {
  const end = Date.now() + 2000;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error("Waited two seconds in vain.");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
