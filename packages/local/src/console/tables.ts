import { DescribeTableCommand, DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, QueryCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { REGION } from "../kit.ts";
import type { ConsoleSource } from "./source.ts";

const PAGE = 50;

/** The table browser's half of a ConsoleSource, over any DynamoDB endpoint (the edge, as the developer). */
export function browseTables(endpoint: string): Pick<ConsoleSource, "tables" | "items"> & { close(): void } {
  const client = new DynamoDBClient({
    endpoint,
    region: REGION,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });
  const documents = DynamoDBDocumentClient.from(client);

  async function describe(name: string) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    const keys = [...(Table?.KeySchema ?? [])].sort((a, b) => (a.KeyType ?? "").localeCompare(b.KeyType ?? ""));
    const key = keys.map(({ AttributeName = "" }) => AttributeName);
    const type = Table?.AttributeDefinitions?.find(({ AttributeName }) => AttributeName === key[0])?.AttributeType;
    return { name, key, itemCount: Table?.ItemCount ?? 0, numeric: type === "N" };
  }

  return {
    async tables() {
      const { TableNames = [] } = await client.send(new ListTablesCommand({}));
      return Promise.all(TableNames.map(describe));
    },
    async items({ table, partition, cursor }) {
      const page = { TableName: table, Limit: PAGE, ExclusiveStartKey: cursor ? JSON.parse(cursor) : undefined };
      if (!partition) {
        const { Items = [], LastEvaluatedKey } = await documents.send(new ScanCommand(page));
        return { items: Items, cursor: LastEvaluatedKey && JSON.stringify(LastEvaluatedKey) };
      }
      const { key, numeric } = await describe(table);
      const { Items = [], LastEvaluatedKey } = await documents.send(
        new QueryCommand({
          ...page,
          KeyConditionExpression: "#key = :value",
          ExpressionAttributeNames: { "#key": key[0] ?? "" },
          ExpressionAttributeValues: { ":value": numeric ? Number(partition) : partition },
        }),
      );
      return { items: Items, cursor: LastEvaluatedKey && JSON.stringify(LastEvaluatedKey) };
    },
    close: () => client.destroy(),
  };
}
