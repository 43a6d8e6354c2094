/**
 * The policy of the marketplace: every fee, window and limit, once. A contract keeps the version it was signed under, so an
 * edit here is a new version and changes no running contract.
 */
import { DAY, HOUR } from "../time.ts";

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

/** @rule The freelancer pays 5 % of what they earn; the client pays 3 % on top, at least 0.50. */
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

/** Windows and limits that belong to no single contract. Milliseconds and counts. */
export const limits = {
  /** @rule An open job takes proposals for 30 days; its owner is warned 5 days before. */
  jobOpen: 30 * DAY,
  jobWarning: 5 * DAY,
  /** @rule Somebody saves at most 500 jobs. */
  savedJobs: 500,
  /** @rule A freelancer sends at most 20 proposals in 7 days and has at most 30 open. */
  proposalsPerWindow: 20,
  proposalWindow: 7 * DAY,
  openProposals: 30,
  offerRounds: 10,
  offerDays: 7,
  /** @rule A contract has 1 to 50 milestones. */
  milestones: 50,
  /** @rule The smallest milestone is 5.00. */
  smallestMilestone: 500,
  /** @rule Review reminders go out at half of the window, 48 h and 24 h before it ends. */
  reviewReminders: [48 * HOUR, 24 * HOUR],
  /** @rule A checkout takes money for 23 h; in its last hour a new one is opened instead. */
  checkoutOpen: 23 * HOUR,
  checkoutMargin: HOUR,
  /** @rule A webhook is at most 300 s old, or ahead. */
  webhookAge: 300_000,
  /** @rule A refund request is granted by 7 days of silence. */
  refundAnswer: 7 * DAY,
  /** @rule Reviews can be written for 14 days after a contract ends and show when both are in or the window has passed. */
  reviewWindow: 14 * DAY,
  /** @rule A review gets one reply within 28 days. */
  replyWindow: 28 * DAY,
  /** @rule A review shows when at least 1.00 was paid. */
  reviewMinimumPaid: 100,
  /** @rule A score shows from 3 reviewed contracts with 2 different people on. */
  scoreContracts: 3,
  scorePeople: 2,
  /** @rule A message can be edited or deleted for 15 minutes. */
  messageEdit: 15 * 60_000,
  /** What a message said before it was changed is kept 180 days for disputes. */
  originalKept: 180 * DAY,
  /** Newer messages a sender may not know of; beyond that it reloads first. */
  messagesSince: 100,
  /** @rule 20 messages in 10 seconds per person. */
  messageRate: { max: 20, seconds: 10 },
  /** How long a connection can live at the gateway; its row goes with it. */
  connection: 2 * HOUR,
  /** @rule A client resuming after more than 500 missed messages is told to reload. */
  resumeGap: 500,
  /** @rule A socket ticket works once and for 30 seconds. */
  ticket: 30_000,
  /** @rule A notification is kept 90 days; the bell counts the unread among the newest 100. */
  notificationKept: 90 * DAY,
  bell: 100,
  /** How long a consumer remembers an event it has counted. */
  consumedKept: 30 * DAY,
  /** @rule The same Idempotency-Key answers the same for 24 h. */
  idempotency: 24 * HOUR,
} as const;
