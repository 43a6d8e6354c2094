/**
 * The whole key vocabulary of the table: every partition and sort key, and every index key, is written here and nowhere else.
 * docs/generated/data-model.md is printed by calling these functions.
 */
import { ownerOfSearch, partiesOf } from "@freelancerm/contracts/ids";
import type { Key } from "./table.ts";

/** Job ids end in their time; inside the owner's partition they sort by it. */
export const keys = {
  /** Who is this user? */
  account: (userId: string): Key => ({ pk: userId, sk: "ACCOUNT" }),
  /** What does this user offer as a freelancer? */
  freelancer: (userId: string): Key => ({ pk: userId, sk: "FREELANCER" }),
  /** Who is this user as a client? */
  client: (userId: string): Key => ({ pk: userId, sk: "CLIENT" }),
  /** Which jobs does a client have? (prefix) · What is this job? */
  job: (jobId: string): Key => ({ pk: `CLIENT#${jobId.slice(4, 20)}`, sk: `JOB#${jobId.slice(20)}` }),
  /** Which jobs did I save? (partition; read whole and sorted by when each was saved) */
  savedJob: (userId: string, jobId: string): Key => ({ pk: `SAVED#${userId}`, sk: jobId }),
  /** Which searches did I save? (prefix) · What does this one look for? */
  savedSearch: (searchId: string): Key => ({ pk: `SEARCHES#${ownerOfSearch(searchId)}`, sk: searchId }),
  /** How many searches did I save? */
  savedSearchCount: (userId: string): Key => ({ pk: `SEARCHES#${userId}`, sk: "COUNT" }),
  /** Which search is read at this address? */
  searchFeed: (feed: string): Key => ({ pk: `FEED#${feed}`, sk: "FEED" }),
  /** Was this person told of this job by a saved search? */
  searchMatch: (userId: string, jobId: string): Key => ({ pk: `MATCHED#${userId}`, sk: jobId }),
  /** Which categories are there? */
  category: (categoryId: string): Key => ({ pk: "TAXONOMY", sk: `CATEGORY#${categoryId}` }),
  /** Which skills are there? */
  skill: (skillId: string): Key => ({ pk: "TAXONOMY", sk: `SKILL#${skillId}` }),
  /** How often was the tree of categories and skills changed? */
  taxonomyRevision: (): Key => ({ pk: "TAXONOMY", sk: "REVISION" }),
  /** How many open jobs and freelancers does a category have? */
  categoryCount: (categoryId: string): Key => ({ pk: "COUNTS", sk: `CATEGORY#${categoryId}` }),
  /** How many jobs, freelancers and contracts are there? */
  totals: (): Key => ({ pk: "COUNTS", sk: "TOTALS" }),
  /** What is this file? */
  file: (fileId: string): Key => ({ pk: fileId, sk: "FILE" }),
  /** Which proposals does a job have? (prefix) · What is this proposal? One per job and freelancer, by its key. */
  proposal: (proposalId: string): Key => {
    const { jobId, freelancerId } = partiesOf(proposalId);
    return { pk: jobId, sk: `PROPOSAL#${freelancerId}` };
  },
  /** How many proposals has a freelancer sent lately? */
  quota: (freelancerId: string): Key => ({ pk: freelancerId, sk: "QUOTA" }),
  /** What was agreed? With its milestones by prefix. */
  contract: (contractId: string): Key => ({ pk: contractId, sk: "CONTRACT" }),
  /** How far is a milestone? */
  milestone: (contractId: string, number: number): Key => ({
    pk: contractId,
    sk: `CONTRACT#MILESTONE#${String(number).padStart(2, "0")}`,
  }),
  /** What happened in a contract? */
  activity: (contractId: string, eventId: string): Key => ({ pk: contractId, sk: `ACTIVITY#${eventId}` }),
  /** What did one side of a contract say about the other? */
  review: (contractId: string, by: "client" | "freelancer"): Key => ({ pk: contractId, sk: `REVIEW#${by}` }),
  /** What was paid for a milestone? */
  payment: (contractId: string, paymentId: string): Key => ({ pk: contractId, sk: `PAYMENT#${paymentId}` }),
  /** What was begun at the payment processor, and how far is it? */
  operation: (contractId: string, kind: string, subject: string): Key => ({
    pk: contractId,
    sk: `OPERATION#${kind}#${subject}`,
  }),
  /** What happened to the money of a contract? (prefix, in order) */
  ledger: (contractId: string, seq: number): Key => ({
    pk: contractId,
    sk: `LEDGER#${String(seq).padStart(6, "0")}`,
  }),
  /** How far is the check of all ledgers, and what did it find? */
  ledgerCheck: (): Key => ({ pk: "LEDGER-CHECK", sk: "ROUND" }),
  /** Where do a freelancer's earnings go? */
  payoutAccount: (userId: string): Key => ({ pk: userId, sk: "PAYOUT" }),
  /** Which releases wait for a freelancer's payout account? (prefix) */
  awaitedRelease: (userId: string, contractId: string, milestone: number): Key => ({
    pk: userId,
    sk: `AWAITED#${contractId}#${milestone}`,
  }),
  /** Which conversations do I have? (partition) · Am I a member of this room? */
  inbox: (userId: string, roomId: string): Key => ({ pk: `INBOX#${userId}`, sk: roomId }),
  /** What was said in a room? In order, by prefix. */
  message: (roomId: string, seq: number): Key => ({ pk: roomId, sk: `MESSAGE#${String(seq).padStart(9, "0")}` }),
  /** Sorts behind the messages of a room; nothing is stored there. */
  messagesEnd: (roomId: string): Key => ({ pk: roomId, sk: "MESSAGE$" }),
  /** What did a message say before it was changed? */
  original: (roomId: string, seq: number, version: number): Key => ({
    pk: roomId,
    sk: `ORIGINAL#${String(seq).padStart(9, "0")}#${version}`,
  }),
  /** Whose is this ticket? By its SHA-256. */
  ticket: (digest: string): Key => ({ pk: `TICKET#${digest}`, sk: "TICKET" }),
  /** When did a user last end all sessions? */
  sessionsEnded: (userId: string): Key => ({ pk: userId, sk: "SESSIONS_ENDED" }),
  /** Who is at the other end of this connection? */
  connection: (connectionId: string): Key => ({ pk: `CONNECTION#${connectionId}`, sk: "CONNECTION" }),
  /** When was this user last here? */
  presence: (userId: string): Key => ({ pk: userId, sk: "PRESENCE" }),
  /** Whom did I block? (partition) · Did this one block that one? */
  block: (userId: string, otherId: string): Key => ({ pk: `BLOCKS#${userId}`, sk: otherId }),
  /** What happened to me? Newest last, by time. */
  notification: (userId: string, id: string): Key => ({ pk: `NOTIFICATIONS#${userId}`, sk: id }),
  /** Was this notification mailed? */
  mail: (userId: string, notificationId: string): Key => ({ pk: `MAIL#${userId}`, sk: notificationId }),
  /** What was reported, and what became of it? With its reports by partition. */
  case: (caseId: string): Key => ({ pk: caseId, sk: "CASE" }),
  /** What did somebody report of this? */
  report: (caseId: string, reporterId: string): Key => ({ pk: caseId, sk: `REPORT#${reporterId}` }),
  /** What did staff do? (partition, in order) */
  audit: (seq: number): Key => ({ pk: "AUDIT", sk: String(seq).padStart(9, "0") }),
  /** How far was the clock of this sandbox moved? */
  clock: (): Key => ({ pk: "CLOCK", sk: "CLOCK" }),
  /** Which secret does the marketplace sign with? */
  secret: (name: string): Key => ({ pk: "SECRET", sk: name }),
  /** Has this consumer seen this event? */
  consumed: (consumer: string, eventId: string): Key => ({ pk: `CONSUMED#${consumer}`, sk: eventId }),
  /** What was answered to this idempotent request? */
  idempotency: (actorId: string, key: string): Key => ({ pk: `IDEMPOTENCY#${actorId}`, sk: key }),
  /** What falls due in this hour? (ISO 8601 up to the hour) */
  deadline: (at: string, id: string): Key => ({ pk: `DUE#${at.slice(0, 13)}`, sk: `${at}#${id}` }),
  /** Up to when has everything due been done? */
  deadlineCursor: (): Key => ({ pk: "DUE", sk: "CURSOR" }),
} as const;

