/** Who is told what of each event. Whoever did it is not told. */
import { formatMoney } from "@freelancerm/contracts/currencies";
import type { AnyEvent, DomainEvent, EventData } from "@freelancerm/contracts/events";
import { partiesOf } from "@freelancerm/contracts/ids";
import type { NotificationKind } from "@freelancerm/contracts/notifications";
import type { ServerFrame } from "@freelancerm/contracts/socket";
import type { subscriptions } from "@freelancerm/contracts/subscriptions";
import { limits } from "../policy/policy.ts";
import { DAY, ms } from "../time.ts";
import type { Notice } from "./notification.ts";

export type NotifiedType = (typeof subscriptions)["on-notify"][number];
export type NotifiedEvent = Extract<AnyEvent, { type: NotifiedType }>;

/** What a sentence may need beside the event. */
export interface Around {
  /** Display name of somebody. */
  nameOf(userId: string): string;
  /** Who has an open proposal for the job. */
  applicants: string[];
  /** Who reported what was decided about. */
  reporters: string[];
}
type Side = "client" | "freelancer";
type Parties = { clientId: string; freelancerId: string };
type Template<T extends NotifiedType> = (data: EventData<T>, around: Around) => Notice[];

const idOf = (data: Parties, side: Side) => (side === "client" ? data.clientId : data.freelancerId);
/** Both parties but the one who did it; both when the system did. */
const others = (data: Parties, by: string): { userId: string; otherId: string; side: Side }[] =>
  (["client", "freelancer"] as const)
    .filter((side) => side !== by)
    .map((side) => ({
      userId: idOf(data, side),
      otherId: idOf(data, side === "client" ? "freelancer" : "client"),
      side,
    }));

const minutes = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
/** A time as a sentence says it, to the minute: 11 Dec 2026, 14:05 UTC. */
const spoken = (at: string) => `${minutes.format(ms(at))} UTC`;
const because = (reason: string | undefined) => (reason ? ` “${reason}”` : "");
export const proposalLink = ({ proposalId }: { proposalId: string }) => `/proposals/${proposalId}`;
export const contractLink = ({ contractId }: { contractId: string }) => `/contracts/${contractId}`;

type Milestone = EventData<"milestone.funded.v1">;
/** The price of the work, before fees. */
const money = ({ amount, currency }: Milestone) => formatMoney(amount, currency);
/** What the client was charged, and what the freelancer receives. */
const charged = ({ amount, clientFee, currency }: Milestone) => formatMoney(amount + clientFee, currency);
const received = ({ amount, freelancerFee, currency }: Milestone) => formatMoney(amount - freelancerFee, currency);
const which = ({ milestone, title }: Milestone) => `milestone ${milestone} of “${title}”`;
/** A milestone's news, for one side or for everybody who did not make it. */
const milestoneNews =
  (
    kind: NotificationKind,
    say: (data: Milestone, by: string, side: Side) => { title: string; body: string },
    to?: Side,
  ) =>
  (data: Milestone, { nameOf }: Around): Notice[] =>
    others(data, data.by)
      .filter(({ side }) => to === undefined || side === to)
      .map(({ userId, otherId, side }) => ({
        userId,
        kind,
        ...say(data, nameOf(otherId), side),
        link: contractLink(data),
      }));

const toFreelancer = (
  kind: NotificationKind,
  data: Parties & { proposalId: string },
  title: string,
  body: string,
): Notice[] => [{ userId: data.freelancerId, kind, title, body, link: proposalLink(data) }];

type Decided = EventData<"case.decided.v1">;
/** What a decision was about, to whoever reported it. */
const reported = ({ kind, title }: Decided) =>
  ({ job: `the job “${title}”`, user: `the profile of ${title}`, message: "a message", review: "a review" })[kind];

