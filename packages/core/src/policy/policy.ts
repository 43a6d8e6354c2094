/**
 * The policy of the marketplace: every fee, window and limit, once. A contract keeps the version it was signed under, so an
 * edit here is a new version and changes no running contract.
 */
import { bounds } from "@freelancerm/contracts/limits";
import { DAY, HOUR, MINUTE, SECOND } from "../time.ts";

export interface FeeRule {
  /** Hundredths of a percent. */
  basisPoints: number;
  /** Minor units of a two-decimal currency; scaled to the currency's decimals. */
  minimum: number;
  maximum: number | null;
}

export interface Policy {
  version: string;
  fees: { client: FeeRule; freelancer: FeeRule };
}

/** @rule money: The freelancer pays 5 % of what they earn; the client pays 3 % on top, at least 0.50. */
const current: Policy = {
  version: "2026-11-01",
  fees: {
    client: { basisPoints: 300, minimum: 50, maximum: null },
    freelancer: { basisPoints: 500, minimum: 0, maximum: null },
  },
};

const versions: Record<string, Policy> = { [current.version]: current };

/** The policy contracts are signed under today. */
export const currentPolicy = current;
/** The policy a running contract was signed under. */
export const policyOf = (version: string): Policy => {
  const policy = versions[version];
  if (!policy) throw new Error(`no policy ${version}`);
  return policy;
};

/** Windows and limits that belong to no single contract: milliseconds and counts. What the API's schemas and sentences speak of is taken from the contracts. */
export const limits = {
  /**
   * @rule jobs: An open job takes proposals for 30 days from when it was last opened; its owner is warned 5 days before.
   */
  jobOpen: 30 * DAY,
  jobWarning: 5 * DAY,
  /** @rule jobs: Somebody saves at most 500 jobs. */
  savedJobs: 500,
  savedSearches: bounds.savedSearches,
  /**
   * @rule saved-searches: A daily alert comes every 24 h from when it was chosen, a weekly one every 7 days, where there
   * is something new.
   */
  digestEvery: { daily: DAY, weekly: 7 * DAY },
  /** @rule saved-searches: One alert tells of at most 50 jobs; those beyond come with the next. */
  digestJobs: 50,
  /** How long it is remembered that somebody was told of a job: longer than jobs are renewed. */
  matchKept: 365 * DAY,
  /**
   * @rule proposals: A freelancer sends at most 20 proposals in any 7 days and has at most 30 open. Each comes back to the quota 7 days
   * after it was sent, or at once when its job ends without a hire.
   */
  proposalsPerWindow: 20,
  proposalWindow: 7 * DAY,
  openProposals: 30,
  /** @rule proposals: At most 10 offers are made on a proposal, taken back or not. */
  offerRounds: 10,
  offerDays: bounds.offerDays.usual,
  milestones: bounds.milestones,
  /** @rule contracts: The smallest milestone is 5.00. */
  smallestMilestone: 500,
  /** @rule contracts: Review reminders go out at half of the window, 48 h and 24 h before it ends. */
  reviewReminders: [48 * HOUR, 24 * HOUR],
  /** @rule payments: A checkout takes money for 23 h; in its last hour a new one is opened instead. */
  checkoutOpen: 23 * HOUR,
  checkoutMargin: HOUR,
  /** @rule payments: A webhook is at most 300 s old, or ahead. */
  webhookAge: 300 * SECOND,
  payoutLock: bounds.payoutLockHours * HOUR,
  refundAnswer: bounds.refundAnswerDays * DAY,
  reviewWindow: bounds.reviewWindowDays * DAY,
  replyWindow: bounds.replyDays * DAY,
  /** @rule reviews: A contract can be reviewed when at least 1.00 was released in it. */
  reviewMinimumPaid: 100,
  scoreContracts: bounds.score.contracts,
  scorePeople: bounds.score.people,
  messageEdit: bounds.messageEditMinutes * MINUTE,
  /** What a message said before it was changed is kept 180 days for disputes. */
  originalKept: 180 * DAY,
  /** Newer messages a sender may not know of; beyond that it reloads first. */
  messagesSince: 100,
  messageRate: bounds.messageRate,
  /** How long a connection can live at the gateway; its row goes with it. */
  connection: 2 * HOUR,
  /** @rule realtime: A client resuming after more than 500 missed messages is told to reload. */
  resumeGap: 500,
  /** @rule realtime: When somebody was last here is kept for 30 days, for those they talk with. */
  presenceKept: 30 * DAY,
  /** Newest conversations whose other side is asked for: half a unit each. */
  presences: 30,
  /** Messages one search looks through, and how many it answers at most. */
  searched: 500,
  found: 20,
  /** @rule blocking: Somebody blocks at most 500 people. */
  blocked: 500,
  ticket: bounds.ticketSeconds * SECOND,
  /** @rule files: The form of an upload takes its file for 10 minutes from when it was made. */
  uploadForm: 10 * MINUTE,
  /** @rule notifications: A notification is kept 90 days. */
  notificationKept: 90 * DAY,
  bell: 100,
  /** From the first report that says so. */
  caseDue: { fraud: bounds.caseHours.fraud * HOUR, other: bounds.caseHours.other * HOUR },
  /** How long a consumer remembers an event it has counted. */
  consumedKept: 30 * DAY,
  idempotency: bounds.idempotencyHours * HOUR,
} as const;
