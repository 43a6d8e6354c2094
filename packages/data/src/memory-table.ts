/** The table port in memory: for tests, and to build demo data with the real rules before one bulk load. */
import { type IndexName, tableSchema } from "./schema.ts";
import { type Condition, ConditionFailed, type Item, type Key, type Table, type Write } from "./table.ts";

const nameOf = ({ pk, sk }: Key) => `${pk}\n${sk}`;

function holds(item: Item | undefined, { absent, exists, equals = {}, below = {} }: Condition): boolean {
  if (absent && item) return false;
  if (exists && !item) return false;
  for (const [name, value] of Object.entries(equals)) if (item?.[name] !== value) return false;
  for (const [name, value] of Object.entries(below)) {
    const stored = item?.[name];
    if (stored !== undefined && !((stored as number) < value)) return false;
  }
  return true;
}

/** As DynamoDB stores it: undefined is dropped, nothing is shared with the caller. */
const copy = <T>(value: T): T => (value === undefined ? value : JSON.parse(JSON.stringify(value)));

export interface MemoryTable extends Table {
  /** Everything stored, for assertions and bulk loads. */
  all(): Item[];
  /** Calls after each committed write with the item before and after: what a stream would show. */
  onChange(listener: (before: Item | undefined, after: Item | undefined) => void): void;
}

export function createMemoryTable(): MemoryTable {
  const items = new Map<string, Item>();
  const listeners: ((before: Item | undefined, after: Item | undefined) => void)[] = [];

  const target = (write: Write): Key =>
    "put" in write ? write.put : "update" in write ? write.update : "delete" in write ? write.delete : write.check;

  function apply(write: Write): Item | undefined {
    const key = target(write);
    const before = items.get(nameOf(key));
    let after: Item | undefined;
    if ("check" in write) return before;
    if ("put" in write) after = copy(write.put);
    if ("update" in write) {
      after = copy({ ...before, pk: key.pk, sk: key.sk, ...write.set }) as Item;
      for (const [name, amount] of Object.entries(write.add ?? {})) {
        after[name] = ((after[name] as number | undefined) ?? 0) + amount;
      }
      for (const name of write.remove ?? []) delete after[name];
    }
    if (after) items.set(nameOf(key), after);
    else items.delete(nameOf(key));
    for (const listener of listeners) listener(before, after);
    return copy(after);
  }

  function refuse(writes: Write[]): void {
    const refused = writes.findIndex((write) => write.when && !holds(items.get(nameOf(target(write))), write.when));
    if (refused >= 0) throw new ConditionFailed(refused);
  }

  const sortName = (index: IndexName | undefined) => (index ? tableSchema.indexes[index] : tableSchema).sortKey;

  return {
    all: () => [...items.values()].map(copy),
    onChange: (listener) => listeners.push(listener),
    // Each call gives way once, so that racing callers interleave as they would over a network.
    get: async (key) => {
      await Promise.resolve();
      return copy(items.get(nameOf(key)));
    },
    getMany: async (keys) => {
      await Promise.resolve();
      return keys.map((key) => copy(items.get(nameOf(key))));
    },
    query: async (query) => {
      await Promise.resolve();
      const { partitionKey } = query.index ? tableSchema.indexes[query.index] : tableSchema;
      const sort = sortName(query.index);
      const order = (item: Item) => `${item[sort]}\n${nameOf(item)}`;
      const matches = [...items.values()]
        .filter((item) => item[partitionKey] === query.pk && item[sort] !== undefined)
        .filter((item) => {
          const value = item[sort] as string;
          if (query.prefix !== undefined) return value.startsWith(query.prefix);
          return (
            (query.after === undefined || value > query.after) && (query.before === undefined || value < query.before)
          );
        })
        .sort((a, b) => (order(a) < order(b) ? -1 : 1));
      if (query.descending) matches.reverse();
      const from = query.from ? order(query.from as Item) : undefined;
      const rest = from
        ? matches.filter((item) => (query.descending ? order(item) < from : order(item) > from))
        : matches;
      const found = query.limit ? rest.slice(0, query.limit) : rest;
      const last = found.at(-1);
      const cut = query.limit !== undefined && found.length === query.limit;
      const carried: string[] = ["pk", "sk", ...tableSchema.projected, partitionKey, sort];
      return {
        items: found.map((item) =>
          query.index
            ? (Object.fromEntries(Object.entries(copy(item)).filter(([name]) => carried.includes(name))) as Item)
            : copy(item),
        ),
        next: cut && last ? { pk: last.pk, sk: last.sk, [partitionKey]: last[partitionKey], [sort]: last[sort] } : null,
      };
    },
    write: async (write) => {
      await Promise.resolve();
      refuse([write]);
      return apply(write);
    },
    transact: async (writes) => {
      await Promise.resolve();
      const names = new Set(writes.map((write) => nameOf(target(write))));
      if (names.size < writes.length) throw new Error("a transaction cannot write one item twice");
      refuse(writes);
      for (const write of writes) apply(write);
    },
    load: async (loaded) => {
      for (const item of loaded) apply({ put: item });
    },
  };
}
