/** All stores over one table. */
import type { Deps } from "@freelancerm/core/deps";
import type { Clock } from "@freelancerm/core/entity";
import { createCommit } from "./commit.ts";
import { createAccountStore } from "./stores/accounts.ts";
import { createBrowseStore } from "./stores/browse.ts";
import { createClientStore } from "./stores/clients.ts";
import { createContractStore } from "./stores/contracts.ts";
import { createDeadlineStore } from "./stores/deadlines.ts";
import { createFileStore } from "./stores/files.ts";
import { createFreelancerStore } from "./stores/freelancers.ts";
import { createJobStore } from "./stores/jobs.ts";
import { createTaxonomyStore } from "./stores/taxonomy.ts";
import type { Table } from "./table.ts";

export type Stores = Omit<Deps, "clock" | "ids">;

export const createStores = (table: Table, clock: Clock): Stores => ({
  commit: createCommit(table),
  accounts: createAccountStore(table),
  browse: createBrowseStore(table),
  clients: createClientStore(table),
  contracts: createContractStore(table),
  deadlines: createDeadlineStore(table),
  files: createFileStore(table),
  freelancers: createFreelancerStore(table),
  jobs: createJobStore(table),
  taxonomy: createTaxonomyStore(table, clock),
});
