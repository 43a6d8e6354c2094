/**
 * npx tsx scripts/republish.ts <table> <bus> <since, ISO 8601>
 * Sends again what was committed since a time, with the caller's AWS credentials. See docs/runbooks/redrive.md.
 */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { paginateScan } from "@aws-sdk/lib-dynamodb";
import { createDynamoTable } from "@freelancerm/data/dynamo-table";
import type { Item } from "@freelancerm/data/table";
import { createPublish } from "@freelancerm/platform/relay";
import { republish } from "@freelancerm/platform/republish";
import "./node-version.ts";

const [tableName, busName, since] = process.argv.slice(2);
if (!tableName || !busName || Number.isNaN(Date.parse(since ?? ""))) {
  console.error("Usage: npx tsx scripts/republish.ts <table> <bus> <since, ISO 8601>");
  process.exit(2);
}
const table = createDynamoTable(tableName, new DynamoDBClient({}));

async function* items(): AsyncGenerator<Item> {
  const pages = paginateScan(
    { client: table.client },
    { TableName: tableName, FilterExpression: "attribute_exists(outbox)" },
  );
  for await (const page of pages) yield* (page.Items ?? []) as Item[];
}

const publish = createPublish(new EventBridgeClient({}), busName);
const sent = await republish({ table, publish }, items(), new Date(since!).toISOString());
console.log(`${sent.events} events and ${sent.deadlines} deadlines sent again.`);
