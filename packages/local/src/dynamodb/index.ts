import { join } from "node:path";
import type { LocalClock } from "../clock.ts";
import { LocalCloudError } from "../errors.ts";
import {
  type AwsRequest,
  type AwsResponse,
  type FunctionInvoker,
  REGION,
  type Resource,
  type Service,
  type Trace,
} from "../kit.ts";
import type { DeadLetterPort } from "../lambda/asynchronous.ts";
import { openStore } from "../store.ts";
import type { LocalDeployment } from "../template/index.ts";
import type { EngineClient } from "./client.ts";
import { type EngineChoice, startEngine } from "./engine.ts";
import { createEventSource, type EventSource } from "./event-source.ts";
import { changesNothing, type StreamRecord } from "./records.ts";
import { type Reader, readStream } from "./shard-reader.ts";
import { ensureTable, followStream, type Table, tablesOf } from "./tables.ts";
import { createTimeToLive } from "./ttl.ts";

export type { EngineChoice } from "./engine.ts";

export interface DynamoDb extends Service {
  /** Calls the engine directly, for example to browse a table. */
  client: EngineClient;
  endpoint: string;
  /** Begins to bring stream records to functions. */
  startStreams(): void;
  /** Brings no more of them; what is under way is not counted as done unless it succeeds. */
  stopStreams(): void;
  /** Deletes what has expired by the virtual clock, now. */
  sweepExpired(): Promise<void>;
  close(): Promise<void>;
}

/** Operations on items are passed on untouched; all others name ARNs, which engines make up differently. */
const ITEM_OPERATIONS =
  /\.(GetItem|PutItem|UpdateItem|DeleteItem|Query|Scan|BatchGetItem|BatchWriteItem|TransactGetItems|TransactWriteItems)$/;
const READS = /\.(GetItem|Query|Scan|BatchGetItem|TransactGetItems)$/;

/** The tables of the deployment in a DynamoDB engine, their streams brought to functions, expired items deleted. */
export async function createDynamoDb(options: {
  deployment: LocalDeployment;
  clock: LocalClock;
  trace: Trace;
  invoker: FunctionInvoker;
  queues?: () => DeadLetterPort | undefined;
  engine?: EngineChoice;
  stateDir: string;
}): Promise<DynamoDb> {
  const { deployment, clock, trace, invoker, stateDir, queues = () => undefined } = options;
  const engine = await startEngine(options.engine ?? { kind: "dynoxide" }, stateDir);
  const { client } = engine;
  const tables: Table[] = [];
  try {
    for (const resource of tablesOf(deployment)) tables.push(await ensureTable(client, resource));
  } catch (error) {
    await engine.close();
    throw error;
  }
  const timeToLive = createTimeToLive({ tables, client, clock, trace, stateDir });
  const checkpoints = openStore<Record<string, string>>(join(stateDir, "streams.json"), {});
  const readers: { reader: Reader; source: EventSource }[] = [];

  return {
    client,
    endpoint: engine.endpoint,
    handle,
    sweepExpired: timeToLive.sweep,
    startStreams() {
      for (const mapping of deployment.ofType("AWS::Lambda::EventSourceMapping")) {
        const table = tables.find(
          ({ resource }) => resource.attributes.StreamArn === mapping.properties.EventSourceArn,
        );
        if (table && mapping.properties.Enabled !== false) follow(mapping, table);
      }
    },
    stopStreams,
    async close() {
      timeToLive.close();
      stopStreams();
      await Promise.all(readers.map(({ reader }) => reader.close()));
      await engine.close();
    },
  };

  function stopStreams(): void {
    for (const { reader, source } of readers) {
      // The reader first, or it would count as done what the source lets fall.
      reader.stop();
      source.close();
    }
  }

  async function handle({ headers, body }: AwsRequest): Promise<AwsResponse> {
    const target = headers["x-amz-target"] ?? "";
    const onItems = ITEM_OPERATIONS.test(target);
    const answer = await client.forward(headers, onItems ? body : Buffer.from(translate(body.toString(), "toEngine")));
    if (!READS.test(target)) for (const { reader } of readers) reader.wake();
    const kept: Record<string, string> = {};
    for (const name of ["content-type", "x-amzn-requestid", ...(onItems ? ["x-amz-crc32"] : [])]) {
      const value = answer.headers[name];
      if (typeof value === "string") kept[name] = value;
    }
    return {
      status: answer.status,
      headers: kept,
      body: onItems ? answer.body : translate(answer.body.toString(), "fromEngine"),
    };
  }

  function follow(mapping: Resource, table: Table): void {
    if (!table.engineStreamArn) {
      throw new LocalCloudError(`Stack ${mapping.stack}, ${mapping.logicalId}: the table ${table.name} has no stream.`);
    }
    const source = createEventSource({ mapping, invoker, clock, trace, queues });
    const key = (shard: string) => `${mapping.logicalId} ${shard}`;
    const filtered = mapping.properties.FilterCriteria !== undefined;
    const reader = readStream<StreamRecord>({
      client,
      streamArn: () => followStream(client, table),
      limit: filtered ? 1000 : Math.min(1000, mapping.properties.BatchSize ?? 100),
      checkpoints: {
        get: (shard) => checkpoints.value[key(shard)],
        set(shard, sequenceNumber) {
          checkpoints.value[key(shard)] = sequenceNumber;
          checkpoints.save();
        },
      },
      deliver: (records, shardId) =>
        source.deliver(
          records.map((record) => asFunctionsSeeIt(record, table)).filter((record) => !changesNothing(record)),
          shardId,
        ),
      onError: (error) => trace.record("dynamodb.stream-failed", { table: table.name, error: String(error) }),
    });
    readers.push({ reader, source });
  }

  function asFunctionsSeeIt(record: StreamRecord, table: Table): StreamRecord {
    const { ApproximateCreationDateTime, ...change } = record.dynamodb;
    return timeToLive.mark(table, {
      ...record,
      awsRegion: REGION,
      eventSource: "aws:dynamodb",
      eventSourceARN: table.resource.attributes.StreamArn!,
      // The engine lives in real time, functions in virtual time.
      dynamodb: {
        ...change,
        ApproximateCreationDateTime: ApproximateCreationDateTime + Math.floor(clock.offset / 1000),
      },
    });
  }

  function translate(text: string, direction: "toEngine" | "fromEngine"): string {
    for (const { ours, engines } of tables.flatMap(aliasesOf)) {
      text = direction === "toEngine" ? text.replaceAll(ours, engines) : text.replaceAll(engines, ours);
    }
    return text;
  }
}

/** ARNs of a table as the template knows them and as the engine does; the longer first, for it contains the other. */
function aliasesOf({ resource, engineStreamArn, name }: Table): { ours: string; engines: string }[] {
  const stream = engineStreamArn ? [{ ours: resource.attributes.StreamArn!, engines: engineStreamArn }] : [];
  const engineTableArn =
    engineStreamArn?.split("/stream/")[0] ?? `arn:aws:dynamodb:dynoxide:000000000000:table/${name}`;
  return [...stream, { ours: resource.attributes.Arn!, engines: engineTableArn }];
}
