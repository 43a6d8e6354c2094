import { ApiGatewayManagementApiClient, PostToConnectionCommand } from "@aws-sdk/client-apigatewaymanagementapi";
import { CognitoIdentityProviderClient, InitiateAuthCommand } from "@aws-sdk/client-cognito-identity-provider";
import {
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { type AwsRequest, json, type Service } from "../kit.ts";
import { deployFixture } from "../template/assembly-fixture.ts";
import { createTrace } from "../trace.ts";
import { type Edge, startEdge } from "./index.ts";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
const arn = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });
const join = (...parts: unknown[]) => ({ "Fn::Join": ["", parts] });

const deployment = deployFixture({
  Table: {
    Type: "AWS::DynamoDB::Table",
    Properties: {
      TableName: "things",
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      AttributeDefinitions: [],
    },
  },
  Bus: { Type: "AWS::Events::EventBus", Properties: { Name: "main" } },
  Files: { Type: "AWS::S3::Bucket", Properties: { BucketName: "files" } },
  Socket: { Type: "AWS::ApiGatewayV2::Api", Properties: { ProtocolType: "WEBSOCKET" } },
  Role: { Type: "AWS::IAM::Role", Properties: { RoleName: "users-role" } },
  Policy: {
    Type: "AWS::IAM::Policy",
    Properties: {
      PolicyName: "p",
      Roles: [{ Ref: "Role" }],
      PolicyDocument: {
        Statement: [
          {
            Effect: "Allow",
            Action: ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"],
            Resource: [arn("Table"), join(arn("Table"), "/index/*")],
          },
          {
            Effect: "Allow",
            Action: "events:PutEvents",
            Resource: arn("Bus"),
            Condition: { StringEquals: { "events:source": "shop" } },
          },
          { Effect: "Allow", Action: ["s3:GetObject*", "s3:PutObject"], Resource: join(arn("Files"), "/public/*") },
          { Effect: "Deny", Action: "s3:*", Resource: join(arn("Files"), "/public/secret*") },
          {
            Effect: "Allow",
            Action: "execute-api:ManageConnections",
            Resource: join(
              "arn:aws:execute-api:us-east-1:000000000000:",
              { Ref: "Socket" },
              "/live/POST/@connections/*",
            ),
          },
        ],
      },
    },
  },
  Fn: { Type: "AWS::Lambda::Function", Properties: { FunctionName: "users", Role: arn("Role") } },
});

let edge: Edge;
const received: AwsRequest[] = [];
const recorder = (answer: object): Service => ({
  async handle(request) {
    received.push(request);
    return json(answer);
  },
});

beforeAll(async () => {
  edge = await startEdge({ deployment, trace: createTrace(Date.now), port: 0, seed: "seed" });
  edge.register("dynamodb", recorder({}));
  edge.register("events", recorder({ Entries: [], FailedEntryCount: 0 }));
  edge.register("cognito-idp", recorder({}));
  edge.register("execute-api", recorder({}));
  edge.register("s3", {
    async handle(request) {
      received.push(request);
      return { status: 200, body: "file" };
    },
  });
});
afterAll(() => edge.close());
beforeEach(() => void received.splice(0));

const configOf = (credentials = edge.issueKeys("Fn")) => ({
  endpoint: edge.url,
  region: "us-east-1",
  credentials,
  maxAttempts: 1,
});
const developer = { accessKeyId: "test", secretAccessKey: "test" };
const get = new GetItemCommand({ TableName: "things", Key: { pk: { S: "1" } } });

describe("the edge", () => {
  test("finds service and caller from the signature of the unmodified SDK", async () => {
    await new DynamoDBClient(configOf()).send(get);
    await new DynamoDBClient(configOf(developer)).send(get);
    expect(received.map(({ service, principal }) => [service, principal])).toEqual([
      ["dynamodb", { kind: "function", functionName: "Fn" }],
      ["dynamodb", { kind: "developer" }],
    ]);
    expect(JSON.parse(received[0]!.body.toString())).toEqual({ TableName: "things", Key: { pk: { S: "1" } } });
  });

  test("takes unsigned calls of browsers to Cognito, across origins", async () => {
    const client = new CognitoIdentityProviderClient({
      endpoint: edge.url,
      region: "us-east-1",
      credentials: developer,
    });
    await client.send(new InitiateAuthCommand({ AuthFlow: "USER_PASSWORD_AUTH", ClientId: "c" }));
    expect(received.at(-1)!.service).toBe("cognito-idp");
    const preflight = await fetch(edge.url, { method: "OPTIONS" });
    expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([204, "*"]);
    const target = { "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth" };
    const answer = await fetch(edge.url, { method: "POST", headers: target, body: "{}" });
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect((await fetch(`${edge.url}/pool/.well-known/jwks.json`)).status).toBe(200);
    expect(received.at(-1)).toMatchObject({ service: "cognito-idp", principal: { kind: "developer" } });
  });

  test("knows the signer of presigned URLs and forms", async () => {
    const s3 = new S3Client({ ...configOf(), forcePathStyle: true });
    const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket: "files", Key: "public/a b.txt" }));
    expect(await (await fetch(url)).text()).toBe("file");
    const post = await createPresignedPost(s3, { Bucket: "files", Key: "public/b.txt" });
    const upload = (fields: Record<string, string>) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append("file", new Blob(["x"]), "b.txt");
      return fetch(post.url, { method: "POST", body: form });
    };
    expect((await upload(post.fields)).status).toBe(200);
    expect(received.map(({ principal }) => principal.functionName)).toEqual(["Fn", "Fn"]);
    expect((await upload({ ...post.fields, key: "private/b.txt" })).status).toBe(403);
  });

  test("gives the same function the same key at every start with the same seed, and another with another", async () => {
    const keys = edge.issueKeys("users");
    expect(edge.secretOf(keys.accessKeyId)).toBe(keys.secretAccessKey);
    expect(edge.secretOf("ASIAUNKNOWN")).toBeUndefined();
    const other = await startEdge({ deployment, trace: createTrace(Date.now), port: 0, seed: "other" });
    expect(other.issueKeys("users")).not.toEqual(keys);
    await other.close();
  });

  test("lets pages of other sites sign users in, and nothing else", async () => {
    const from = async (origin: string, target: string, body: object) => {
      const headers = { origin, "x-amz-target": target };
      return (await fetch(edge.url, { method: "POST", headers, body: JSON.stringify(body) })).status;
    };
    const admin = ["AWSCognitoIdentityProviderService.AdminGetUser", { UserPoolId: "p" }] as const;
    expect(await from("https://evil.test", "AWSCognitoIdentityProviderService.InitiateAuth", {})).toBe(200);
    expect(await from("https://evil.test", ...admin)).toBe(400);
    expect(await from("https://evil.test", "DynamoDB_20120810.GetItem", { TableName: "things" })).toBe(400);
    expect(await from("http://127.0.0.1:8080", ...admin)).toBe(200);
  });

  test("says which service it does not have", async () => {
    const headers = { "x-amz-target": "Kinesis_20131202.PutRecord" };
    const answer = await fetch(edge.url, { method: "POST", headers });
    expect(await answer.json()).toMatchObject({ __type: "UnknownOperationException" });
  });
});

