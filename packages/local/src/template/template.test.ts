import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, CfnCondition, CfnOutput, CfnParameter, CfnResource, Fn, Stack } from "aws-cdk-lib";
import { CfnApi } from "aws-cdk-lib/aws-apigatewayv2";
import { UserPool } from "aws-cdk-lib/aws-cognito";
import { AttributeType, StreamViewType, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { EventBus } from "aws-cdk-lib/aws-events";
import { Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { testEndpoints, writeAssembly } from "./assembly-fixture.ts";
import { findHandler, type LocalDeployment, loadDeployment } from "./index.ts";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function temporary(prefix: string): string {
  folders.push(mkdtempSync(join(tmpdir(), prefix)));
  return folders.at(-1)!;
}

function synthesise(): string {
  const app = new App({ outdir: temporary("cdk-") });
  const data = new Stack(app, "Data");
  const table = new TableV2(data, "Table", {
    partitionKey: { name: "pk", type: AttributeType.STRING },
    dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
  });
  const bucket = new Bucket(data, "Files");
  const queue = new Queue(data, "Dead", { queueName: "dead-letters" });
  const bus = new EventBus(data, "Bus");
  const pool = new UserPool(data, "Users");
  const client = pool.addClient("web");

  const api = new Stack(app, "Api");
  const socket = new CfnApi(api, "Socket", { protocolType: "WEBSOCKET", name: "socket" });
  const http = new CfnApi(api, "Http", { protocolType: "HTTP", name: "http" });
  const size = new CfnParameter(api, "Size", { default: "small" });
  const isLarge = new CfnCondition(api, "IsLarge", { expression: Fn.conditionEquals(size.valueAsString, "large") });
  const code = temporary("code-");
  writeFileSync(join(code, "handler.ts"), "export const handler = async () => 1;");
  const host = `${socket.ref}.execute-api.${api.region}.${api.urlSuffix}`;
  const fn = new LambdaFunction(api, "Fn", {
    functionName: "users",
    runtime: Runtime.NODEJS_22_X,
    handler: "index.handler",
    code: Code.fromAsset(code),
    environment: {
      TABLE: table.tableName,
      STREAM: table.tableStreamArn!,
      BUCKET: bucket.bucketName,
      QUEUE: queue.queueUrl,
      QUEUE_ARN: queue.queueArn,
      BUS: bus.eventBusName,
      POOL: pool.userPoolId,
      CLIENT: client.userPoolClientId,
      CALLBACK: `https://${host}/live`,
      SOCKET: `wss://${host}/live`,
      SOCKET_BY_ATTRIBUTE: `${socket.attrApiEndpoint}/live`,
      HTTP: `https://${http.ref}.execute-api.${api.region}.${api.urlSuffix}/`,
      ENDPOINT: http.attrApiEndpoint,
      SIZE: Fn.conditionIf(isLarge.logicalId, "large", "small").toString(),
      POOL_SHORT: Fn.select(1, Fn.split("_", pool.userPoolId)),
    },
  });
  table.grantReadWriteData(fn);
  const absent = new CfnResource(api, "Absent", { type: "AWS::SQS::Queue" });
  absent.cfnOptions.condition = isLarge;
  new CfnResource(api, "Cluster", { type: "AWS::ECS::Cluster" });
  new CfnOutput(api, "Url", { value: http.attrApiEndpoint });
  app.synth();
  return app.outdir;
}

describe("a synthesised app", () => {
  let deployment: LocalDeployment;
  beforeAll(() => {
    deployment = loadDeployment({ assembly: synthesise(), endpoints: testEndpoints });
  });

  test("is resolved over stacks as a deployment would have", () => {
    const [fn] = deployment.ofType("AWS::Lambda::Function");
    const [table] = deployment.ofType("AWS::DynamoDB::GlobalTable");
    const [pool] = deployment.ofType("AWS::Cognito::UserPool");
    const [client] = deployment.ofType("AWS::Cognito::UserPoolClient");
    const [bucket] = deployment.ofType("AWS::S3::Bucket");
    const [bus] = deployment.ofType("AWS::Events::EventBus");
    expect(fn).toMatchObject({
      physicalId: "users",
      attributes: { Arn: "arn:aws:lambda:us-east-1:000000000000:function:users" },
    });
    expect(fn!.properties.Environment.Variables).toEqual({
      TABLE: table!.physicalId,
      STREAM: expect.stringContaining(`:table/${table!.physicalId}/stream/`),
      BUCKET: bucket!.physicalId,
      QUEUE: "http://127.0.0.1:4566/000000000000/dead-letters",
      QUEUE_ARN: "arn:aws:sqs:us-east-1:000000000000:dead-letters",
      BUS: bus!.physicalId,
      POOL: pool!.physicalId,
      CLIENT: client!.physicalId,
      CALLBACK: "http://127.0.0.1:4566/live",
      SOCKET: "ws://127.0.0.1:8080",
      SOCKET_BY_ATTRIBUTE: "ws://127.0.0.1:8080",
      HTTP: "http://127.0.0.1:8080/",
      ENDPOINT: "http://127.0.0.1:8080",
      SIZE: "small",
      POOL_SHORT: pool!.physicalId.split("_")[1],
    });
    expect(pool!.physicalId).toMatch(/^us-east-1_[a-z0-9]{9}$/);
    expect(client!.physicalId).toMatch(/^[a-z0-9]{26}$/);
    expect(bucket!.physicalId).toMatch(/^[a-z0-9-]{3,63}$/);
    expect(deployment.outputs.Url).toBe("http://127.0.0.1:8080");
  });

  test("grants in policies what the resources are really called", () => {
    const [policy] = deployment.ofType("AWS::IAM::Policy");
    const [table] = deployment.ofType("AWS::DynamoDB::GlobalTable");
    const [role] = deployment.ofType("AWS::IAM::Role");
    expect(policy!.properties.Roles).toEqual([role!.physicalId]);
    expect(JSON.stringify(policy!.properties.PolicyDocument)).toContain(`"${table!.attributes.Arn}"`);
  });

  test("leaves out what a condition excludes and names what nothing acts on", () => {
    expect(deployment.ofType("AWS::SQS::Queue").map((queue) => queue.logicalId)).not.toContain("Absent");
    expect(deployment.notSimulated.map((resource) => resource.logicalId)).toEqual(["Cluster"]);
  });

  test("is found by name, by ARN, by logical id, and has the same names at every start", () => {
    const [fn] = deployment.ofType("AWS::Lambda::Function");
    for (const name of ["users", fn!.attributes.Arn!, fn!.logicalId]) expect(deployment.find(name)).toBe(fn);
    const again = loadDeployment({ assembly: synthesise(), endpoints: testEndpoints });
    expect(again.resources.map((r) => r.physicalId)).toEqual(deployment.resources.map((r) => r.physicalId));
  });

  test("leads to the source of a function's handler", () => {
    const [fn] = deployment.ofType("AWS::Lambda::Function");
    const found = findHandler(deployment.assetFolder(fn!)!, fn!.properties.Handler);
    expect(found).toMatchObject({ exportName: "handler", built: false, file: expect.stringMatching(/handler\.ts$/) });
  });
});

describe("a template that cannot be resolved", () => {
  const load = (templates: Parameters<typeof writeAssembly>[0]) => () => {
    folders.push(writeAssembly(templates));
    return loadDeployment({ assembly: folders.at(-1)!, endpoints: testEndpoints });
  };
  const queue = (QueueName: unknown) => ({ Resources: { Q: { Type: "AWS::SQS::Queue", Properties: { QueueName } } } });

  test.each([
    [{ "Fn::ImportValue": "Missing" }, "Stack Shop, Q: no stack exports Missing."],
    [{ "Fn::Transform": {} }, "Stack Shop, Q: the intrinsic function Fn::Transform is not supported."],
    [{ Ref: "Nothing" }, "Stack Shop, Q: Nothing is neither a parameter nor a resource."],
    [{ Ref: "Q" }, "Stack Shop, Q: it depends on itself through Q → Q."],
    [{ "Fn::FindInMap": ["A", "B", "C"] }, "Stack Shop, Q: the mapping A.B.C does not exist."],
  ])("is refused with one sentence: %j", (name, sentence) => {
    expect(load({ Shop: queue(name) })).toThrow(sentence);
  });

  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: placeholders of Fn::Sub.
  test("gives and takes exports, substitutes, joins and encodes", () => {
    const deployment = load({
      First: {
        Parameters: { Stage: { Type: "String", Default: "dev" } },
        Mappings: { Sizes: { dev: { name: "small" } } },
        Resources: {},
        Outputs: {
          Out: {
            Value: { "Fn::Sub": "${Stage}-${AWS::Region}" },
            Export: { Name: { "Fn::Join": ["-", ["the", "name"]] } },
          },
        },
      },
      Second: queue({
        "Fn::Sub": ["${a}-${!literal}-${b}", { a: { "Fn::ImportValue": "the-name" }, b: { "Fn::Base64": "x" } }],
      }),
    })();
    expect(deployment.ofType("AWS::SQS::Queue")[0]!.properties.QueueName).toBe("dev-us-east-1-${literal}-eA==");
  });
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: placeholders of Fn::Sub.

  test("says that the app was not synthesised", () => {
    expect(() => loadDeployment({ assembly: "/nowhere", endpoints: testEndpoints })).toThrow(
      "The cloud assembly file /nowhere/manifest.json is missing: synthesise the app first.",
    );
  });
});
