/** Which function consumes which events. The rules of the bus and the handlers' types derive from this table. */
import type { EventType } from "./events.ts";

export const subscriptions = {
  /** Feed entry, socket push and e-mail for the people concerned. */
  "on-notify": [
    "job.changed.v1",
    "job.expires_soon.v1",
    "job.unlisted.v1",
    "search.matched.v1",
    "proposal.submitted.v1",
    "proposal.declined.v1",
    "proposal.closed.v1",
    "offer.made.v1",
    "offer.declined.v1",
    "offer.withdrawn.v1",
    "offer.expired.v1",
    "contract.started.v1",
    "contract.ended.v1",
    "milestone.funded.v1",
    "milestone.submitted.v1",
    "milestone.changes_requested.v1",
    "milestone.approved.v1",
    "milestone.released.v1",
    "milestone.refund_requested.v1",
    "milestone.refund_declined.v1",
    "milestone.refunded.v1",
    "milestone.review_due_soon.v1",
    "review.published.v1",
    "payout_account.activated.v1",
    "case.decided.v1",
    "account.reinstated.v1",
    "payout_account.changed.v1",
  ],
  /** Inboxes, with how people appear in them, and live delivery of messages; an offer or a contract opens the conversation. */
  "on-message": ["message.sent.v1", "message.changed.v1", "offer.made.v1", "contract.started.v1", "person.changed.v1"],
  /** Transfers and refunds at the payment processor. */
  "on-payment": [
    "milestone.approved.v1",
    "milestone.refund_agreed.v1",
    "payment.surplus.v1",
    "payout_account.activated.v1",
    "payout_account.unlocked.v1",
  ],
  /** The saved searches that find a job that came into the lists, or that find it now that it was changed. */
  "on-job-listed": ["job.published.v1", "job.changed.v1"],
  /** What happens to the proposals of a job that stops taking them, and to one that came a moment too late. */
  "on-job-unlisted": ["job.unlisted.v1", "proposal.submitted.v1"],
  /** Sign-in, sessions and sockets of an account that was suspended or let in again; what is left of one that was closed. */
  "on-account": ["account.closed.v1", "account.suspended.v1", "account.reinstated.v1"],
  /** The immutable log of each contract. */
  "on-activity": [
    "contract.started.v1",
    "contract.ended.v1",
    "milestone.funded.v1",
    "milestone.submitted.v1",
    "milestone.changes_requested.v1",
    "milestone.approved.v1",
    "milestone.released.v1",
    "milestone.refund_requested.v1",
    "milestone.refund_declined.v1",
    "milestone.refund_agreed.v1",
    "milestone.refunded.v1",
  ],
  /** Counts and profile figures that are derived from what happened. */
  "on-stats": [
    "job.published.v1",
    "job.changed.v1",
    "job.unlisted.v1",
    "proposal.submitted.v1",
    "freelancer.listed.v1",
    "contract.started.v1",
    "contract.ended.v1",
    "review.published.v1",
  ],
} as const satisfies Record<string, readonly EventType[]>;

export type Consumer = keyof typeof subscriptions;