/** @rule Whoever reported something is told whether it was acted on, and nothing of what its owner was told. */
const answerTo = (data: Decided) => ({
  title: "We looked into your report",
  body:
    data.outcome === "dismiss"
      ? `You reported ${reported(data)}. We found nothing that breaks the rules, and left it as it is.`
      : `You reported ${reported(data)}. It breaks the rules, and we acted on it. Thank you for telling us.`,
});

/** The statement of reasons: what was done, to what of theirs, and why. */
function statementOf({ kind, title, outcome, reason, ownerId: userId, caseId }: Decided): Notice {
  const [subjectId = ""] = /[a-z]{3}_[^_]+/.exec(caseId.slice("cas_".length)) ?? [];
  const mine = {
    job: { words: `your job “${title}”`, link: `/jobs/${subjectId}` },
    user: { words: "your account", link: "/" },
    message: { words: `your message “${title}”`, link: `/messages/${subjectId}` },
    review: { words: `your review for “${title}”`, link: `/contracts/${subjectId}` },
  }[kind];
  return {
    userId,
    kind: "moderation_decided",
    ...(outcome === "suspend"
      ? {
          title: "Your account is suspended",
          body: `It was about ${mine.words}: “${reason}” You cannot sign in. Your contracts go on, and what you earned is released as agreed.`,
          link: "/",
        }
      : {
          title: kind === "review" ? "The words of your review were removed" : `We removed ${mine.words}`,
          body: `It breaks the rules of the marketplace: “${reason}”`,
          link: mine.link,
        }),
  };
}

