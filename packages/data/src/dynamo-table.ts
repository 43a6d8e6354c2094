/** The table port over DynamoDB. */
import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { tableSchema } from "./schema.ts";
import { type Condition, ConditionFailed, Contention, type Item, type Key, type Table, type Write } from "./table.ts";

/** Names and values of one request, collected while its expressions are written. */
class Expressions {
  readonly names: Record<string, string> = {};
  readonly values: Record<string, unknown> = {};
  name(attribute: string): string {
    this.names[`#${attribute}`] = attribute;
    return `#${attribute}`;
  }
  value(value: unknown): string {
    const key = `:v${Object.keys(this.values).length}`;
    this.values[key] = value;
    return key;
  }
  condition({ absent, exists, equals = {}, below = {} }: Condition): string {
    return [
      ...(absent ? [`attribute_not_exists(${this.name("pk")})`] : []),
      ...(exists ? [`attribute_exists(${this.name("pk")})`] : []),
      ...Object.entries(equals).map(([name, value]) => `${this.name(name)} = ${this.value(value)}`),
      ...Object.entries(below).map(
        ([name, value]) => `(attribute_not_exists(${this.name(name)}) OR ${this.name(name)} < ${this.value(value)})`,
      ),
    ].join(" AND ");
  }
  update(write: Extract<Write, { update: Key }>): string {
    const clause = (word: string, parts: string[]) => (parts.length > 0 ? `${word} ${parts.join(", ")} ` : "");
    return (
      clause(
        "SET",
        Object.entries(write.set ?? {}).map(([name, value]) => `${this.name(name)} = ${this.value(value)}`),
      ) +
      clause(
        "ADD",
        Object.entries(write.add ?? {}).map(([name, value]) => `${this.name(name)} ${this.value(value)}`),
      ) +
      clause(
        "REMOVE",
        (write.remove ?? []).map((name) => this.name(name)),
      )
    ).trim();
  }
  /** Only the parts that were used; DynamoDB refuses empty maps. */
  get parts() {
    return {
      ...(Object.keys(this.names).length > 0 && { ExpressionAttributeNames: this.names }),
      ...(Object.keys(this.values).length > 0 && { ExpressionAttributeValues: this.values }),
    };
  }
}

const conditional = (expressions: Expressions, when: Condition | undefined) =>
  when ? { ConditionExpression: expressions.condition(when) } : {};

const CONTENTION = new Set([
  "TransactionConflict",
  "TransactionConflictException",
  "TransactionInProgressException",
  "ThrottlingError",
  "ThrottlingException",
  "ProvisionedThroughputExceeded",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
]);

function translate(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === "ConditionalCheckFailedException") return new ConditionFailed(0);
  if (CONTENTION.has(error.name)) return new Contention(error);
  if (error.name === "TransactionCanceledException") {
    const reasons = (error as Error & { CancellationReasons?: { Code?: string }[] }).CancellationReasons ?? [];
    const refused = reasons.findIndex((reason) => reason.Code === "ConditionalCheckFailed");
    if (refused >= 0) return new ConditionFailed(refused);
    if (reasons.some((reason) => CONTENTION.has(reason.Code ?? ""))) return new Contention(error);
  }
  return error;
}

/** The greatest sort key in use below this one: sort keys hold no U+10FFFF, so nothing lies between the two. */
function greatestBelow(key: string): string {
  const head = [...key];
  const last = head.pop()!.codePointAt(0)!;
  if (last === 0) return head.join("");
  // The code points below U+E000 are halves of pairs.
  const before = last === 0xe000 ? 0xd7ff : last - 1;
  return `${head.join("")}${String.fromCodePoint(before)}\u{10ffff}`;
}

const TRIES = 4;

/** Runs a call, waiting with full jitter and trying again while changes compete. */
async function patiently<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (raw) {
      const error = translate(raw);
      if (!(error instanceof Contention) || attempt === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 25 * 2 ** attempt));
    }
  }
}

