/**
 * The port to the one table: what stores may ask of it, in terms of items and keys. Two engines stand behind it,
 * DynamoDB (dynamo-table.ts) and memory (memory-table.ts); one contract suite runs on both.
 */
import type { IndexName } from "./schema.ts";

export interface Key {
  pk: string;
  sk: string;
}

/** An item as it is stored. Entities keep what lists show in `card` and the rest in `body`. */
export interface Item extends Key {
  [attribute: string]: unknown;
}

/** Compared with the stored item, top-level attributes only. */
export interface Condition {
  /** The item must not exist. */
  absent?: true;
  /** The item must exist. */
  exists?: true;
  /** Attributes that must have exactly these values. */
  equals?: Record<string, string | number | boolean>;
  /** Numbers that must be lower than these, or missing. */
  below?: Record<string, number>;
}

export type Write =
  | { put: Item; when?: Condition }
  | { update: Key; set?: Record<string, unknown>; add?: Record<string, number>; remove?: string[]; when?: Condition }
  | { delete: Key; when?: Condition }
  | { check: Key; when: Condition };

/** Where a list was left; opaque outside this package. */
export type Position = Record<string, unknown>;

export interface Query {
  index?: IndexName;
  pk: string;
  /** Sort key starts with this. */
  prefix?: string;
  /** Sort key is greater than this (exclusive). Cannot be joined with `prefix`. */
  after?: string;
  /** Sort key is lower than this (exclusive). Cannot be joined with `prefix`; with `after` it bounds both sides. */
  before?: string;
  descending?: boolean;
  limit?: number;
  from?: Position;
  /** Strongly consistent; never possible on an index. */
  consistent?: boolean;
}

export interface Table {
  /** Strongly consistent unless said otherwise. */
  get(key: Key, options?: { consistent?: boolean }): Promise<Item | undefined>;
  /** In the order of the keys; undefined where there is nothing. Eventually consistent unless said. */
  getMany(keys: Key[], options?: { consistent?: boolean }): Promise<(Item | undefined)[]>;
  query(query: Query): Promise<{ items: Item[]; next: Position | null }>;
  /** One write; answers the item as it is afterwards (undefined after a delete). Throws ConditionFailed. */
  write(write: Write): Promise<Item | undefined>;
  /** All or none, at most 100. Throws ConditionFailed naming the first write that was refused. */
  transact(writes: Write[]): Promise<void>;
  /** Unconditional bulk load, for demo data and restores. */
  load(items: Item[]): Promise<void>;
}

/** The condition of a write did not hold; nothing was written. */
export class ConditionFailed extends Error {
  constructor(readonly index: number) {
    super(`condition of write ${index} does not hold`);
    this.name = "ConditionFailed";
  }
}

/** The table could not serialise competing changes or is throttled; trying again may help. */
export class Contention extends Error {
  constructor(cause?: unknown) {
    super("competing changes", { cause });
    this.name = "Contention";
  }
}
