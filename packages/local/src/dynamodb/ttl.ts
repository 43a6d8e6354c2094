import { join } from "node:path";
import type { LocalClock } from "../clock.ts";
import type { Trace } from "../kit.ts";
import { openStore } from "../store.ts";
import { type EngineClient, EngineError } from "./client.ts";
import type { StreamRecord } from "./records.ts";
import type { Table } from "./tables.ts";

/** DynamoDB itself may take days; a minute is soon enough here. */
const SWEEP_EVERY_MS = 60_000;
/** A sweep reads the whole table: on a large one it must not become the main load. */
const SHARE_OF_TIME = 50;
const REMEMBER_MS = 86_400_000;

export interface TimeToLive {
  /** Deletes what has expired by the virtual clock. */
  sweep(): Promise<void>;
  /** Marks a REMOVE record as the service's when a sweep caused it. */
  mark(table: Table, record: StreamRecord): StreamRecord;
  close(): void;
}

/** Deletes expired items of every table with a TTL attribute: at once when time jumps, else about every minute. */
export function createTimeToLive(options: {
  tables: Table[];
  client: EngineClient;
  clock: LocalClock;
  trace: Trace;
  stateDir?: string;
}): TimeToLive {
  const { client, clock, trace, stateDir } = options;
  const tables = options.tables.filter(({ ttlAttribute }) => ttlAttribute);
  // Which deletions were the service's, by what identifies the deleted item; until their stream records are long gone.
  const deleted = openStore<Record<string, number>>(stateDir && join(stateDir, "expired.json"), {});
  let timer: NodeJS.Timeout | undefined;
  let sweeping: Promise<void> | undefined;
  let closed = false;
  const stopListening = clock.onAdvanced(sweep);
  plan(SWEEP_EVERY_MS);

  return {
    sweep,
    mark(table, record) {
      const { OldImage, Keys } = record.dynamodb;
      const expiry = table.ttlAttribute && OldImage?.[table.ttlAttribute];
      if (record.eventName !== "REMOVE" || !expiry || !(identify(table, Keys, expiry) in deleted.value)) return record;
      return { ...record, userIdentity: { type: "Service", principalId: "dynamodb.amazonaws.com" } };
    },
    close() {
      closed = true;
      stopListening();
      clearTimeout(timer);
    },
  };

  function plan(ms: number): void {
    if (closed || tables.length === 0) return;
    timer = setTimeout(async () => {
      const startedAt = performance.now();
      await sweep().catch((error) => trace.record("dynamodb.ttl-failed", { error: String(error) }));
      plan(Math.max(SWEEP_EVERY_MS, (performance.now() - startedAt) * SHARE_OF_TIME));
    }, ms);
    timer.unref();
  }

  async function sweep(): Promise<void> {
    if (sweeping) await sweeping.catch(() => {});
    if (closed) return;
    sweeping = sweepTables();
    await sweeping;
  }

  async function sweepTables(): Promise<void> {
    for (const [identity, at] of Object.entries(deleted.value)) {
      if (Date.now() - at > REMEMBER_MS) delete deleted.value[identity];
    }
    for (const table of tables) await sweepTable(table);
  }

  async function sweepTable(table: Table): Promise<void> {
    const names = Object.fromEntries(table.keys.map((key, i) => [`#k${i}`, key]));
    let start: unknown;
    do {
      const page = await client.call("Scan", {
        TableName: table.name,
        ExclusiveStartKey: start,
        FilterExpression: "#ttl < :now",
        ProjectionExpression: [...Object.keys(names), "#ttl"].join(", "),
        ExpressionAttributeNames: { ...names, "#ttl": table.ttlAttribute },
        ExpressionAttributeValues: { ":now": { N: String(Math.floor(clock.now() / 1000)) } },
      });
      for (const item of page.Items) {
        if (closed) return;
        await expire(table, item);
      }
      start = page.LastEvaluatedKey;
    } while (start);
  }

  async function expire(table: Table, item: Record<string, unknown>): Promise<void> {
    const key = Object.fromEntries(table.keys.map((name) => [name, item[name]]));
    const expiry = item[table.ttlAttribute!];
    deleted.value[identify(table, key, expiry)] = Date.now();
    deleted.save();
    try {
      await client.call("DeleteItem", {
        TableName: table.name,
        Key: key,
        // Whoever gave the item more time since the scan keeps it.
        ConditionExpression: "#ttl = :expiry",
        ExpressionAttributeNames: { "#ttl": table.ttlAttribute },
        ExpressionAttributeValues: { ":expiry": expiry },
      });
      trace.record("dynamodb.expired", { table: table.name, key });
    } catch (error) {
      if (!(error instanceof EngineError && error.code === "ConditionalCheckFailedException")) throw error;
    }
  }
}

function identify({ name, keys }: Table, key: Record<string, unknown>, expiry: unknown): string {
  return JSON.stringify([name, ...keys.map((part) => key[part]), expiry]);
}