export function createDynamoTable(
  tableName: string,
  config: DynamoDBClientConfig | DynamoDBClient = {},
): Table & { client: DynamoDBDocumentClient } {
  const base = config instanceof DynamoDBClient ? config : new DynamoDBClient(config);
  const client = DynamoDBDocumentClient.from(base, { marshallOptions: { removeUndefinedValues: true } });

  const transactItem = (write: Write) => {
    const expressions = new Expressions();
    if ("put" in write) {
      const condition = conditional(expressions, write.when);
      return { Put: { TableName: tableName, Item: write.put, ...condition, ...expressions.parts } };
    }
    if ("delete" in write) {
      const condition = conditional(expressions, write.when);
      return { Delete: { TableName: tableName, Key: keyOf(write.delete), ...condition, ...expressions.parts } };
    }
    if ("check" in write) {
      const ConditionExpression = expressions.condition(write.when);
      return {
        ConditionCheck: { TableName: tableName, Key: keyOf(write.check), ConditionExpression, ...expressions.parts },
      };
    }
    const UpdateExpression = expressions.update(write);
    const condition = conditional(expressions, write.when);
    return {
      Update: { TableName: tableName, Key: keyOf(write.update), UpdateExpression, ...condition, ...expressions.parts },
    };
  };

  return {
    client,

    get: (key, { consistent = true } = {}) =>
      patiently(async () => {
        const answer = await client.send(
          new GetCommand({ TableName: tableName, Key: keyOf(key), ConsistentRead: consistent }),
        );
        return answer.Item as Item | undefined;
      }),

    getMany: (keys, { consistent = false } = {}) =>
      patiently(async () => {
        const found = new Map<string, Item>();
        const wanted = [...new Map(keys.map((key) => [nameOf(key), keyOf(key)])).values()];
        for (let start = 0; start < wanted.length; start += 100) {
          let pending: Key[] = wanted.slice(start, start + 100);
          while (pending.length > 0) {
            const answer = await client.send(
              new BatchGetCommand({ RequestItems: { [tableName]: { Keys: pending, ConsistentRead: consistent } } }),
            );
            for (const item of (answer.Responses?.[tableName] ?? []) as Item[]) found.set(nameOf(item), item);
            pending = (answer.UnprocessedKeys?.[tableName]?.Keys ?? []) as Key[];
          }
        }
        return keys.map((key) => found.get(nameOf(key)));
      }),

    query: (query) =>
      patiently(async () => {
        const { partitionKey, sortKey } = query.index ? tableSchema.indexes[query.index] : tableSchema;
        const expressions = new Expressions();
        const sort = expressions.name(sortKey);
        let condition = `${expressions.name(partitionKey)} = ${expressions.value(query.pk)}`;
        if (query.prefix !== undefined) condition += ` AND begins_with(${sort}, ${expressions.value(query.prefix)})`;
        else if (query.after !== undefined && query.before !== undefined) {
          // BETWEEN includes both ends, and refuses them the wrong way round.
          const [first, last] = [`${query.after}\u0000`, greatestBelow(query.before)];
          if (query.after >= query.before) return { items: [], next: null };
          condition += ` AND ${sort} BETWEEN ${expressions.value(first)} AND ${expressions.value(last)}`;
        } else if (query.after !== undefined) condition += ` AND ${sort} > ${expressions.value(query.after)}`;
        else if (query.before !== undefined) condition += ` AND ${sort} < ${expressions.value(query.before)}`;
        else delete expressions.names[sort];
        const answer = await client.send(
          new QueryCommand({
            TableName: tableName,
            IndexName: query.index,
            KeyConditionExpression: condition,
            ...expressions.parts,
            ScanIndexForward: !query.descending,
            Limit: query.limit,
            ExclusiveStartKey: query.from,
            ConsistentRead: query.index ? undefined : query.consistent,
          }),
        );
        return { items: (answer.Items ?? []) as Item[], next: answer.LastEvaluatedKey ?? null };
      }),

    write: (write) =>
      patiently(async () => {
        const expressions = new Expressions();
        if ("put" in write) {
          const condition = conditional(expressions, write.when);
          await client.send(
            new PutCommand({ TableName: tableName, Item: write.put, ...condition, ...expressions.parts }),
          );
          return write.put;
        }
        if ("delete" in write) {
          const condition = conditional(expressions, write.when);
          await client.send(
            new DeleteCommand({
              TableName: tableName,
              Key: keyOf(write.delete),
              ...condition,
              ...expressions.parts,
            }),
          );
          return undefined;
        }
        if ("check" in write) throw new Error("a lone check writes nothing");
        const UpdateExpression = expressions.update(write);
        const condition = conditional(expressions, write.when);
        const answer = await client.send(
          new UpdateCommand({
            TableName: tableName,
            Key: keyOf(write.update),
            UpdateExpression,
            ...condition,
            ...expressions.parts,
            ReturnValues: "ALL_NEW",
          }),
        );
        return answer.Attributes as Item | undefined;
      }),

    transact: (writes) =>
      patiently(async () => {
        await client.send(new TransactWriteCommand({ TransactItems: writes.map(transactItem) }));
      }),

    load: async (items) => {
      for (let start = 0; start < items.length; start += 25) {
        let requests = items.slice(start, start + 25).map((Item) => ({ PutRequest: { Item } }));
        while (requests.length > 0) {
          const answer = await client.send(new BatchWriteCommand({ RequestItems: { [tableName]: requests } }));
          requests = (answer.UnprocessedItems?.[tableName] ?? []) as typeof requests;
        }
      }
    },
  };
}

const keyOf = ({ pk, sk }: Key): Key => ({ pk, sk });
const nameOf = ({ pk, sk }: Key) => `${pk}\n${sk}`;
