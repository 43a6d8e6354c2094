/** What the use cases are given. Each names the few it needs with `Needs<…>`; the platform hands over all of them. */
import type { TaxonomyStore } from "./categories/taxonomy.ts";
import type { ContractStore } from "./contracts/contract.ts";
import type { DeadlineStore } from "./deadlines/deadlines.ts";
import type { Clock, Commit, Ids } from "./entity.ts";
import type { FileStore } from "./files/file.ts";
import type { JobStore } from "./jobs/job.ts";
import type { BrowseStore } from "./marketplace/browse.ts";
import type { MessageStore } from "./messaging/message.ts";
import type { RoomStore } from "./messaging/room.ts";
import type { NotificationStore } from "./notifications/notification.ts";
import type { Hash, LedgerStore } from "./payments/ledger.ts";
import type { OperationStore } from "./payments/operation.ts";
import type { PaymentStore } from "./payments/payment.ts";
import type { PayoutAccountStore } from "./payments/payout-account.ts";
import type { ProposalStore } from "./proposals/proposal.ts";
import type { ConnectionStore, TicketStore } from "./realtime/connection.ts";
import type { ReviewStore } from "./reviews/review.ts";
import type { SavedSearchStore } from "./saved-searches/saved-search.ts";
import type { CounterStore } from "./stats/counters.ts";
import type { AuditStore } from "./trust/audit.ts";
import type { CaseStore } from "./trust/case.ts";
import type { AccountStore } from "./users/account.ts";
import type { ClientStore } from "./users/client-profile.ts";
import type { FreelancerStore } from "./users/freelancer-profile.ts";

export interface Deps {
  clock: Clock;
  hash: Hash;
  ids: Ids;
  commit: Commit;
  accounts: AccountStore;
  audit: AuditStore;
  browse: BrowseStore;
  cases: CaseStore;
  clients: ClientStore;
  contracts: ContractStore;
  deadlines: DeadlineStore;
  files: FileStore;
  freelancers: FreelancerStore;
  jobs: JobStore;
  ledger: LedgerStore;
  operations: OperationStore;
  payments: PaymentStore;
  payoutAccounts: PayoutAccountStore;
  proposals: ProposalStore;
  reviews: ReviewStore;
  savedSearches: SavedSearchStore;
  taxonomy: TaxonomyStore;
  connections: ConnectionStore;
  counters: CounterStore;
  messages: MessageStore;
  notifications: NotificationStore;
  rooms: RoomStore;
  tickets: TicketStore;
}

export type Needs<K extends keyof Deps> = Pick<Deps, K>;