/** Did one of these two block the other? */
export const blocksBetween = (userId: string, otherId: string): Key[] => [
  keys.block(userId, otherId),
  keys.block(otherId, userId),
];

/** Partitions of the indexes. */
export const lists = {
  /** Which jobs are open? Newest first. */
  openJobs: "JOBS#OPEN",
  /** Which jobs of a category are open? Newest first. */
  openJobsOf: (categoryId: string) => `JOBS#OPEN#${categoryId}`,
  /** Which searches want to be told at once of a job of this category, or of any? Oldest first. */
  instantSearches: (categoryId: string) => `SEARCHES#INSTANT#${categoryId}`,
  /** Which freelancers are there? Newest members first. */
  freelancers: "FREELANCERS",
  /** Which freelancers are there in a category? Newest members first. */
  freelancersOf: (categoryId: string) => `FREELANCERS#${categoryId}`,
  /** Which freelancers were rated best? */
  topFreelancers: "FREELANCERS#TOP",
  /** Which contracts does a client or freelancer have? Newest first. */
  contractsOf: (role: "client" | "freelancer", userId: string) => `CONTRACTS#${role}#${userId}`,
  /** What was paid, released and given back to a client or freelancer, in all their contracts? Newest first. */
  ledgerOf: (role: "client" | "freelancer", userId: string) => `LEDGER#${role}#${userId}`,
  /** Which proposals did a freelancer send? Newest first. */
  proposalsOf: (freelancerId: string) => `PROPOSALS#${freelancerId}`,
  /** Which published reviews are there about somebody in one role? Newest first. */
  reviewsOf: (userId: string, as: "client" | "freelancer") => `REVIEWS#${userId}#${as}`,
  /** Which cases wait for a decision? The one due first comes first. */
  openCases: "CASES#OPEN",
  /** Which cases were decided? The newest decision first. */
  decidedCases: "CASES#DECIDED",
  /** Which sockets does a user have open? Newest first. */
  connectionsOf: (userId: string) => `CONNECTIONS#${userId}`,
} as const;
