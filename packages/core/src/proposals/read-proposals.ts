import { partiesOf } from "@freelancerm/contracts/ids";
import type { Proposal } from "@freelancerm/contracts/proposals";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import type { Listed, PageRequest } from "../entity.ts";
import { ofExisting } from "../refusals.ts";
import { personOf } from "../users/account.ts";
import { presentProposal, requireProposal, roleIn } from "./proposal.ts";

/** A proposal, for its two parties. */
export const getProposal =
  (deps: Needs<"proposals">) =>
  async (actor: Actor, { proposalId }: { proposalId: string }): Promise<Proposal> => {
    const { proposal, freelancer } = await deps.proposals.findWithFreelancer(proposalId);
    const person = personOf(partiesOf(proposalId).freelancerId, freelancer);
    return presentProposal(requireProposal(proposal), person, roleIn(proposalId, actor.id));
  };

/** The proposals for a job, as its client sees them, newest first. */
export const listJobProposals =
  (deps: Needs<"accounts" | "jobs" | "proposals">) =>
  async (_: Actor, { jobId, ...page }: PageRequest & { jobId: string }): Promise<Listed<Proposal>> => {
    const found = await deps.proposals.listOfJob(jobId, page);
    const { items, next } = await ofExisting(found, () => deps.jobs.find(jobId));
    const ids = items.map(({ id }) => partiesOf(id).freelancerId);
    const accounts = await deps.accounts.findMany(ids);
    const shown = items.map((item, index) => presentProposal(item, personOf(ids[index]!, accounts[index]), "client"));
    return { items: shown, next };
  };

/** The acting freelancer's proposals, newest first. */
export const listMyProposals =
  (deps: Needs<"proposals">) =>
  async (actor: Actor, page: PageRequest): Promise<Listed<Proposal>> => {
    const { items, next, freelancer } = await deps.proposals.listOfFreelancer(actor.id, page);
    const me = personOf(actor.id, freelancer);
    return { items: items.map((item) => presentProposal(item, me, "freelancer")), next };
  };
