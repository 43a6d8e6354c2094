/** The engines the table port is held against, each with a table of the deployed shape. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createDynamoTable } from "@freelancerm/data/dynamo-table";
import { createMemoryTable } from "@freelancerm/data/memory-table";
import { tableSchema } from "@freelancerm/data/schema";
import type { Table } from "@freelancerm/data/table";
import { type EngineChoice, startEngine } from "@freelancerm/local/dynamodb/engine";

export interface Running {
  table: Table;
  client?: DynamoDBClient;
  close(): Promise<void>;
}

export interface EngineUnderTest {
  name: string;
  /** Why it cannot run here; undefined when it can. */
  missing?: string;
  start(): Promise<Running>;
}

/** Where `npm run dynamodb-local:install` puts DynamoDB Local. */
const JAR = resolve(process.env.DYNAMODB_LOCAL_JAR ?? ".local/tools/dynamodb-local/DynamoDBLocal.jar");

function missingJava(): string | undefined {
  try {
    execFileSync("java", ["-version"], { stdio: "ignore" });
  } catch {
    return "Java is not installed";
  }
  return existsSync(JAR) ? undefined : "run npm run dynamodb-local:install";
}

export async function startTable(choice: EngineChoice): Promise<Required<Running>> {
  const folder = mkdtempSync(join(tmpdir(), "freelancerm-"));
  const engine = await startEngine(choice, folder);
  const client = new DynamoDBClient({
    endpoint: engine.endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const { partitionKey, sortKey, indexes, projected } = tableSchema;
  const names = [partitionKey, sortKey, ...Object.values(indexes).flatMap((index) => Object.values(index))];
  await client.send(
    new CreateTableCommand({
      TableName: "test",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      KeySchema: [
        { AttributeName: partitionKey, KeyType: "HASH" },
        { AttributeName: sortKey, KeyType: "RANGE" },
      ],
      GlobalSecondaryIndexes: Object.entries(indexes).map(([IndexName, index]) => ({
        IndexName,
        KeySchema: [
          { AttributeName: index.partitionKey, KeyType: "HASH" },
          { AttributeName: index.sortKey, KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: [...projected] },
      })),
    }),
  );
  return {
    table: createDynamoTable("test", client),
    client,
    close: async () => {
      client.destroy();
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const engines: EngineUnderTest[] = [
  { name: "memory", start: async () => ({ table: createMemoryTable(), close: async () => {} }) },
  { name: "dynoxide", start: () => startTable({ kind: "dynoxide" }) },
  { name: "DynamoDB Local", missing: missingJava(), start: () => startTable({ kind: "java", jar: JAR }) },
];
