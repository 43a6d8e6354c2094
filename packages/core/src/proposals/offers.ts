/** The negotiation on a proposal: one offer on the table at a time, made, countered, declined, withdrawn or left to expire. */
import { Refusal } from "@freelancerm/contracts/errors";
import { partiesOf } from "@freelancerm/contracts/ids";
import type { Offer, Proposal, Terms } from "@freelancerm/contracts/proposals";
import type { Role } from "@freelancerm/contracts/route";
import type { Actor } from "../actor.ts";
import { requireUnblocked } from "../blocking/block.ts";
import type { Needs } from "../deps.ts";
import { type Deadline, happened, happenedAt, type SaveOptions } from "../entity.ts";
import { jobMachine, requireJob } from "../jobs/job.ts";
import { limits } from "../policy/policy.ts";
import { advance, can } from "../state-machine.ts";
import { DAY, iso, ms } from "../time.ts";
import { changeProposal } from "./answer-proposal.ts";
import {
  type ProposalRecord,
  presentSaved,
  proposalFacts,
  proposalMachine,
  requireProposal,
  requireSoundTerms,
  roleIn,
} from "./proposal.ts";

type Given = Needs<"accounts" | "clock" | "commit" | "ids" | "proposals">;
interface Said {
  proposalId: string;
  terms: Terms;
  message: string;
}

/**
 * A proposal with a new offer on the table, and the deadline it lapses at.
 * @rule Also an offer that is taken back counts towards the most a proposal may have: each is news to the other side.
 */
function tabled(
  deps: Needs<"clock" | "ids">,
  before: ProposalRecord,
  { by, terms, message, days }: Pick<Offer, "by" | "terms" | "message"> & { days: number },
): { proposal: ProposalRecord } & SaveOptions {
  const now = deps.clock.now();
  const round = (before.offers ?? 0) + 1;
  if (round > limits.offerRounds) throw new Refusal("offer.too_many_rounds");
  requireSoundTerms(terms, before.currency, now);
  const madeAt = iso(now);
  const expiresAt = iso(now + days * DAY);
  return {
    proposal: { ...before, status: "offered", offers: round, offer: { by, terms, message, round, madeAt, expiresAt } },
    events: [happenedAt(deps, "offer.made.v1", { ...proposalFacts(before), by, round }, madeAt)],
    deadlines: [{ at: expiresAt, kind: "offer.expire", ref: before.id, facts: { round, madeAt } }],
  };
}

/** The offer on the table, or the refusal that there is none any more. */
export function requireLiveOffer({ offer }: ProposalRecord, now: number): Offer {
  if (!offer || ms(offer.expiresAt) <= now) throw new Refusal("offer.wrong_state");
  return offer;
}

/** @rule An offer is answered by the side that did not make it, and withdrawn by the side that did. */
export function requireTurn(offer: Offer, by: Role): void {
  if (offer.by === by) throw new Refusal("offer.own_turn");
}

function requirePartiesUnblocked(deps: Needs<"blocks">, proposalId: string): Promise<void> {
  const { clientId, freelancerId } = partiesOf(proposalId);
  return requireUnblocked(deps, clientId, freelancerId);
}

/** The client offers other terms than proposed. */
export const makeOffer =
  (deps: Given & Needs<"blocks">) =>
  async (_: Actor, { proposalId, days, ...offer }: Said & { days: number }): Promise<Proposal> => {
    await requirePartiesUnblocked(deps, proposalId);
    const { proposal, job } = await deps.proposals.findWithJob(proposalId);
    const before = requireProposal(proposal);
    advance(proposalMachine, before.status, "make_offer", "client", "proposal.wrong_state");
    if (!can(jobMachine, requireJob(job).status, "fill", "client")) throw new Refusal("job.not_open");
    const { proposal: after, ...options } = tabled(deps, before, { ...offer, by: "client", days });
    await deps.commit(deps.proposals.save(after, options));
    return presentSaved(deps, after, "client");
  };

/** Answers the other side's offer with other terms. */
export const counterOffer =
  (deps: Given & Needs<"blocks">) =>
  async (actor: Actor, { proposalId, ...offer }: Said): Promise<Proposal> => {
    await requirePartiesUnblocked(deps, proposalId);
    return changeProposal(deps, actor, proposalId, (before) => {
      const by = roleIn(proposalId, actor.id);
      advance(proposalMachine, before.status, "counter_offer", by, "offer.wrong_state");
      const answered = requireLiveOffer(before, deps.clock.now());
      requireTurn(answered, by);
      return tabled(deps, before, { ...offer, by, days: limits.offerDays });
    });
  };

/** A proposal whose offer is off the table again. */
const cleared = (
  before: ProposalRecord,
  command: "decline_offer" | "withdraw_offer" | "expire_offer",
  by: Role | "system",
): ProposalRecord => ({
  ...before,
  status: advance(proposalMachine, before.status, command, by, "offer.wrong_state"),
  offer: null,
});

/** Declines the other side's offer; the proposal stands as before. */
export const declineOffer =
  (deps: Given) =>
  (actor: Actor, { proposalId, reason }: { proposalId: string; reason: string }): Promise<Proposal> =>
    changeProposal(deps, actor, proposalId, (before) => {
      const by = roleIn(proposalId, actor.id);
      const proposal = cleared(before, "decline_offer", by);
      requireTurn(before.offer!, by);
      const facts = { ...proposalFacts(before), by, reason };
      return { proposal, events: [happened(deps, "offer.declined.v1", facts)] };
    });

/** Takes one's own offer off the table. */
export const withdrawOffer =
  (deps: Given) =>
  (actor: Actor, { proposalId }: { proposalId: string }): Promise<Proposal> =>
    changeProposal(deps, actor, proposalId, (before) => {
      const by = roleIn(proposalId, actor.id);
      const proposal = cleared(before, "withdraw_offer", by);
      if (before.offer!.by !== by) {
        throw new Refusal("offer.own_turn", { detail: "Only the side that made the offer can withdraw it." });
      }
      const facts = { ...proposalFacts(before), by };
      return { proposal, events: [happened(deps, "offer.withdrawn.v1", facts)] };
    });

/** Takes an offer off the table that nobody answered in time; one that was answered meanwhile is left alone. */
export const expireOffer =
  (deps: Needs<"clock" | "commit" | "ids" | "proposals">) =>
  async ({ ref, facts }: Deadline): Promise<void> => {
    const before = await deps.proposals.find(ref);
    const now = deps.clock.now();
    if (!before?.offer || before.offer.madeAt !== facts?.madeAt || before.offer.round !== facts.round) return;
    if (ms(before.offer.expiresAt) > now) return;
    const events = [happened(deps, "offer.expired.v1", proposalFacts(before))];
    await deps.commit(deps.proposals.save(cleared(before, "expire_offer", "system"), { events }));
  };
