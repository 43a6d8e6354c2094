/** Counts what a table is asked: calls, read and write units, as DynamoDB reports them (ReturnConsumedCapacity INDEXES). */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createDynamoTable } from "@freelancerm/data/dynamo-table";
import type { MemoryTable } from "@freelancerm/data/memory-table";
import type { Table, Write } from "@freelancerm/data/table";

export interface Count {
  /** Calls that read, and calls that write. */
  reads: number;
  writes: number;
  rru: number;
  wru: number;
}

interface Capacity {
  CapacityUnits?: number;
}

const WRITING = /^(Put|Update|Delete|TransactWrite|BatchWrite)/;

export interface Meter {
  /** The metered table; it keeps the memory table the world is built on in step, so that streams flow. */
  through(memory: MemoryTable): Table;
  /** What was asked while `work` ran. */
  count<T>(work: () => Promise<T>): Promise<Count & { answer: T }>;
}

const region = { region: "us-east-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } };

export function createMeter(endpoint: string, tableName: string): Meter {
  const zero = (): Count => ({ reads: 0, writes: 0, rru: 0, wru: 0 });
  let counted = zero();
  const client = new DynamoDBClient({ ...region, endpoint });
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        (args.input as { ReturnConsumedCapacity?: string }).ReturnConsumedCapacity = "INDEXES";
        const result = await next(args);
        const { ConsumedCapacity: capacity = [] } = result.output as { ConsumedCapacity?: Capacity | Capacity[] };
        const units = [capacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
        if (WRITING.test(commandName)) {
          counted.writes++;
          counted.wru += units;
        } else {
          counted.reads++;
          counted.rru += units;
        }
        return result;
      },
    { step: "initialize", name: "meter" },
  );
  const metered = createDynamoTable(tableName, client);
  const plain = createDynamoTable(tableName, new DynamoDBClient({ ...region, endpoint }));

  return {
    through(memory) {
      let own = false;
      const others: Parameters<Parameters<MemoryTable["onChange"]>[0]>[] = [];
      memory.onChange((before, after) => {
        if (!own) others.push([before, after]);
      });
      /** What was written past the meter (the world's own seeds) is there too before anything is asked. */
      const caughtUp = async () => {
        const changes = others.splice(0);
        await plain.load(changes.flatMap(([, after]) => after ?? []));
      };
      const mirrored = async (writes: Write[]) => {
        own = true;
        await memory.transact(writes);
        own = false;
      };
      return {
        get: async (key, options) => caughtUp().then(() => metered.get(key, options)),
        getMany: async (keys, options) => caughtUp().then(() => metered.getMany(keys, options)),
        query: async (query) => caughtUp().then(() => metered.query(query)),
        load: async (items) => memory.load(items),
        write: async (write) => {
          await caughtUp();
          const answer = await metered.write(write);
          await mirrored([write]);
          return answer;
        },
        transact: async (writes) => {
          await caughtUp();
          await metered.transact(writes);
          await mirrored(writes);
        },
      };
    },
    async count(work) {
      counted = zero();
      const answer = await work();
      return { ...counted, answer };
    },
  };
}
