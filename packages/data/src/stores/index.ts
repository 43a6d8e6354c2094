/** All stores over one table. */
import type { Deps } from "@freelancerm/core/deps";
import type { Clock } from "@freelancerm/core/entity";
import { createCommit } from "../commit.ts";
import type { Table } from "../table.ts";
import { createAccountStore } from "./accounts.ts";
import { createFileStore } from "./files.ts";
import { createJobStore } from "./jobs.ts";
import { createTaxonomyStore } from "./taxonomy.ts";

export type Stores = Omit<Deps, "clock" | "ids">;

export const createStores = (table: Table, clock: Clock): Stores => ({
  commit: createCommit(table),
  accounts: createAccountStore(table),
  files: createFileStore(table),
  jobs: createJobStore(table),
  taxonomy: createTaxonomyStore(table, clock),
});
