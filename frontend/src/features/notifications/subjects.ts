import type { NotificationKind } from "@freelancerm/contracts/notifications";

/** What notifications are about, in the words of the filters and the settings. */
export const subjects = {
  messages: "Messages",
  contracts: "Contracts",
  money: "Money",
  safety: "Reports and decisions",
  jobs: "Jobs and proposals",
} as const;
export type Subject = keyof typeof subjects;

export const subjectOf: Record<NotificationKind, Subject> = {
  message_received: "messages",
  contract_started: "contracts",
  milestone_submitted: "contracts",
  changes_requested: "contracts",
  milestone_approved: "contracts",
  review_reminder: "contracts",
  contract_ended: "contracts",
  review_received: "contracts",
  milestone_funded: "money",
  milestone_released: "money",
  milestone_refunded: "money",
  refund_requested: "money",
  refund_declined: "money",
  payout_ready: "money",
  payout_changed: "money",
  report_decided: "safety",
  moderation_decided: "safety",
  proposal_received: "jobs",
  proposal_declined: "jobs",
  proposal_closed: "jobs",
  offer_received: "jobs",
  offer_declined: "jobs",
  offer_withdrawn: "jobs",
  offer_expired: "jobs",
  job_expiring: "jobs",
  job_expired: "jobs",
  job_changed: "jobs",
  search_matched: "jobs",
};

/** These kinds by their subjects, those without any left out. */
export const bySubject = (kinds: readonly NotificationKind[]) =>
  (Object.keys(subjects) as Subject[])
    .map((subject) => ({ subject, kinds: kinds.filter((kind) => subjectOf[kind] === subject) }))
    .filter(({ kinds }) => kinds.length > 0);