export const templates: { [T in NotifiedType]: Template<T> } = {
  "job.changed.v1": ({ jobId, title, changed }, { applicants }) =>
    applicants.map((userId) => ({
      userId,
      kind: "job_changed",
      title: `“${title}” has changed`,
      body: `The client changed ${changed.join(", ")}. See whether your proposal still fits.`,
      link: `/jobs/${jobId}`,
    })),
  "job.expires_soon.v1": ({ clientId, jobId, title, expiresAt }) => [
    {
      userId: clientId,
      kind: "job_expiring",
      title: `“${title}” expires soon`,
      body: `It takes proposals until ${spoken(expiresAt)}. Hire somebody, or open it again once it has expired.`,
      link: `/jobs/${jobId}`,
    },
  ],
  // Whoever paused, closed or filled a job knows; the status tells, for a reason is the owner's own words.
  "job.unlisted.v1": ({ clientId, jobId, title, status }) =>
    status === "expired"
      ? [
          {
            userId: clientId,
            kind: "job_expired",
            title: `“${title}” has expired`,
            body: `It takes no proposals any more. You can open it again for another ${limits.jobOpen / DAY} days.`,
            link: `/jobs/${jobId}`,
          },
        ]
      : [],
  "search.matched.v1": ({ userId, name, query, jobs, total }) => {
    const more = total - jobs.length;
    const one = {
      title: `New job: “${jobs[0]?.title}”`,
      body: `Your saved search “${name}” found it.`,
      link: `/jobs/${jobs[0]?.id}`,
    };
    const several = {
      title: `${total} new jobs for “${name}”`,
      body: `${jobs.map(({ title }) => `“${title}”`).join(", ")}${more > 0 ? ` and ${more} more` : ""}.`,
      link: `/jobs?${new URLSearchParams(query as Record<string, string>)}`,
    };
    return [{ userId, kind: "search_matched", ...(total === 1 ? one : several) }];
  },
  "proposal.submitted.v1": (data, { nameOf }) => [
    {
      userId: data.clientId,
      kind: "proposal_received",
      title: `New proposal from ${nameOf(data.freelancerId)}`,
      body: `For “${data.jobTitle}”.`,
      link: proposalLink(data),
    },
  ],
  "proposal.declined.v1": (data, { nameOf }) =>
    toFreelancer(
      "proposal_declined",
      data,
      `Your proposal for “${data.jobTitle}” was declined`,
      `${nameOf(data.clientId)} chose another way:${because(data.reason)}`,
    ),
  "proposal.closed.v1": (data) =>
    toFreelancer(
      "proposal_closed",
      data,
      `“${data.jobTitle}” is no longer open`,
      `Your proposal was closed with the job (${data.reason.replaceAll("_", " ")}). Thank you for applying.`,
    ),
  "offer.made.v1": (data, { nameOf }) =>
    others(data, data.by).map(({ userId, otherId }) => ({
      userId,
      kind: "offer_received",
      title: `${nameOf(otherId)} made you ${data.round > 1 ? "a counter-offer" : "an offer"}`,
      body: `For “${data.jobTitle}”. Accept, decline or answer with other terms.`,
      link: proposalLink(data),
    })),
  "offer.declined.v1": (data, { nameOf }) =>
    others(data, data.by).map(({ userId, otherId }) => ({
      userId,
      kind: "offer_declined",
      title: `${nameOf(otherId)} declined your offer`,
      body: `For “${data.jobTitle}”.${because(data.reason)} The proposal stands as before.`,
      link: proposalLink(data),
    })),
  "offer.withdrawn.v1": (data, { nameOf }) =>
    others(data, data.by).map(({ userId, otherId }) => ({
      userId,
      kind: "offer_withdrawn",
      title: `${nameOf(otherId)} withdrew the offer`,
      body: `For “${data.jobTitle}”. The proposal stands as before.`,
      link: proposalLink(data),
    })),
  "offer.expired.v1": (data) =>
    others(data, "system").map(({ userId }) => ({
      userId,
      kind: "offer_expired",
      title: `The offer for “${data.jobTitle}” has expired`,
      body: "Nobody answered it in time. The proposal stands as before.",
      link: proposalLink(data),
    })),
  "contract.started.v1": (data, { nameOf }) =>
    others(data, data.by ?? "system").map(({ userId, otherId, side }) => ({
      userId,
      kind: "contract_started",
      title: side === "client" ? `${nameOf(otherId)} is hired` : `You are hired by ${nameOf(otherId)}`,
      body:
        side === "client"
          ? `“${data.title}” has started. Fund the first milestone so that work can begin.`
          : `“${data.title}” has started. Begin once the first milestone is funded.`,
      link: contractLink(data),
    })),
  "contract.ended.v1": (data, { nameOf }) =>
    others(data, data.by).map(({ userId, otherId }) => ({
      userId,
      kind: "contract_ended",
      title: `“${data.title}” has ended`,
      body: `Your contract with ${nameOf(otherId)} is over.${because(data.reason)} You can review each other for ${limits.reviewWindow / DAY} days.`,
      link: contractLink(data),
    })),
  "milestone.funded.v1": milestoneNews(
    "milestone_funded",
    (data, by) => ({
      title: `${money(data)} is funded`,
      body: `${by} funded ${which(data)}. You can start working on it.`,
    }),
    "freelancer",
  ),
  "milestone.submitted.v1": milestoneNews("milestone_submitted", (data, by) => ({
    title: `${by} handed in work`,
    body: `Look at ${which(data)}: approve it, or ask for changes.`,
  })),
  "milestone.changes_requested.v1": milestoneNews("changes_requested", (data, by) => ({
    title: `${by} asks for changes`,
    body: `In ${which(data)}:${because(data.note)}`,
  })),
  "milestone.approved.v1": milestoneNews("milestone_approved", (data, by, side) =>
    side === "freelancer"
      ? {
          title: "Your work is approved",
          body: `${data.by === "system" ? "The review window passed for" : `${by} approved`} ${which(data)}. ${received(data)} is on its way to you.`,
        }
      : {
          title: `Milestone ${data.milestone} was approved by itself`,
          body: `The review window of ${which(data)} passed. Its price of ${money(data)} is released to ${by}; you are not charged again.`,
        },
  ),
  "milestone.released.v1": milestoneNews(
    "milestone_released",
    (data) => ({
      title: `You received ${received(data)}`,
      body: `For ${which(data)}: its price of ${money(data)} less the marketplace fee.`,
    }),
    "freelancer",
  ),
  "milestone.refund_requested.v1": milestoneNews("refund_requested", (data, by) => ({
    title: `${by} asks for a refund`,
    body: `${money(data)} of ${which(data)}.${because(data.note)} Without an answer within ${limits.refundAnswer / DAY} days it is granted.`,
  })),
  "milestone.refund_declined.v1": milestoneNews("refund_declined", (data, by) => ({
    title: `${by} declined the refund`,
    body: `${money(data)} of ${which(data)} stays held.${because(data.note)}`,
  })),
  "milestone.refunded.v1": milestoneNews("milestone_refunded", (data, by, side) => ({
    ...(side === "client"
      ? { title: `${charged(data)} is given back to you`, body: `For ${which(data)}, the fee included.` }
      : { title: `${money(data)} was given back to ${by}`, body: `For ${which(data)}. You pay no fee for it.` }),
  })),
  "milestone.review_due_soon.v1": (data) => [
    {
      userId: data.clientId,
      kind: "review_reminder",
      title: "Work is waiting for your answer",
      body: `Approve ${which(data)} or ask for changes by ${spoken(data.dueAt)}; after that it is approved by itself.`,
      link: contractLink(data),
    },
  ],
  "review.published.v1": (data, { nameOf }) => {
    const { clientId, freelancerId } = partiesOf(data.contractId);
    const author = data.subjectId === clientId ? freelancerId : clientId;
    return [
      {
        userId: data.subjectId,
        kind: "review_received",
        title: `${nameOf(author)} reviewed you`,
        body: `${data.overall.toFixed(2)} of 5 for “${data.jobTitle}”.`,
        link: contractLink(data),
      },
    ];
  },
  "case.decided.v1": (data, { reporters }) => [
    ...(data.outcome === "dismiss" ? [] : [statementOf(data)]),
    ...reporters.map(
      (userId): Notice => ({ userId, kind: "report_decided", ...answerTo(data), link: "/notifications" }),
    ),
  ],
  "account.reinstated.v1": ({ userId }) => [
    {
      userId,
      kind: "moderation_decided",
      title: "Your account is open again",
      body: "You can sign in as before.",
      link: "/",
    },
  ],
  "payout_account.activated.v1": ({ userId }) => [
    {
      userId,
      kind: "payout_ready",
      title: "Payouts are ready",
      body: "Your payout account is set up. What you earn is now paid out to you.",
      link: "/payouts",
    },
  ],
  "payout_account.changed.v1": ({ userId, last4, lockedUntil }) => [
    {
      userId,
      kind: "payout_changed",
      title: "Your payout account was changed",
      body: `What you earn goes to the bank account ending in ${last4} from ${spoken(lockedUntil)} on, and waits until then. If it was not you, change your password and the account.`,
      link: "/payouts",
    },
  ],
};

/** What is told of an event. */
export const noticesOf = <T extends NotifiedType>(event: DomainEvent<T>, around: Around): Notice[] =>
  (templates[event.type] as Template<T>)(event.data, around);

/** Everybody an event names. */
export function peopleOf({ data }: NotifiedEvent): string[] {
  if ("freelancerId" in data) return [data.clientId, data.freelancerId];
  if ("clientId" in data) return [data.clientId];
  if ("userId" in data) return [data.userId];
  if ("ownerId" in data) return [data.ownerId];
  const { clientId, freelancerId } = partiesOf(data.contractId);
  return [clientId, freelancerId];
}

/** What the event changed, to be reloaded by everybody who looks at it; nothing where no page shows it. */
export function changedBy({ data }: NotifiedEvent): ServerFrame | undefined {
  if ("contractId" in data) return { action: "entity.changed", entity: "contract", id: data.contractId };
  if ("proposalId" in data) return { action: "entity.changed", entity: "proposal", id: data.proposalId };
  if ("jobId" in data) return { action: "entity.changed", entity: "job", id: data.jobId };
  return undefined;
}
