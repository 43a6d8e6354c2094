import { ACCOUNT_ID, type AwsRequest, type Deployment, REGION } from "../kit.ts";
import { dynamodbPermissions } from "./dynamodb-permissions.ts";
import type { Permission } from "./iam.ts";

// biome-ignore lint/suspicious/noExplicitAny: request bodies of many services.
export type Body = any;

const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT_ID}:${resource}`;

/** Operation of a JSON-protocol request, for example PutItem. */
export function operationOf({ headers }: AwsRequest): string {
  return headers["x-amz-target"]?.split(".").at(-1) ?? "";
}

/** The permissions AWS would ask of the caller before doing what the request says; none for public operations. */
export function permissionsOf(request: AwsRequest, deployment: Deployment): Permission[] {
  const operation = operationOf(request);
  switch (request.service) {
    case "dynamodb":
      return dynamodbPermissions(operation, parse(request.body), deployment);
    case "events":
      return events(operation, parse(request.body));
    case "sqs":
      return sqs(operation, parse(request.body));
    case "s3":
      return s3(request);
    case "ses":
      return ses(request, deployment);
    case "cognito-idp":
      return cognito(operation, parse(request.body));
    case "execute-api":
      return executeApi(request, deployment);
    case "lambda":
      return lambda(request, deployment);
    case "secretsmanager":
      return secrets(operation, parse(request.body), deployment);
    case "ssm":
      return ssm(operation, parse(request.body));
    case "sts":
      return [];
    default:
      return [{ action: `${request.service}:${operation || request.method}`, resource: "*" }];
  }
}

export function parse(body: Buffer): Body {
  try {
    return JSON.parse(body.toString() || "{}") ?? {};
  } catch {
    // A malformed body is for the service to refuse in its own words.
    return {};
  }
}

function events(operation: string, body: Body): Permission[] {
  if (operation !== "PutEvents") return [{ action: `events:${operation}`, resource: "*" }];
  return (body.Entries ?? []).map((entry: Body) => {
    const bus = String(entry.EventBusName ?? "default");
    return {
      action: "events:PutEvents",
      resource: bus.startsWith("arn:") ? bus : arn("events", `event-bus/${bus}`),
      context: () => ({ "events:source": [entry.Source], "events:detail-type": [entry.DetailType] }),
    };
  });
}

function sqs(operation: string, body: Body): Permission[] {
  const queue = String(body.QueueUrl ?? body.QueueName ?? "")
    .split("/")
    .at(-1);
  return [{ action: `sqs:${operation.replace(/Batch$/, "")}`, resource: queue ? arn("sqs", queue) : "*" }];
}

function s3({ method, path, query, headers, body }: AwsRequest): Permission[] {
  const [, bucket = "", ...rest] = decodeURIComponent(path).split("/");
  if (!bucket) return [{ action: "s3:ListAllMyBuckets", resource: "*" }];
  const bucketArn = `arn:aws:s3:::${bucket}`;
  const key = rest.join("/");
  if (method === "POST" && query.has("delete")) return [{ action: "s3:DeleteObject", resource: `${bucketArn}/*` }];
  if (method === "POST" && !key && !query.has("delete")) {
    return [{ action: "s3:PutObject", resource: `${bucketArn}/${formField(body, "key") ?? "*"}` }];
  }
  if (!key) {
    const actions: Record<string, string> = { GET: "s3:ListBucket", HEAD: "s3:ListBucket", PUT: "s3:CreateBucket" };
    return [{ action: actions[method] ?? "s3:DeleteBucket", resource: bucketArn }];
  }
  const verbs: Record<string, string> = { GET: "Get", HEAD: "Get", PUT: "Put", POST: "Put", DELETE: "Delete" };
  const action = `s3:${verbs[method] ?? "Get"}Object${query.has("tagging") ? "Tagging" : ""}`;
  const permissions: Permission[] = [{ action, resource: `${bucketArn}/${key}` }];
  const source = headers["x-amz-copy-source"];
  if (source) {
    const path = decodeURIComponent(source).replace(/^\//, "").split("?")[0];
    permissions.push({ action: "s3:GetObject", resource: `arn:aws:s3:::${path}` });
  }
  return permissions;
}

/** Value of a text field of a multipart/form-data body (presigned POST). Field names are not case-sensitive. */
export function formField(body: Buffer, name: string): string | undefined {
  const pattern = new RegExp(`name="${name}"[^\\r\\n]*(?:\\r\\n[^\\r\\n]+)*\\r\\n\\r\\n([^\\r\\n]*)`, "i");
  return pattern.exec(body.subarray(0, 64 * 1024).toString("utf8"))?.[1];
}

function ses({ path, body }: AwsRequest, deployment: Deployment): Permission[] {
  const bulk = path.endsWith("/outbound-bulk-emails");
  if (!bulk && !path.endsWith("/outbound-emails")) return [{ action: "ses:GetAccount", resource: "*" }];
  const from = String(parse(body).FromEmailAddress ?? "");
  const address = /<([^>]+)>/.exec(from)?.[1] ?? from;
  const identity = deployment.ofType("AWS::SES::EmailIdentity").some(({ physicalId }) => physicalId === address)
    ? address
    : (address.split("@")[1] ?? address);
  return [{ action: bulk ? "ses:SendBulkEmail" : "ses:SendEmail", resource: arn("ses", `identity/${identity}`) }];
}

/** Operations that take no pool id act for the user who holds the token: they need no permission. */
function cognito(operation: string, body: Body): Permission[] {
  if (!body.UserPoolId) return [];
  return [{ action: `cognito-idp:${operation}`, resource: arn("cognito-idp", `userpool/${body.UserPoolId}`) }];
}

function executeApi({ method, path }: AwsRequest, deployment: Deployment): Permission[] {
  const [, stage = "*", connection = ""] = /^\/(?:([^/@]+)\/)?(@connections\/.*)$/.exec(path) ?? [];
  const apis = deployment.ofType("AWS::ApiGatewayV2::Api");
  const api = apis.find(({ properties }) => properties.ProtocolType === "WEBSOCKET")?.physicalId ?? "*";
  const resource = arn("execute-api", `${api}/${stage}/${method}/${decodeURIComponent(connection)}`);
  return [{ action: "execute-api:ManageConnections", resource }];
}

function lambda({ path, method }: AwsRequest, deployment: Deployment): Permission[] {
  const name = decodeURIComponent(/^\/2015-03-31\/functions\/([^/]+)/.exec(path)?.[1] ?? "");
  const resource = deployment.find(name)?.attributes.Arn ?? arn("lambda", `function:${name}`);
  const action = path.endsWith("/invocations") ? "lambda:InvokeFunction" : `lambda:${method}`;
  return [{ action, resource }];
}

function secrets(operation: string, { SecretId }: Body, deployment: Deployment): Permission[] {
  const secret = deployment
    .ofType("AWS::SecretsManager::Secret")
    .find(({ physicalId, properties }) => physicalId === SecretId || properties.Name === SecretId);
  return [{ action: `secretsmanager:${operation}`, resource: secret?.physicalId ?? String(SecretId ?? "*") }];
}

function ssm(operation: string, body: Body): Permission[] {
  const names: string[] = body.Names ?? [body.Name ?? body.Path ?? "*"];
  return names.map((name) => ({
    action: `ssm:${operation}`,
    resource: name === "*" ? "*" : arn("ssm", `parameter/${name.replace(/^\//, "")}`),
  }));
}
