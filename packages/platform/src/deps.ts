/** The dependencies of a function's use cases, made once per container. */
import { createHash } from "node:crypto";
import type { Deps } from "@freelancerm/core/deps";
import { createDynamoTable } from "@freelancerm/data/dynamo-table";
import { createStores } from "@freelancerm/data/stores";
import type { Table } from "@freelancerm/data/table";
import { systemClock } from "./clock.ts";
import { config } from "./config.ts";
import { createIds } from "./ids.ts";

export const createDeps = (table: Table, clock = systemClock): Deps => ({
  clock,
  hash: (text) => createHash("sha256").update(text).digest("hex"),
  ids: createIds(clock),
  ...createStores(table, clock),
});

let table: Table | undefined;
/** The table this function was given. */
export const ownTable = (): Table => {
  table ??= createDynamoTable(config.tableName);
  return table;
};

let deps: Deps | undefined;
/** The stores over it. */
export const ownDeps = (): Deps => {
  deps ??= createDeps(ownTable());
  return deps;
};
