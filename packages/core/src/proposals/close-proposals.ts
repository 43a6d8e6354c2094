import { partiesOf } from "@freelancerm/contracts/ids";
import type { Needs } from "../deps.ts";
import { happened } from "../entity.ts";
import type { JobRecord } from "../jobs/job.ts";
import { advance } from "../state-machine.ts";
import { isOpen, type ProposalRecord, proposalMachine } from "./proposal.ts";
import { giveBack } from "./quota.ts";

type Given = Needs<"clock" | "commit" | "ids" | "jobs" | "proposals">;

/** States in which a job is over for those who proposed; a paused one only rests. */
const OVER = {
  filled: "The job was filled.",
  closed: "The client closed the job.",
  expired: "The job expired.",
  removed: "The job was removed.",
} as const;

const whyOver = (job: JobRecord | undefined): string | undefined => job && OVER[job.status as keyof typeof OVER];

/** The quota first: a closed proposal is not looked at again, so what must come with closing comes before it. */
async function closeOne(deps: Given, proposal: ProposalRecord, job: JobRecord, reason: string): Promise<void> {
  if (job.hires === 0) await giveBack(deps, partiesOf(proposal.id).freelancerId, job.id);
  const status = advance(proposalMachine, proposal.status, "close", "system", "proposal.wrong_state");
  const { clientId, jobId, freelancerId } = partiesOf(proposal.id);
  const facts = { proposalId: proposal.id, jobId, jobTitle: proposal.jobTitle, clientId, freelancerId, reason };
  const events = [happened(deps, "proposal.closed.v1", facts)];
  await deps.commit(deps.proposals.save({ ...proposal, status, offer: null, reason }, { events }));
}

/**
 * @rule Every applicant ends in a named outcome: when a job is filled, closed, expired or removed, its open proposals are closed.
 * Decides by what the job is now, so an event that comes late or twice does no harm.
 */
export const closeProposals =
  (deps: Given) =>
  async ({ jobId }: { jobId: string }): Promise<void> => {
    const job = await deps.jobs.find(jobId);
    const reason = whyOver(job);
    if (!job || !reason) return;
    for (const proposal of await deps.proposals.allOfJob(jobId)) {
      if (isOpen(proposal)) await closeOne(deps, proposal, job, reason);
    }
  };

/** Closes a proposal that was written while its job was being taken off the lists. */
export const closeLateProposal =
  (deps: Given) =>
  async ({ proposalId }: { proposalId: string }): Promise<void> => {
    const { proposal, job } = await deps.proposals.findWithJob(proposalId);
    const reason = whyOver(job);
    if (job && proposal && reason && isOpen(proposal)) await closeOne(deps, proposal, job, reason);
  };
