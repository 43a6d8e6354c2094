import type { IncomingMessage } from "node:http";
import type { AwsRequest } from "../kit.ts";
import { formField } from "./permissions.ts";

/** Service by the first part of x-amz-target, for requests without a signature. */
const TARGETS: Record<string, string> = {
  DynamoDB_20120810: "dynamodb",
  DynamoDBStreams_20120810: "dynamodb",
  AWSEvents: "events",
  AmazonSQS: "sqs",
  secretsmanager: "secretsmanager",
  AmazonSSM: "ssm",
  AWSCognitoIdentityProviderService: "cognito-idp",
};

export type SignedRequest = Omit<AwsRequest, "principal"> & { accessKeyId?: string };

/** Reads a request whole and finds out which service it is for and whose key signed it. */
export async function readRequest(message: IncomingMessage): Promise<SignedRequest> {
  const body = await readBody(message);
  const headers = message.headers as Record<string, string>;
  const [path = "/", search = ""] = (message.url ?? "/").split(/\?(.*)/s);
  const query = new URLSearchParams(search);
  const method = message.method ?? "GET";
  const scope = credentialScope(headers, query, method, body);
  return {
    service: scope?.service ?? unsignedService(path, headers),
    accessKeyId: scope?.accessKeyId,
    method,
    path,
    query,
    headers,
    body,
  };
}

function readBody(message: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    message.on("data", (chunk: Buffer) => chunks.push(chunk));
    message.on("end", () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    message.on("error", reject);
  });
}

function credentialScope(headers: Record<string, string>, query: URLSearchParams, method: string, body: Buffer) {
  const form = method === "POST" && headers["content-type"]?.startsWith("multipart/form-data");
  const credential =
    /Credential=([^,\s]+)/.exec(headers.authorization ?? "")?.[1] ??
    query.get("X-Amz-Credential") ??
    (form ? formField(body, "x-amz-credential") : undefined);
  // accessKeyId/date/region/service/aws4_request
  const [accessKeyId, , , service] = credential?.split("/") ?? [];
  return accessKeyId && service ? { accessKeyId, service } : undefined;
}

function unsignedService(path: string, headers: Record<string, string>): string {
  const target = headers["x-amz-target"]?.split(".")[0];
  if (target) return TARGETS[target] ?? target;
  if (path.startsWith("/2015-03-31/")) return "lambda";
  if (path.startsWith("/v2/email/")) return "ses";
  if (/^\/([^/]+\/)?@connections\//.test(path)) return "execute-api";
  if (/^\/[^/]+\/\.well-known\//.test(path)) return "cognito-idp";
  return "s3";
}
