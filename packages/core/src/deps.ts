/** What the use cases are given. Each names the few it needs with `Needs<…>`; the platform hands over all of them. */
import type { TaxonomyStore } from "./categories/taxonomy.ts";
import type { ContractStore } from "./contracts/contract.ts";
import type { DeadlineStore } from "./deadlines/deadlines.ts";
import type { Clock, Commit, Ids } from "./entity.ts";
import type { FileStore } from "./files/file.ts";
import type { JobStore } from "./jobs/job.ts";
import type { BrowseStore } from "./marketplace/browse.ts";
import type { AccountStore } from "./users/account.ts";
import type { ClientStore } from "./users/client-profile.ts";
import type { FreelancerStore } from "./users/freelancer-profile.ts";

export interface Deps {
  clock: Clock;
  ids: Ids;
  commit: Commit;
  accounts: AccountStore;
  browse: BrowseStore;
  clients: ClientStore;
  contracts: ContractStore;
  deadlines: DeadlineStore;
  files: FileStore;
  freelancers: FreelancerStore;
  jobs: JobStore;
  taxonomy: TaxonomyStore;
}

export type Needs<K extends keyof Deps> = Pick<Deps, K>;
