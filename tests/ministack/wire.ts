/** What the journeys rest on and never see by itself: a connection that is gone, and the answers of a refused or repeated write. */
import { strict as assert } from "node:assert";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateScan,
  TransactWriteCommand,
} from "@aws-sdk/lib-dynamodb";
import { createApiClient } from "@freelancerm/contracts/client";
import type { Session } from "@freelancerm/contracts/users";
import { WebSocket } from "ws";
import { OPERATOR } from "./configure.ts";
import { clientOptions } from "./server.ts";
import { type Instance, outputsOf } from "./stack.ts";

/** Asks MiniStack itself; throws when an answer is not AWS's. Returns what to say of it. */
export async function answersAsAws(instance: Instance, endpoints: string): Promise<string> {
  await writes(instance.url);
  await connections(instance, endpoints);
  return "Asked by itself: a write with one token counts once, a refused one shows the item, a closed connection is gone.";
}

async function writes(url: string): Promise<void> {
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(clientOptions(url)));
  const ClientRequestToken = randomUUID();
  const TableName = `freelancerm-wire-${ClientRequestToken}`;
  await documents.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    }),
  );
  const Key = { pk: "count" };
  const add = (by: number) => {
    const Update = { TableName, Key, UpdateExpression: "ADD n :n", ExpressionAttributeValues: { ":n": by } };
    return documents.send(new TransactWriteCommand({ ClientRequestToken, TransactItems: [{ Update }] }));
  };
  await add(1);
  await add(1);
  assert.deepEqual((await documents.send(new GetCommand({ TableName, Key }))).Item, { ...Key, n: 1 });
  await assert.rejects(add(5), { name: "IdempotentParameterMismatchException" });

  const Put = {
    TableName,
    Item: Key,
    ConditionExpression: "attribute_not_exists(pk)",
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  } as const;
  // biome-ignore lint/suspicious/noExplicitAny: what an error bears besides its name.
  const refused = (error: any) => error;
  const there = { pk: { S: Key.pk }, n: { N: "1" } };
  assert.deepEqual((await documents.send(new PutCommand(Put)).catch(refused)).Item, there);
  const { CancellationReasons } = await documents
    .send(new TransactWriteCommand({ TransactItems: [{ Put }] }))
    .catch(refused);
  assert.deepEqual(CancellationReasons[0].Item, there);
  await documents.send(new DeleteTableCommand({ TableName }));
}

async function connections({ url, folder }: Instance, endpoints: string): Promise<void> {
  const { httpUrl, wsUrl } = JSON.parse(readFileSync(endpoints, "utf8")) as { httpUrl: string; wsUrl: string };
  let session: Session | undefined;
  const api = createApiClient({ baseUrl: httpUrl, token: () => session?.accessToken });
  session = (await api.signIn({ body: OPERATOR })) as Session;
  const socket = new WebSocket((await api.createSocketTicket()).url);
  await once(socket, "open");
  const ConnectionId = await connectionOf((await api.getMe()).id, url, outputsOf(folder).TableName!);

  const gateway = new ApiGatewayManagementApiClient({ ...clientOptions(url), endpoint: wsUrl.replace(/^ws/, "http") });
  const post = () => gateway.send(new PostToConnectionCommand({ ConnectionId, Data: "{}" }));
  const close = () => gateway.send(new DeleteConnectionCommand({ ConnectionId }));
  const arrived = once(socket, "message");
  await post();
  assert.equal(String((await arrived)[0]), "{}");
  const closed = once(socket, "close");
  await close();
  await closed;
  for (const ask of [post, close]) await assert.rejects(ask, { name: "GoneException" });
}

/** The connection the marketplace has on file for somebody. */
async function connectionOf(userId: string, url: string, TableName: string): Promise<string> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(clientOptions(url)));
  for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
    const found = Items.find(({ sk, ...item }) => sk === "CONNECTION" && JSON.stringify(item).includes(userId));
    if (found) return String(found.pk).slice("CONNECTION#".length);
  }
  throw new Error(`No connection of ${userId} is on file.`);
}
