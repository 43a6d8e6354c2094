/** Hiring: the one place where a proposal becomes a contract. */
import { Refusal } from "@freelancerm/contracts/errors";
import { contractIdOf, partiesOf } from "@freelancerm/contracts/ids";
import type { Terms } from "@freelancerm/contracts/proposals";
import type { Role } from "@freelancerm/contracts/route";
import type { Actor } from "../actor.ts";
import type { AgreedMilestone, ContractRecord } from "../contracts/contract.ts";
import type { Needs } from "../deps.ts";
import { happenedAt } from "../entity.ts";
import { unlisted } from "../jobs/close-job.ts";
import { type JobRecord, jobMachine, requireJob } from "../jobs/job.ts";
import { quote, split } from "../money/fees.ts";
import { currentPolicy } from "../policy/policy.ts";
import { advance } from "../state-machine.ts";
import { iso } from "../time.ts";
import { requireLiveOffer, requireTurn } from "./offers.ts";
import { type ProposalCommand, type ProposalRecord, proposalMachine, requireProposal, roleIn } from "./proposal.ts";

type Given = Needs<"clock" | "commit" | "contracts" | "ids" | "jobs" | "proposals">;

/** @rule Fees are quoted on the whole, split over the milestones so that they add up, and frozen with the policy's version. */
function agree(terms: Terms, currency: ProposalRecord["currency"]): AgreedMilestone[] {
  const fees = quote(currentPolicy, terms.total, currency);
  const amounts = terms.milestones.map(({ amount }) => amount);
  const clientFees = split(fees.clientFee, amounts);
  const freelancerFees = split(fees.freelancerFee, amounts);
  return terms.milestones.map((milestone, index) => ({
    ...milestone,
    clientFee: clientFees[index]!,
    freelancerFee: freelancerFees[index]!,
  }));
}

/**
 * @rule Whoever accepts names the version they read: terms the other side changed meanwhile are not signed unseen.
 * @rule Accepting is one transaction: proposal accepted, contract made, the job filled once its positions are. Whoever comes
 * second finds one of the three changed, and nothing of theirs is written.
 *
 * It costs 10 write units whatever the number of milestones: three items at double price, two index entries of the contract
 * and two of the job that leaves the lists; 2 more for each further KB of an item. So milestones stay in the contract until
 * something happens to them, and the room is opened by who consumes contract.started.v1.
 */
async function hire(
  deps: Given,
  { proposal, job }: { proposal: ProposalRecord; job: JobRecord },
  { terms, by, command, version }: { terms: Terms; by: Role; command: ProposalCommand; version: number },
): Promise<{ contractId: string }> {
  const { clientId, jobId, freelancerId } = partiesOf(proposal.id);
  const startedAt = iso(deps.clock.now());
  const status = advance(
    proposalMachine,
    proposal.status,
    command,
    by,
    command === "accept" ? "proposal.wrong_state" : "offer.wrong_state",
  );
  if (proposal.version !== version) throw new Refusal("resource.changed");
  // Also while positions are left: only a job that could be filled now can be hired for.
  advance(jobMachine, job.status, "fill", by, "job.wrong_state");
  const hires = job.hires + 1;
  const jobFilled = hires >= job.positions;
  const after = jobFilled ? unlisted(deps, { ...job, hires }, "fill", by, "filled") : { job: { ...job, hires } };
  const { job: hiredFor, ...jobOutbox } = after;

  const agreed = agree(terms, proposal.currency);
  const contract: ContractRecord = {
    id: contractIdOf(proposal.id),
    jobId,
    clientId,
    freelancerId,
    title: job.title,
    status: "active",
    currency: proposal.currency,
    total: terms.total,
    reviewDays: terms.reviewDays,
    policyVersion: currentPolicy.version,
    agreed,
    released: 0,
    startedAt,
    endedAt: null,
    endReason: null,
    version: 0,
  };
  const facts = { contractId: contract.id, clientId, freelancerId, title: job.title };
  const started = happenedAt(
    deps,
    "contract.started.v1",
    { ...facts, proposalId: proposal.id, jobId, jobFilled, by },
    startedAt,
  );
  await deps.commit(
    deps.proposals.save({ ...proposal, status, terms, offer: null }),
    deps.jobs.save(hiredFor, jobOutbox),
    deps.contracts.save(contract, { events: [started] }),
  );
  return { contractId: contract.id };
}

/** The client hires on the proposed terms. */
export const acceptProposal =
  (deps: Given) =>
  async (_: Actor, { proposalId, version }: { proposalId: string; version: number }) => {
    const found = await deps.proposals.findWithJob(proposalId);
    const proposal = requireProposal(found.proposal);
    return hire(
      deps,
      { proposal, job: requireJob(found.job) },
      { terms: proposal.terms, by: "client", command: "accept", version },
    );
  };

/** Either side accepts the other's offer. */
export const acceptOffer =
  (deps: Given) =>
  async (actor: Actor, { proposalId, version }: { proposalId: string; version: number }) => {
    const found = await deps.proposals.findWithJob(proposalId);
    const proposal = requireProposal(found.proposal);
    const by = roleIn(proposalId, actor.id);
    const offer = requireLiveOffer(proposal, deps.clock.now());
    requireTurn(offer, by);
    return hire(
      deps,
      { proposal, job: requireJob(found.job) },
      { terms: offer.terms, by, command: "accept_offer", version },
    );
  };
