import { Agent, request as httpRequest } from "node:http";
import { AwsError, type AwsRequest, type AwsResponse, REGION } from "../kit.ts";

/** Another AWS endpoint on this machine or its network, LocalStack for one. */
export interface UpstreamEndpoint {
  /** Sends a request on as it came, its host included: presigned addresses are signed with it. */
  forward(request: Pick<AwsRequest, "method" | "path" | "query" | "headers" | "body">): Promise<AwsResponse>;
  /** Calls an operation of a JSON service as `AWSEvents.PutRule`; throws an AwsError with the service's code. */
  // biome-ignore lint/suspicious/noExplicitAny: answers of many operations.
  call(target: string, input: object): Promise<any>;
  /** Ends what is under way. */
  close(): void;
}

/** Headers that speak of one connection, or of a body's length, which is known here. */
const HOP_BY_HOP = new Set(["connection", "keep-alive", "transfer-encoding", "content-length", "expect", "te"]);
const SIGNING_NAMES: Record<string, string> = { AWSEvents: "events", AmazonSQS: "sqs" };

/** Speaks to the http endpoint at `url`. */
export function createUpstreamEndpoint(url: string): UpstreamEndpoint {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true });
  let closed = false;
  return {
    forward,
    async call(target, input) {
      const [service = "", operation] = target.split(".");
      const scope = `Credential=test/20260101/${REGION}/${SIGNING_NAMES[service]}/aws4_request`;
      const answer = await forward({
        method: "POST",
        path: "/",
        query: new URLSearchParams(),
        headers: {
          "content-type": `application/x-amz-json-1.${service === "AmazonSQS" ? 0 : 1}`,
          "x-amz-target": target,
          "x-amz-date": "20260101T000000Z",
          authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=0`,
        },
        body: Buffer.from(JSON.stringify(input)),
      });
      const body = JSON.parse(String(answer.body) || "{}");
      if (answer.status === 200) return body;
      const code = String(body.__type ?? answer.status)
        .split("#")
        .at(-1)!;
      throw new AwsError(code, `${operation}: ${body.message ?? body.Message ?? answer.body}`, answer.status);
    },
    close() {
      closed = true;
      agent.destroy();
    },
  };

  function forward({ method, path, query, headers, body }: Parameters<UpstreamEndpoint["forward"]>[0]) {
    const search = query.size > 0 ? `?${query}` : "";
    return new Promise<AwsResponse>((resolve, reject) => {
      if (closed) return reject(new Error("The connection to the other endpoint is closed."));
      const sent = Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name));
      const outgoing = httpRequest(
        {
          host: hostname,
          port,
          method,
          path: `${path}${search}`,
          agent,
          headers: { ...Object.fromEntries(sent), "content-length": body.length },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () => {
            // The answer to HEAD has a length and no body.
            const kept = Object.entries(response.headers).filter(
              ([name]) => !HOP_BY_HOP.has(name) || (method === "HEAD" && name === "content-length"),
            );
            const joined = kept.map(([name, value]) => [name, [value].flat().join(", ")]);
            resolve({
              status: response.statusCode ?? 502,
              headers: Object.fromEntries(joined),
              body: Buffer.concat(chunks),
            });
          });
        },
      );
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  }
}
