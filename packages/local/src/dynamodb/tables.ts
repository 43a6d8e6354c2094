import { isDeepStrictEqual } from "node:util";
import { LocalCloudError } from "../errors.ts";
import type { Deployment, Resource } from "../kit.ts";
import { type EngineClient, EngineError } from "./client.ts";

/** A table of the template as the engine has it. */
export interface Table {
  resource: Resource;
  name: string;
  /** Names of the partition key and, if there is one, the sort key. */
  keys: string[];
  /** The engine's own ARN of the stream, when the template asks for one. */
  engineStreamArn?: string;
  /** Attribute with the expiry time in seconds. */
  ttlAttribute?: string;
}

interface Index {
  IndexName: string;
  KeySchema: { AttributeName: string; KeyType: string }[];
  Projection: { ProjectionType?: string; NonKeyAttributes?: string[] };
}

export function tablesOf(deployment: Deployment): Resource[] {
  return [...deployment.ofType("AWS::DynamoDB::GlobalTable"), ...deployment.ofType("AWS::DynamoDB::Table")];
}

/** Creates the table, or brings the one that is there up to its template: missing and changed indexes, stream. */
export async function ensureTable(client: EngineClient, resource: Resource): Promise<Table> {
  const { properties, physicalId: name } = resource;
  const wanted: Index[] = (properties.GlobalSecondaryIndexes ?? []).map(indexOf);
  const viewType = properties.StreamSpecification?.StreamViewType;
  const stream = viewType && { StreamEnabled: true, StreamViewType: viewType };
  const existing = await describe(client, name);
  if (!existing) {
    await client.call("CreateTable", {
      TableName: name,
      AttributeDefinitions: properties.AttributeDefinitions,
      KeySchema: properties.KeySchema,
      BillingMode: "PAY_PER_REQUEST",
      ...(wanted.length > 0 && { GlobalSecondaryIndexes: wanted }),
      ...(properties.LocalSecondaryIndexes?.length > 0 && { LocalSecondaryIndexes: properties.LocalSecondaryIndexes }),
      ...(stream && { StreamSpecification: stream }),
    });
    await active(client, name);
  } else {
    if (!isDeepStrictEqual(existing.KeySchema, properties.KeySchema)) {
      throw new LocalCloudError(`The table ${name} has another key than the template: start with --fresh.`);
    }
    await updateIndexes(client, resource, (existing.GlobalSecondaryIndexes ?? []).map(indexOf), wanted);
    if (stream && !existing.StreamSpecification?.StreamEnabled) {
      await client.call("UpdateTable", { TableName: name, StreamSpecification: stream });
      await active(client, name);
    }
  }
  const { AttributeName, Enabled = true } = properties.TimeToLiveSpecification ?? {};
  const ttlAttribute = Enabled ? AttributeName : undefined;
  if (ttlAttribute) await enableTimeToLive(client, name, ttlAttribute);
  const { LatestStreamArn } = await active(client, name);
  return {
    resource,
    name,
    keys: properties.KeySchema.map((key: { AttributeName: string }) => key.AttributeName),
    ttlAttribute,
    engineStreamArn: stream ? LatestStreamArn : undefined,
  };
}

/** Notes the newest stream of a table and returns its ARN, the engine's own. */
export async function followStream(client: EngineClient, table: Table): Promise<string> {
  const { LatestStreamArn } = (await client.call("DescribeTable", { TableName: table.name })).Table;
  table.engineStreamArn = LatestStreamArn ?? table.engineStreamArn;
  return table.engineStreamArn!;
}

async function updateIndexes(
  client: EngineClient,
  resource: Resource,
  existing: Index[],
  wanted: Index[],
): Promise<void> {
  const { physicalId: TableName, properties } = resource;
  for (const index of wanted) {
    const before = existing.find(({ IndexName }) => IndexName === index.IndexName);
    if (isDeepStrictEqual(before, index)) continue;
    const update = async (change: object) => {
      await client.call("UpdateTable", {
        TableName,
        AttributeDefinitions: properties.AttributeDefinitions,
        GlobalSecondaryIndexUpdates: [change],
      });
      await active(client, TableName);
    };
    if (before) await update({ Delete: { IndexName: index.IndexName } });
    await update({ Create: index });
  }
}

/** The parts of an index a template decides, in a comparable form. */
function indexOf({ IndexName, KeySchema, Projection = {} }: Index): Index {
  const { ProjectionType = "ALL", NonKeyAttributes = [] } = Projection;
  const projected = NonKeyAttributes.length > 0 && { NonKeyAttributes: [...NonKeyAttributes].sort() };
  return {
    IndexName,
    KeySchema: KeySchema.map(({ AttributeName, KeyType }) => ({ AttributeName, KeyType })),
    Projection: { ProjectionType, ...projected },
  };
}

/** Says so to the engine for whoever asks DescribeTimeToLive; refusing because it is set already is fine. */
async function enableTimeToLive(client: EngineClient, TableName: string, AttributeName: string): Promise<void> {
  const TimeToLiveSpecification = { Enabled: true, AttributeName };
  try {
    await client.call("UpdateTimeToLive", { TableName, TimeToLiveSpecification });
  } catch (error) {
    if (!(error instanceof EngineError && error.code === "ValidationException")) throw error;
  }
}

async function describe(client: EngineClient, TableName: string) {
  try {
    return (await client.call("DescribeTable", { TableName })).Table;
  } catch (error) {
    if (error instanceof EngineError && error.code === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

async function active(client: EngineClient, name: string) {
  for (let tries = 0; tries < 500; tries += 1) {
    const table = await describe(client, name);
    const indexes: { IndexStatus?: string }[] = table?.GlobalSecondaryIndexes ?? [];
    const ready =
      table?.TableStatus === "ACTIVE" && indexes.every(({ IndexStatus = "ACTIVE" }) => IndexStatus === "ACTIVE");
    if (ready) return table;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new LocalCloudError(`The table ${name} did not become active within ten seconds.`);
}
