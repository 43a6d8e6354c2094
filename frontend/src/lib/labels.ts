/** Words for the values of the API. */
import type { MilestoneStatus } from "@freelancerm/contracts/contracts";
import type { NextAction } from "@freelancerm/contracts/fields";
import type { JobStatus } from "@freelancerm/contracts/jobs";
import type { NotificationKind } from "@freelancerm/contracts/notifications";
import type { ProposalStatus } from "@freelancerm/contracts/proposals";
import { capitalised } from "./format.ts";

export type Tone = "neutral" | "active" | "good" | "waiting" | "bad";
interface Label {
  words: string;
  tone: Tone;
}

export const jobStatus: Record<JobStatus, Label> = {
  draft: { words: "Draft", tone: "neutral" },
  open: { words: "Open", tone: "active" },
  paused: { words: "Paused", tone: "waiting" },
  filled: { words: "Filled", tone: "good" },
  closed: { words: "Closed", tone: "neutral" },
  expired: { words: "Expired", tone: "neutral" },
  removed: { words: "Removed", tone: "bad" },
};

export const proposalStatus: Record<ProposalStatus, Label> = {
  submitted: { words: "Submitted", tone: "active" },
  offered: { words: "Offer open", tone: "waiting" },
  accepted: { words: "Hired", tone: "good" },
  declined: { words: "Declined", tone: "bad" },
  withdrawn: { words: "Withdrawn", tone: "neutral" },
  closed: { words: "Closed", tone: "neutral" },
};

export const milestoneStatus: Record<MilestoneStatus, Label> = {
  pending: { words: "Not funded", tone: "neutral" },
  funded: { words: "Funded", tone: "active" },
  submitted: { words: "In review", tone: "waiting" },
  changes_requested: { words: "Changes requested", tone: "waiting" },
  approved: { words: "Approved", tone: "good" },
  released: { words: "Paid", tone: "good" },
  refunding: { words: "Refund under way", tone: "waiting" },
  refunded: { words: "Refunded", tone: "neutral" },
  cancelled: { words: "Cancelled", tone: "neutral" },
};

export const contractStatus: Record<"active" | "ended", Label> = {
  active: { words: "Active", tone: "active" },
  ended: { words: "Ended", tone: "neutral" },
};

export const jobType = { fixed: "Fixed price", hourly: "Hourly" } as const;
export const level = { entry: "Entry level", intermediate: "Intermediate", expert: "Expert" } as const;
export const alerts = { instant: "At once", daily: "Daily", weekly: "Weekly", never: "Never" } as const;
export const duration = {
  days: "A few days",
  weeks: "A few weeks",
  months: "A few months",
  ongoing: "Ongoing",
} as const;
export const availability: Record<string, string> = {
  now: "Available now",
  part_time: "Part time",
  unavailable: "Not available",
};
export const role = { client: "Client", freelancer: "Freelancer" } as const;
export const staffRole = {
  moderator: "Moderator",
  mediator: "Mediator",
  finance: "Finance",
  administrator: "Administrator",
} as const;

/** The action in the words of the one who must act, and of the one who waits. */
export const nextAction: Record<NextAction["action"], { mine: string; theirs: string }> = {
  fund_milestone: { mine: "Fund the milestone", theirs: "fund the milestone" },
  submit_milestone: { mine: "Submit your work", theirs: "submit the work" },
  review_milestone: { mine: "Review the work", theirs: "review the work" },
  revise_milestone: { mine: "Revise and submit again", theirs: "revise the work" },
  answer_refund_request: { mine: "Answer the refund request", theirs: "answer the refund request" },
  answer_offer: { mine: "Answer the offer", theirs: "answer the offer" },
  leave_review: { mine: "Leave a review", theirs: "leave a review" },
};

/** What happens by itself when nobody acts. */
export const byDefault: Record<NonNullable<NextAction["byDefault"]>, string> = {
  approve: "the work counts as approved and the money is released",
  refund: "the money goes back to the client",
  expire: "the offer expires",
  close: "the time to review ends",
};

export const reviewScores: Record<string, string> = {
  quality: "Quality",
  communication: "Communication",
  timeliness: "Timeliness",
  value: "Value",
  clarity: "Clarity of the task",
  payment: "Payment",
};
/** The scores a review has, in the order above: a stored one keeps none. */
export const scoresOf = (scores: Record<string, number | undefined>): [name: string, score: number][] =>
  Object.keys(reviewScores).flatMap((name) => (scores[name] === undefined ? [] : [[name, scores[name]]]));

const activities: Record<string, string> = {
  "contract.started": "The contract started",
  "contract.ended": "The contract ended",
  "milestone.added": "Milestone added",
  "milestone.funded": "Milestone funded",
  "milestone.submitted": "Work submitted",
  "milestone.changes_requested": "Changes requested",
  "milestone.approved": "Work approved",
  "milestone.released": "Money released",
  "milestone.refund_requested": "Refund requested",
  "milestone.refund_declined": "Refund request declined",
  "milestone.refund_agreed": "Refund agreed",
  "milestone.refunded": "Money refunded",
};
/** What a line of a contract's log says. */
export const activity = (type: string): string =>
  activities[type.replace(/\.v\d+$/, "")] ?? capitalised(type.replace(/\.v\d+$/, "").replaceAll(/[._]/g, " "));

export const notificationKind: Record<NotificationKind, string> = {
  proposal_received: "A proposal for my job came in",
  proposal_declined: "My proposal was declined",
  proposal_closed: "My proposal was closed",
  offer_received: "I got an offer",
  offer_declined: "My offer was declined",
  offer_withdrawn: "An offer to me was withdrawn",
  offer_expired: "An offer expired",
  contract_started: "A contract started",
  milestone_funded: "A milestone was funded",
  milestone_submitted: "Work was submitted",
  changes_requested: "Changes were requested",
  milestone_approved: "Work was approved",
  milestone_released: "Money was released",
  milestone_refunded: "Money was refunded",
  refund_requested: "A refund was requested",
  refund_declined: "A refund request was declined",
  review_reminder: "A review is due soon",
  contract_ended: "A contract ended",
  message_received: "A message came in while I was away",
  review_received: "I was reviewed",
  job_expiring: "My job expires soon",
  job_expired: "My job expired",
  job_changed: "A job I applied for changed",
  payout_ready: "My payouts are set up",
  search_matched: "A saved search found new jobs",
  report_decided: "What I reported was decided",
  moderation_decided: "Something of mine was taken down",
  payout_changed: "My payout account was changed",
};

export const ledgerType = { funded: "Funded", released: "Released", refunded: "Refunded" } as const;
export const ledgerAccount = {
  processor: "Payment processor",
  held: "Project funds held",
  freelancer: "Freelancer",
  fees: "Marketplace fees",
  client: "Client",
} as const;
