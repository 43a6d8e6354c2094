/** What the two sides do with a proposal short of negotiating: withdraw it, open it, sort it, decline it. */
import type { Proposal } from "@freelancerm/contracts/proposals";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import { happened, type SaveOptions } from "../entity.ts";
import { advance } from "../state-machine.ts";
import { iso } from "../time.ts";
import {
  type ProposalRecord,
  presentSaved,
  proposalFacts,
  proposalMachine,
  requireProposal,
  roleIn,
  type Sorting,
} from "./proposal.ts";

type Given = Needs<"accounts" | "clock" | "commit" | "ids" | "proposals">;
type Changed = { proposal: ProposalRecord } & SaveOptions;

/** Reads a proposal, changes it and answers it as the actor sees it. */
export async function changeProposal(
  deps: Needs<"accounts" | "commit" | "proposals">,
  actor: Actor,
  proposalId: string,
  change: (before: ProposalRecord) => Changed,
): Promise<Proposal> {
  const { proposal, ...options } = change(requireProposal(await deps.proposals.find(proposalId)));
  await deps.commit(deps.proposals.save(proposal, options));
  return presentSaved(deps, proposal, roleIn(proposalId, actor.id));
}

/** Takes the acting freelancer's proposal back, with the offer on it. */
export const withdrawProposal =
  (deps: Given) =>
  (actor: Actor, { proposalId }: { proposalId: string }): Promise<Proposal> =>
    changeProposal(deps, actor, proposalId, (before) => ({
      proposal: {
        ...before,
        status: advance(proposalMachine, before.status, "withdraw", "freelancer", "proposal.wrong_state"),
        offer: null,
      },
      events: [happened(deps, "proposal.withdrawn.v1", proposalFacts(before))],
    }));

/** Declines a proposal with a reason, and the offer on it. */
export const declineProposal =
  (deps: Given) =>
  (actor: Actor, { proposalId, reason }: { proposalId: string; reason: string }): Promise<Proposal> =>
    changeProposal(deps, actor, proposalId, (before) => ({
      proposal: {
        ...before,
        status: advance(proposalMachine, before.status, "decline", "client", "proposal.wrong_state"),
        offer: null,
        reason,
      },
      events: [happened(deps, "proposal.declined.v1", { ...proposalFacts(before), reason })],
    }));

/** Shortlists or archives, for the client's eyes only. */
export const sortProposal =
  (deps: Given) =>
  (actor: Actor, { proposalId, sorting }: { proposalId: string; sorting: Sorting }): Promise<Proposal> =>
    changeProposal(deps, actor, proposalId, (before) => ({ proposal: { ...before, sorting } }));

/** Notes when the client first opened a proposal; opening it again changes nothing. */
export const markProposalViewed =
  (deps: Given) =>
  async (_: Actor, { proposalId }: { proposalId: string }): Promise<Proposal> => {
    const before = requireProposal(await deps.proposals.find(proposalId));
    if (before.viewedAt) return presentSaved(deps, { ...before, version: before.version - 1 }, "client");
    const proposal = { ...before, viewedAt: iso(deps.clock.now()) };
    await deps.commit(deps.proposals.save(proposal));
    return presentSaved(deps, proposal, "client");
  };
