/**
 * A walk over the whole table, for the audit of the ledgers alone: it costs by what is stored, not by what is found
 * (docs/adr/0009-the-ledgers-are-audited-by-a-scan.md). Apart from the table port, so that no other function carries it.
 */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { tableSchema } from "./schema.ts";
import type { Key, Position } from "./table.ts";

/** Keys of items whose sort key is one of `exactly` or starts with one of `prefixes`; a page may be empty before the end. */
export type Scan = (
  wanted: { exactly: string; prefix: string },
  from: Position | undefined,
) => Promise<{ keys: Key[]; next: Position | null }>;

export function createDynamoScan(tableName: string, client = new DynamoDBClient({})): Scan {
  const documents = DynamoDBDocumentClient.from(client);
  const { partitionKey, sortKey } = tableSchema;
  return async ({ exactly, prefix }, from) => {
    const answer = await documents.send(
      new ScanCommand({
        TableName: tableName,
        ProjectionExpression: "#pk, #sk",
        FilterExpression: "#sk = :exactly OR begins_with(#sk, :prefix)",
        ExpressionAttributeNames: { "#pk": partitionKey, "#sk": sortKey },
        ExpressionAttributeValues: { ":exactly": exactly, ":prefix": prefix },
        ExclusiveStartKey: from,
      }),
    );
    return { keys: (answer.Items ?? []) as Key[], next: answer.LastEvaluatedKey ?? null };
  };
}