describe("least privilege", () => {
  const put = (table: string) => ({ Put: { TableName: table, Item: { pk: { S: "1" } } } });

  test("asks for each item of a transaction what it does to which table", async () => {
    const client = new DynamoDBClient(configOf());
    await client.send(new TransactWriteItemsCommand({ TransactItems: [put("things")] }));
    const both = new TransactWriteItemsCommand({ TransactItems: [put("things"), put("others")] });
    await expect(client.send(both)).rejects.toMatchObject({
      name: "AccessDeniedException",
      message:
        "User: arn:aws:sts::000000000000:assumed-role/users-role/users is not authorized to perform: dynamodb:PutItem " +
        "on resource: arn:aws:dynamodb:us-east-1:000000000000:table/others because no identity-based policy allows the dynamodb:PutItem action",
    });
    const condition = { ConditionCheck: { TableName: "things", Key: { pk: { S: "1" } }, ConditionExpression: "a" } };
    await expect(client.send(new TransactWriteItemsCommand({ TransactItems: [condition] }))).rejects.toThrow(
      "dynamodb:ConditionCheckItem",
    );
  });

  test("tells an index from its table, and lets the developer do everything", async () => {
    const query = new QueryCommand({ TableName: "things", IndexName: "by-x" });
    await new DynamoDBClient(configOf()).send(query);
    expect(edge.observedCalls()).toContainEqual({
      functionName: "Fn",
      action: "dynamodb:Query",
      resource: "arn:aws:dynamodb:us-east-1:000000000000:table/things/index/by-x",
    });
    const transaction = new TransactWriteItemsCommand({ TransactItems: [put("others")] });
    await new DynamoDBClient(configOf(developer)).send(transaction);
  });

  test("holds events to their condition, files to their path, a denial above all", async () => {
    const events = new EventBridgeClient(configOf());
    const entry = (Source: string) =>
      new PutEventsCommand({ Entries: [{ Source, EventBusName: "main", DetailType: "t", Detail: "{}" }] });
    await events.send(entry("shop"));
    await expect(events.send(entry("stranger"))).rejects.toThrow("events:PutEvents");
    const s3 = new S3Client({ ...configOf(), forcePathStyle: true });
    const file = (Key: string) => s3.send(new GetObjectCommand({ Bucket: "files", Key }));
    await file("public/a");
    await expect(file("private/a")).rejects.toMatchObject({ name: "AccessDenied" });
    await expect(file("public/secret-a")).rejects.toThrow("with an explicit deny");
  });

  test("covers posting to connections", async () => {
    const post = new PostToConnectionCommand({ ConnectionId: "abc=", Data: "x" });
    const client = (stage: string) =>
      new ApiGatewayManagementApiClient({ ...configOf(), endpoint: `${edge.url}/${stage}` });
    await client("live").send(post);
    await expect(client("test").send(post)).rejects.toMatchObject({ name: "ForbiddenException" });
  });

  test("can be compared: what was called against what is granted, and what was refused", async () => {
    const other = await startEdge({ deployment, trace: createTrace(Date.now), port: 0, seed: "seed" });
    other.register("dynamodb", recorder({}));
    const client = new DynamoDBClient({ ...configOf(), endpoint: other.url });
    await client.send(get);
    await expect(client.send(new ScanCommand({ TableName: "things" }))).rejects.toThrow("dynamodb:Scan");
    const resource = "arn:aws:dynamodb:us-east-1:000000000000:table/things";
    expect(other.observedCalls()).toEqual([
      { functionName: "Fn", action: "dynamodb:GetItem", resource },
      { functionName: "Fn", action: "dynamodb:Scan", resource, denied: expect.stringContaining("not authorized") },
    ]);
    const granted = other.grantedActions("users");
    expect(granted).toContainEqual({ action: "dynamodb:GetItem", resource, observed: true });
    expect(granted).toContainEqual({ action: "dynamodb:GetItem", resource: `${resource}/index/*`, observed: false });
    expect(granted).toContainEqual({ action: "dynamodb:PutItem", resource, observed: false });
    expect(granted.map(({ action }) => action)).not.toContain("s3:*");
    await other.close();
  });
});
