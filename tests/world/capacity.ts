/** What DynamoDB would charge for the writes of a table, by its published arithmetic: item sizes, indexes, transactions. */
import type { MemoryTable } from "@freelancerm/data/memory-table";
import { type IndexName, tableSchema } from "@freelancerm/data/schema";
import type { Item, Table, Write } from "@freelancerm/data/table";

/** Bytes of a value, as documented under "DynamoDB item sizes and formats". */
function bytesOf(value: unknown): number {
  if (value === undefined) return 0;
  if (value === null || typeof value === "boolean") return 1;
  if (typeof value === "string") return Buffer.byteLength(value);
  if (typeof value === "number") return Math.ceil(String(Math.abs(value)).replace(/^0+|\.|0+$/g, "").length / 2) + 1;
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + 1 + bytesOf(item), 3);
  return Object.entries(value as object).reduce(
    (sum, [name, item]) => sum + 1 + Buffer.byteLength(name) + bytesOf(item),
    3,
  );
}

export const sizeOf = (item: Item | undefined): number =>
  Object.entries(item ?? {}).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOf(value), 0);

const indexes = Object.keys(tableSchema.indexes) as IndexName[];
const units = (bytes: number) => Math.max(1, Math.ceil(bytes / 1024));

/** What an index shows of an item; undefined while it is not in it. */
function shown(item: Item | undefined, index: IndexName): Item | undefined {
  const { partitionKey, sortKey } = tableSchema.indexes[index];
  if (item?.[partitionKey] === undefined) return undefined;
  const names = ["pk", "sk", partitionKey, sortKey, ...tableSchema.projected];
  return Object.fromEntries(names.filter((name) => name in item).map((name) => [name, item[name]])) as Item;
}

function indexUnits(before: Item | undefined, after: Item | undefined, index: IndexName): number {
  const [old, fresh] = [shown(before, index), shown(after, index)];
  if (JSON.stringify(old) === JSON.stringify(fresh)) return 0;
  const { partitionKey, sortKey } = tableSchema.indexes[index];
  const moved = old && fresh && (old[partitionKey] !== fresh[partitionKey] || old[sortKey] !== fresh[sortKey]);
  if (moved) return units(sizeOf(old)) + units(sizeOf(fresh));
  return units(Math.max(sizeOf(old), sizeOf(fresh)));
}

export interface Meter {
  through(table: Table): Table;
  /** Calls and write units since the last reset. */
  reads: number;
  writes: number;
  units: number;
  reset(): void;
}

/** Meters a memory table: pass `through` to createWorld and `watch` the world's memory. */
export function createMeter(): Meter & { watch(memory: MemoryTable): void } {
  let factor = 1;
  const meter = {
    reads: 0,
    writes: 0,
    units: 0,
    reset: () => Object.assign(meter, { reads: 0, writes: 0, units: 0 }),
    watch: (memory: MemoryTable) =>
      memory.onChange((before, after) => {
        meter.units += factor * units(Math.max(sizeOf(before), sizeOf(after)));
        for (const index of indexes) meter.units += indexUnits(before, after, index);
      }),
    through: (table: Table): Table => {
      const read =
        <A extends unknown[], R>(call: (...args: A) => R) =>
        (...args: A): R => {
          meter.reads++;
          return call(...args);
        };
      return {
        ...table,
        get: read(table.get),
        getMany: read(table.getMany),
        query: read(table.query),
        write: (write: Write) => {
          meter.writes++;
          return table.write(write);
        },
        transact: async (writes: Write[]) => {
          meter.writes++;
          factor = 2;
          try {
            // The memory table applies a transaction in one go, after one turn of the event loop.
            await table.transact(writes);
            meter.units += 2 * writes.filter((write) => "check" in write).length;
          } finally {
            factor = 1;
          }
        },
      };
    },
  };
  return meter;
}
