/** A stack update over a marketplace with data: a route, a function and an index are added, and nothing is lost. */
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { CognitoIdentityProviderClient, paginateListUsers } from "@aws-sdk/client-cognito-identity-provider";
import { DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient, PutCommand, paginateScan, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { tableSchema } from "@freelancerm/data/schema";
import type { App, Stack } from "aws-cdk-lib";
import { CfnIntegration, CfnRoute, type CfnStage } from "aws-cdk-lib/aws-apigatewayv2";
import { AttributeType, type TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { CfnPermission, Code, Function as Lambda, Runtime } from "aws-cdk-lib/aws-lambda";
import { clientOptions } from "./server.ts";
import { deployMarketplace, type Instance, outputsOf } from "./stack.ts";

/** Name of what the update adds: the route's path, the index, and the attribute it is of. */
const ADDED = "ministack-update";

const stackOf = (app: App, id: string) => app.node.findChild(`freelancerm-sandbox-${id}`) as Stack;

/** The next version of the app: one more route with a function of its own, and one more index. */
export function nextVersion(app: App): void {
  const table = stackOf(app, "stateful").node.findChild("Table") as TableV2;
  table.addGlobalSecondaryIndex({ indexName: ADDED, partitionKey: { name: ADDED, type: AttributeType.STRING } });

  const api = stackOf(app, "api");
  const { apiId } = api.node.findChild("Stage") as CfnStage;
  const fn = new Lambda(api, "Added", {
    runtime: Runtime.NODEJS_22_X,
    handler: "index.handler",
    code: Code.fromInline("exports.handler = async () => ({ statusCode: 200, body: 'added' });"),
  });
  new CfnPermission(api, "AddedPermission", {
    action: "lambda:InvokeFunction",
    functionName: fn.functionArn,
    principal: "apigateway.amazonaws.com",
    sourceArn: api.formatArn({ service: "execute-api", resource: apiId, resourceName: "*/*" }),
  });
  const integration = new CfnIntegration(api, "AddedIntegration", {
    apiId,
    integrationType: "AWS_PROXY",
    integrationUri: fn.functionArn,
    payloadFormatVersion: "2.0",
  });
  new CfnRoute(api, "AddedRoute", { apiId, routeKey: `GET /${ADDED}`, target: `integrations/${integration.ref}` });
}

/** Everything that must outlive an update: keys of items, accounts, objects. */
async function census(url: string, { TableName, UserPoolId, BucketName }: Record<string, string>) {
  const found = { items: new Set<string>(), accounts: new Set<string>(), files: new Set<string>() };
  const options = clientOptions(url);
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(options));
  for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
    for (const { pk, sk, ttl } of Items) if (ttl === undefined) found.items.add(`${pk} ${sk}`);
  }
  const pool = new CognitoIdentityProviderClient(options);
  for await (const { Users = [] } of paginateListUsers({ client: pool }, { UserPoolId })) {
    for (const { Username } of Users) found.accounts.add(Username!);
  }
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: BucketName })) {
    for (const { Key } of Contents) found.files.add(Key!);
  }
  return found;
}

/** Deploys the next version over the running one; throws when something is lost or does not answer. Returns what to say of it. */
export async function updateKeepsData(instance: Instance, endpoints: string): Promise<string> {
  const { url, folder } = instance;
  const { httpUrl } = JSON.parse(readFileSync(endpoints, "utf8")) as { httpUrl: string };
  const outputs = outputsOf(folder);
  const { TableName } = outputs;
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(clientOptions(url)));
  const { partitionKey, sortKey } = tableSchema;
  const early = { [partitionKey]: ADDED, [sortKey]: "early", [ADDED]: "early" };
  await documents.send(new PutCommand({ TableName, Item: early }));
  const before = await census(url, outputs);
  const route = async () => (await fetch(`${httpUrl}/${ADDED}`)).status;
  assert.equal(await route(), 404, "the route is there before the update");

  const started = performance.now();
  await deployMarketplace(instance, nextVersion);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);

  const after = await census(url, outputsOf(folder));
  for (const kind of ["items", "accounts", "files"] as const) {
    const lost = [...before[kind]].filter((key) => !after[kind].has(key));
    assert.deepEqual(lost, [], `${kind} were lost`);
  }
  assert.equal(await route(), 200, "the added route does not answer");
  const { Table } = await documents.send(new DescribeTableCommand({ TableName }));
  const index = Table!.GlobalSecondaryIndexes!.find(({ IndexName }) => IndexName === ADDED);
  assert.equal(index?.IndexStatus, "ACTIVE", "the added index is not active");
  const query = { KeyConditionExpression: "#a = :a", ExpressionAttributeNames: { "#a": ADDED } };
  const values = { ExpressionAttributeValues: { ":a": "early" } };
  const { Items = [] } = await documents.send(new QueryCommand({ TableName, IndexName: ADDED, ...query, ...values }));
  assert.deepEqual(Items, [early], "the added index does not know an item from before it");
  const { items, accounts, files } = before;
  return `Updated in ${seconds} s: all ${items.size} items, ${accounts.size} accounts and ${files.size} files are still there; the added route answers, the added index finds an item from before.`;
}
