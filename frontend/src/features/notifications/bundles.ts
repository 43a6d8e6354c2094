import type { Notification, NotificationKind } from "@freelancerm/contracts/notifications";

/** What notifications are about, as the page filters them. */
export const subjects: Record<string, { words: string; kinds: ReadonlySet<NotificationKind> }> = {
  messages: { words: "Messages", kinds: new Set(["message_received"]) },
  contracts: {
    words: "Contracts",
    kinds: new Set([
      "contract_started",
      "milestone_submitted",
      "changes_requested",
      "milestone_approved",
      "review_reminder",
      "contract_ended",
      "review_received",
    ]),
  },
  money: {
    words: "Money",
    kinds: new Set([
      "milestone_funded",
      "milestone_released",
      "milestone_refunded",
      "refund_requested",
      "refund_declined",
      "payout_ready",
      "payout_changed",
    ]),
  },
  safety: { words: "Reports and decisions", kinds: new Set(["report_decided", "moderation_decided"]) },
  jobs: {
    words: "Jobs and proposals",
    kinds: new Set([
      "proposal_received",
      "proposal_declined",
      "proposal_closed",
      "offer_received",
      "offer_declined",
      "offer_withdrawn",
      "offer_expired",
      "job_expiring",
      "job_expired",
      "job_changed",
      "search_matched",
    ]),
  },
};

/** Joins what says the same about the same thing, one right after the other; the newest of each comes first. */
export function bundlesOf(notifications: readonly Notification[]): [Notification, ...Notification[]][] {
  const bundles: [Notification, ...Notification[]][] = [];
  for (const notification of notifications) {
    const last = bundles.at(-1);
    const same = last && last[0].link === notification.link && last[0].title === notification.title;
    if (same) last.push(notification);
    else bundles.push([notification]);
  }
  return bundles;
}
