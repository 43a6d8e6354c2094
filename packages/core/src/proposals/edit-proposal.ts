import { Refusal, refuseField } from "@freelancerm/contracts/errors";
import type { Proposal, ProposalDraft } from "@freelancerm/contracts/proposals";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import { requireFiles } from "../files/file.ts";
import { requireJob } from "../jobs/job.ts";
import { advance } from "../state-machine.ts";
import { presentSaved, proposalMachine, requireAnswers, requireProposal, requireSoundTerms } from "./proposal.ts";

/**
 * Replaces the content of a proposal at the version its freelancer edited.
 * @rule Terms and answers change until there is an offer, the letter until the client has read it.
 */
export const editProposal =
  (deps: Needs<"accounts" | "clock" | "commit" | "files" | "proposals">) =>
  async (
    actor: Actor,
    { proposalId, version, attachmentIds, ...draft }: ProposalDraft & { proposalId: string; version: number },
  ): Promise<Proposal> => {
    const found = await deps.proposals.findWithJob(proposalId);
    const before = requireProposal(found.proposal);
    if (before.version !== version) throw new Refusal("resource.changed");
    const status = advance(proposalMachine, before.status, "edit", "freelancer", "proposal.wrong_state");
    if (before.viewedAt && draft.letter !== before.letter) refuseField("proposal.letter_fixed", "letter");
    requireSoundTerms(draft.terms, before.currency, deps.clock.now());
    requireAnswers(draft.answers, requireJob(found.job).questions);
    const attachments = await requireFiles(deps.files, actor.id, "proposal", attachmentIds);
    const proposal = { ...before, ...draft, attachments, status };
    await deps.commit(deps.proposals.save(proposal, { orElse: "resource.changed" }));
    return presentSaved(deps, proposal, "freelancer");
  };
