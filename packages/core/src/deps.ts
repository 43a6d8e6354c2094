/** What the use cases are given. Each names the few it needs with `Needs<…>`; the platform hands over all of them. */
import type { TaxonomyStore } from "./categories/taxonomy.ts";
import type { ContractStore } from "./contracts/contract.ts";
import type { Clock, Commit, Ids } from "./entity.ts";
import type { FileStore } from "./files/file.ts";
import type { JobStore } from "./jobs/job.ts";
import type { AccountStore } from "./users/account.ts";

export interface Deps {
  clock: Clock;
  ids: Ids;
  commit: Commit;
  accounts: AccountStore;
  contracts: ContractStore;
  files: FileStore;
  jobs: JobStore;
  taxonomy: TaxonomyStore;
}

export type Needs<K extends keyof Deps> = Pick<Deps, K>;
