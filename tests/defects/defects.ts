/** Defects somebody could write in an unlucky hour, and the tests that must notice each. */
export interface Defect {
  name: string;
  /** Where it is, from the root; `find` stands there exactly once. */
  file: string;
  find: string;
  put: string;
  /** Tests at least one of which fails. */
  noticedBy: string[];
}

const core = "packages/core/src";
const data = "packages/data/src";
const platform = "packages/platform/src";

export const defects: Defect[] = [
  {
    name: "a request's Idempotency-Key is not kept",
    file: `${platform}/idempotency.ts`,
    find: "await table.write({ put: claim, when: { absent: true } });",
    put: "await table.write({ put: claim });",
    noticedBy: ["tests/properties/money-requests.test.ts"],
  },
  {
    name: "another body is answered under the same Idempotency-Key",
    file: `${platform}/idempotency.ts`,
    find: "if (stored.fingerprint !== fingerprint)",
    put: "if (false)",
    noticedBy: ["tests/properties/money-requests.test.ts"],
  },
  {
    name: "an entry the event bus refused is taken for published",
    file: `${platform}/relay.ts`,
    find: "waiting = refused;",
    put: "waiting = [];",
    noticedBy: ["tests/properties/outbox.test.ts"],
  },
  {
    name: "a change whose event could not leave is acknowledged",
    file: `${platform}/relay.ts`,
    find: "first ? [{ itemIdentifier: first.sequence }] : []",
    put: "[]",
    noticedBy: ["tests/properties/outbox.test.ts"],
  },
  {
    name: "a save overwrites a newer version",
    file: `${data}/entity.ts`,
    find: ": { equals: { version: entity.version } };",
    put: ": { exists: true as const };",
    noticedBy: ["functions/proposals/hire.test.ts", "tests/properties/money.test.ts"],
  },
  {
    name: "a retry asks the processor under a new key",
    file: `${core}/payments/operation.ts`,
    find: "operation.attempt}`",
    put: "Math.random()}`",
    noticedBy: ["tests/properties/money.test.ts", "functions/payments/payments.test.ts"],
  },
  {
    name: "the processor is asked again without looking what it has done",
    file: `${core}/payments/release-milestone.ts`,
    find: "find: () => deps.processor.findTransfer(order),",
    put: "find: async () => undefined,",
    noticedBy: ["tests/properties/money.test.ts", "functions/payments/payments.test.ts"],
  },
  {
    name: "the amount paid is not held against the amount owed",
    file: `${core}/payments/settle-payment.ts`,
    find: "amount !== payment.amount || ",
    put: "",
    noticedBy: ["functions/stripe-webhook/stripe-webhook.test.ts"],
  },
  {
    name: "a webhook is acknowledged before anything is written",
    file: `${core}/payments/receive-event.ts`,
    find: "if (settlement) await settle(deps, payment, settlement, [deps.payments.consume(event.id)]);",
    put: "if (settlement) settle(deps, payment, settlement, [deps.payments.consume(event.id)]).catch(() => {});",
    noticedBy: ["functions/stripe-webhook/stripe-webhook.test.ts"],
  },
  {
    name: "an unsigned webhook is believed",
    file: `${platform}/stripe.ts`,
    find: "return subjectOf(client.webhooks.constructEvent(...proof));",
    put: "return subjectOf(JSON.parse(rawBody.toString()));",
    noticedBy: ["functions/stripe-webhook/stripe-webhook.test.ts"],
  },
  {
    name: "a webhook from the future is believed",
    file: `${platform}/stripe.ts`,
    find: "if (!(Math.abs(Math.floor(now / SECOND) - sentAt) <= tolerance))",
    put: "if (false)",
    noticedBy: ["functions/stripe-webhook/stripe-webhook.test.ts"],
  },
  {
    name: "the part of the fee that rounding leaves is lost",
    file: `${core}/money/fees.ts`,
    find: "parts[index]! += 1;",
    put: "",
    noticedBy: [`${core}/money/fees.test.ts`],
  },
  {
    name: "anybody writes in a room",
    file: `${core}/messaging/room.ts`,
    find: 'if (!row) throw new Refusal("room.not_open");',
    put: "",
    noticedBy: ["functions/messaging/messaging.test.ts", "functions/socket/socket.test.ts"],
  },
  {
    name: "a message overwrites another at its seq",
    file: `${data}/stores/messages.ts`,
    find: "when: version === 0 ? { absent: true } : { equals: { version } },",
    put: "",
    noticedBy: ["tests/stores/messaging.test.ts", "functions/socket/transcripts.test.ts"],
  },
  {
    name: "a ticket opens two sockets",
    file: `${data}/stores/tickets.ts`,
    find: "when: { exists: true, below: { spent: 1 } },",
    put: "when: { exists: true },",
    noticedBy: ["functions/socket/socket.test.ts"],
  },
  {
    name: "a foreign item is shown to whoever knows its id",
    file: `${core}/actor.ts`,
    find: "if (!actor || !allowed.includes(actor.id))",
    put: "if (!actor)",
    noticedBy: ["functions/proposals/proposals.test.ts", "functions/contracts/contracts.test.ts"],
  },
  {
    name: "one proposes on one's own job",
    file: `${core}/proposals/submit-proposal.ts`,
    find: "if (ownerOfJob(jobId) === actor.id)",
    put: "if (false)",
    noticedBy: ["functions/proposals/proposals.test.ts"],
  },
  {
    name: "a review is shown before both are in",
    file: `${core}/reviews/read-reviews.ts`,
    find: "theirs: theirs?.publishedAt ?",
    put: "theirs: theirs ?",
    noticedBy: ["functions/reviews/reviews.test.ts"],
  },
  {
    name: "a cursor of another list is followed",
    file: `${platform}/cursors.ts`,
    find: "|| !timingSafeEqual(given, expected)",
    put: "",
    noticedBy: ["functions/marketplace/cursors.test.ts"],
  },
  {
    name: "an event counts as often as it arrives",
    file: `${core}/stats/once.ts`,
    find: "deps.counters.mark(consumer, eventId, deps.clock.now() + limits.consumedKept),",
    put: "",
    noticedBy: ["functions/on-stats/consumers.test.ts"],
  },
  {
    name: "somebody decides a case they are party to",
    file: `${core}/trust/decide-case.ts`,
    find: "if (isParty(before, reports, actor.id))",
    put: "if (false)",
    noticedBy: ["functions/trust/trust.test.ts"],
  },
  {
    name: "a line of the audit log can be changed unnoticed",
    file: `${core}/trust/audit.ts`,
    find: "line.hash === digest(hash, line) &&",
    put: "",
    noticedBy: ["functions/trust/trust.test.ts"],
  },
  {
    name: "a message of somebody else's conversation can be reported",
    file: `${core}/trust/subjects.ts`,
    find: "if (!row || ",
    put: "if (",
    noticedBy: ["functions/trust/trust.test.ts"],
  },
  {
    name: "whoever is suspended signs in until the user pool has heard of it",
    file: `${core}/users/session.ts`,
    find: "if (whole.account.suspendedAt)",
    put: "if (false)",
    noticedBy: ["functions/on-account/on-account.test.ts"],
  },
];
