import { Agent, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { REGION } from "../kit.ts";

export interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** Speaks DynamoDB's JSON protocol to an engine without reading more of it than it must. */
export interface EngineClient {
  /** Sends a request's operation and body on as they came, in the name of the local cloud. */
  forward(headers: Record<string, string>, body: Buffer): Promise<RawAnswer>;
  /** Calls one operation; throws an EngineError when the engine refuses. */
  // biome-ignore lint/suspicious/noExplicitAny: answers of many operations.
  call(operation: string, input: unknown): Promise<any>;
  close(): void;
}

export class EngineError extends Error {
  constructor(
    /** For example ResourceNotFoundException. */
    readonly code: string,
    message: string,
  ) {
    super(`${code}: ${message}`);
  }
}

const STREAMS = new Set(["ListStreams", "DescribeStream", "GetShardIterator", "GetRecords"]);
/**
 * Emulators read the scope of a signature and do not check it. It is the same for every request: DynamoDB Local and
 * LocalStack keep the tables of each access key, account and region apart, and who may do what is settled before.
 */
const AUTHORIZATION = `AWS4-HMAC-SHA256 Credential=local/20260101/${REGION}/dynamodb/aws4_request, SignedHeaders=host, Signature=0`;
const DATE = "20260101T000000Z";
const FORWARDED = ["content-type", "x-amz-target"];

export function createEngineClient(endpoint: string): EngineClient {
  const url = new URL(endpoint);
  const agent = url.protocol === "http:" ? new Agent({ keepAlive: true }) : undefined;
  const request = url.protocol === "http:" ? httpRequest : httpsRequest;

  return {
    forward(headers, body) {
      const kept: Record<string, string> = { authorization: AUTHORIZATION, "x-amz-date": DATE };
      for (const name of FORWARDED) if (headers[name]) kept[name] = headers[name];
      return post(kept, body);
    },
    async call(operation, input) {
      const prefix = STREAMS.has(operation) ? "DynamoDBStreams_20120810" : "DynamoDB_20120810";
      const headers = {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `${prefix}.${operation}`,
        "x-amz-date": DATE,
        authorization: AUTHORIZATION,
      };
      const answer = await post(headers, Buffer.from(JSON.stringify(input)));
      const body = JSON.parse(answer.body.toString() || "{}");
      if (answer.status === 200) return body;
      throw new EngineError(String(body.__type).split("#").at(-1)!, body.message ?? body.Message ?? "");
    },
    close: () => agent?.destroy(),
  };

  function post(headers: Record<string, string>, body: Buffer, fresh = false): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          host: url.hostname,
          port: url.port,
          path: url.pathname,
          method: "POST",
          agent: fresh ? false : agent,
          headers: { ...headers, "content-length": body.length },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk) => chunks.push(chunk));
          response.on("end", () =>
            resolve({ status: response.statusCode ?? 500, headers: response.headers, body: Buffer.concat(chunks) }),
          );
          response.on("error", reject);
        },
      );
      outgoing.on("error", (error) => {
        // A kept connection the engine closed just now never carried the request: once more on a new one.
        if (outgoing.reusedSocket && !fresh) post(headers, body, true).then(resolve, reject);
        else reject(error);
      });
      outgoing.end(body);
    });
  }
}
