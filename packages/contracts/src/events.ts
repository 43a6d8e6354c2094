/**
 * Domain events: what happened, in the past tense, versioned. Each carries ids and the few facts its consumers need; a
 * consumer that needs more reads it. They travel over EventBridge with `source` "freelancerm" and `detail-type` = the name.
 */
import * as z from "zod/mini";
import { Currency, MinorUnits } from "./fields.ts";
import { JobStatus } from "./jobs.ts";
import { Message } from "./messaging.ts";
import { JobSearch } from "./saved-searches.ts";

export const EVENT_SOURCE = "freelancerm";

const job = { jobId: z.string(), clientId: z.string(), title: z.string() };
/** What decides in which lists a job is. */
const listing = { categoryId: z.string(), visibility: z.enum(["public", "invite_only"]) };
/** Category among whose open public jobs it is; null: in no list. */
const listedIn = z.nullable(z.string());
const hire = { jobId: z.string(), jobTitle: z.string(), clientId: z.string(), freelancerId: z.string() };
const proposal = { proposalId: z.string(), ...hire };
const contract = { contractId: z.string(), clientId: z.string(), freelancerId: z.string(), title: z.string() };
const milestone = {
  ...contract,
  milestone: z.int(),
  /** Price of the work, before fees. */
  amount: MinorUnits,
  /** Comes on top for the client. */
  clientFee: MinorUnits,
  /** Is taken off for the freelancer. */
  freelancerFee: MinorUnits,
  currency: Currency,
  /** Who did it: client, freelancer or system. */
  by: z.enum(["client", "freelancer", "system"]),
  note: z.optional(z.string()),
};

export const events = {
  /** A public fact: nothing of the marketplace reacts to it. */
  "user.joined.v1": z.object({ userId: z.string(), roles: z.array(z.string()) }),
  /** Name, picture or country changed: what others see beside their words. */
  "person.changed.v1": z.object({ userId: z.string() }),
  /** A freelancer came into the lists, moved between categories or left. */
  "freelancer.listed.v1": z.object({
    userId: z.string(),
    listed: z.boolean(),
    previouslyListed: z.boolean(),
    categoryId: z.nullable(z.string()),
    previousCategoryId: z.nullable(z.string()),
  }),
  /** `again`: it was open before. */
  "job.published.v1": z.object({ ...job, ...listing, again: z.optional(z.literal(true)) }),
  /** `changed` names what its applicants are told of; it may be empty. */
  "job.changed.v1": z.object({ ...job, changed: z.array(z.string()), listedIn, previouslyListedIn: listedIn }),
  "job.expires_soon.v1": z.object({ ...job, expiresAt: z.string() }),
  /** It stopped taking proposals. */
  "job.unlisted.v1": z.object({
    ...job,
    ...listing,
    status: JobStatus,
    previousStatus: JobStatus,
    reason: z.string(),
  }),
  /** A saved search found jobs its owner was not told of before: the first of them by name, and how many there are. */
  "search.matched.v1": z.object({
    searchId: z.string(),
    userId: z.string(),
    name: z.string(),
    query: JobSearch,
    jobs: z.array(z.object({ id: z.string(), title: z.string() })),
    total: z.int(),
  }),
  "proposal.submitted.v1": z.object(proposal),
  /** A public fact: the client sees it in the list of proposals and is not sent news of it. */
  "proposal.withdrawn.v1": z.object(proposal),
  "proposal.declined.v1": z.object({ ...proposal, reason: z.string() }),
  "proposal.closed.v1": z.object({ ...proposal, reason: z.string() }),
  "offer.made.v1": z.object({ ...proposal, by: z.string(), round: z.int() }),
  "offer.declined.v1": z.object({ ...proposal, by: z.string(), reason: z.string() }),
  "offer.withdrawn.v1": z.object({ ...proposal, by: z.string() }),
  "offer.expired.v1": z.object(proposal),
  "contract.started.v1": z.object({
    ...contract,
    proposalId: z.string(),
    jobId: z.string(),
    jobFilled: z.boolean(),
    /** Who accepted. */
    by: z.optional(z.enum(["client", "freelancer"])),
  }),
  "contract.ended.v1": z.object({
    ...contract,
    by: z.enum(["client", "freelancer"]),
    reason: z.string(),
    released: MinorUnits,
    endedAt: z.string(),
  }),
  "milestone.funded.v1": z.object(milestone),
  "milestone.submitted.v1": z.object(milestone),
  "milestone.changes_requested.v1": z.object(milestone),
  "milestone.approved.v1": z.object(milestone),
  "milestone.released.v1": z.object(milestone),
  "milestone.refund_requested.v1": z.object(milestone),
  "milestone.refund_declined.v1": z.object(milestone),
  /** The parties agreed (or silence did): the payment function now gives the money back. */
  "milestone.refund_agreed.v1": z.object(milestone),
  "milestone.refunded.v1": z.object(milestone),
  "milestone.review_due_soon.v1": z.object({ ...milestone, dueAt: z.string() }),
  "message.sent.v1": z.object({ message: Message, recipientId: z.string() }),
  "message.changed.v1": z.object({ message: Message, recipientId: z.string() }),
  "review.published.v1": z.object({
    contractId: z.string(),
    subjectId: z.string(),
    as: z.string(),
    overall: z.number(),
    jobTitle: z.string(),
  }),
  /** Paid after its milestone stopped waiting for it: the payment function gives it back. */
  "payment.surplus.v1": z.object({
    contractId: z.string(),
    paymentId: z.string(),
    milestone: z.int(),
    amount: MinorUnits,
    currency: Currency,
  }),
  /** What was reported and what became of it; `round` counts how often its case was opened. */
  "case.decided.v1": z.object({
    caseId: z.string(),
    kind: z.enum(["job", "user", "message", "review"]),
    ownerId: z.string(),
    title: z.string(),
    outcome: z.enum(["dismiss", "remove", "suspend"]),
    reason: z.string(),
    round: z.int(),
  }),
  /** For good: who they were at the identity provider and which pictures they had is to be erased. */
  "account.closed.v1": z.object({ userId: z.string(), username: z.string(), fileIds: z.array(z.string()) }),
  /** Whether the doors are open to them is on the account: it may have changed again. */
  "account.suspended.v1": z.object({ userId: z.string() }),
  "account.reinstated.v1": z.object({ userId: z.string() }),
  "payout_account.activated.v1": z.object({ userId: z.string() }),
  /** Its bank account is another one: what is released waits until then. */
  "payout_account.changed.v1": z.object({ userId: z.string(), last4: z.string(), lockedUntil: z.string() }),
  /** The time to notice a change has passed. */
  "payout_account.unlocked.v1": z.object({ userId: z.string() }),
} as const;

export type EventType = keyof typeof events;
export type EventData<T extends EventType> = z.infer<(typeof events)[T]>;

/** An event as it is stored, sent and received. */
export interface DomainEvent<T extends EventType = EventType> {
  /** evt_…; consumers record it to apply an event once. */
  id: string;
  type: T;
  /** ISO 8601, UTC. */
  at: string;
  data: EventData<T>;
}
export type AnyEvent = { [T in EventType]: DomainEvent<T> }[EventType];
