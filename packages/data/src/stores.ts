/** All stores over one table. */
import type { Deps } from "@freelancerm/core/deps";
import type { Clock } from "@freelancerm/core/entity";
import { createCommit } from "./commit.ts";
import { createAccountStore } from "./stores/accounts.ts";
import { createAuditStore } from "./stores/audit.ts";
import { createBlockStore } from "./stores/blocks.ts";
import { createBrowseStore } from "./stores/browse.ts";
import { createCaseStore } from "./stores/cases.ts";
import { createClientStore } from "./stores/clients.ts";
import { createConnectionStore } from "./stores/connections.ts";
import { createContractStore } from "./stores/contracts.ts";
import { createCounterStore } from "./stores/counters.ts";
import { createDeadlineStore } from "./stores/deadlines.ts";
import { createFileStore } from "./stores/files.ts";
import { createFreelancerStore } from "./stores/freelancers.ts";
import { createJobStore } from "./stores/jobs.ts";
import { createLedgerStore } from "./stores/ledger.ts";
import { createMessageStore } from "./stores/messages.ts";
import { createNotificationStore } from "./stores/notifications.ts";
import { createOperationStore, createPaymentStore, createPayoutAccountStore } from "./stores/payments.ts";
import { createPresenceStore } from "./stores/presence.ts";
import { createProposalStore } from "./stores/proposals.ts";
import { createReviewStore } from "./stores/reviews.ts";
import { createRoomStore } from "./stores/rooms.ts";
import { createSavedSearchStore } from "./stores/saved-searches.ts";
import { createTaxonomyStore } from "./stores/taxonomy.ts";
import { createTicketStore } from "./stores/tickets.ts";
import type { Table } from "./table.ts";

export type Stores = Omit<Deps, "clock" | "hash" | "ids">;

export const createStores = (table: Table, clock: Clock): Stores => ({
  commit: createCommit(table),
  accounts: createAccountStore(table),
  audit: createAuditStore(table),
  blocks: createBlockStore(table),
  browse: createBrowseStore(table),
  cases: createCaseStore(table),
  clients: createClientStore(table),
  contracts: createContractStore(table),
  deadlines: createDeadlineStore(table),
  files: createFileStore(table),
  freelancers: createFreelancerStore(table),
  jobs: createJobStore(table),
  ledger: createLedgerStore(table),
  operations: createOperationStore(table),
  payments: createPaymentStore(table, clock),
  payoutAccounts: createPayoutAccountStore(table),
  presence: createPresenceStore(table),
  proposals: createProposalStore(table),
  reviews: createReviewStore(table),
  savedSearches: createSavedSearchStore(table),
  taxonomy: createTaxonomyStore(table, clock),
  connections: createConnectionStore(table),
  counters: createCounterStore(table),
  messages: createMessageStore(table),
  notifications: createNotificationStore(table),
  rooms: createRoomStore(table),
  tickets: createTicketStore(table),
});
