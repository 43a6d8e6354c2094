import { Refusal } from "@freelancerm/contracts/errors";
import { ownerOfJob, proposalIdOf } from "@freelancerm/contracts/ids";
import type { Proposal, ProposalDraft } from "@freelancerm/contracts/proposals";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import { happened } from "../entity.ts";
import { requireFiles } from "../files/file.ts";
import { requireVisible } from "../jobs/job.ts";
import { can } from "../state-machine.ts";
import { iso } from "../time.ts";
import { personOf } from "../users/account.ts";
import {
  type ProposalRecord,
  presentProposal,
  proposalFacts,
  proposalMachine,
  requireAnswers,
  requireSoundTerms,
} from "./proposal.ts";
import { spend } from "./quota.ts";

/** @rule A withdrawn proposal can be submitted again once; one the system closed when its job takes proposals again. */
const maySubmit = (before: ProposalRecord | undefined): boolean =>
  !before ||
  (can(proposalMachine, before.status, "resubmit", "freelancer") &&
    (before.status === "closed" || before.submissions === 1));

/**
 * Proposes for an open job. Two single conditional writes, not a transaction, at half its price: the quota is spent first and
 * once per job, then the proposal is put where only one fits. A crash in between is healed by trying again.
 */
export const submitProposal =
  (deps: Needs<"clock" | "commit" | "files" | "ids" | "proposals">) =>
  async (actor: Actor, { jobId, attachmentIds, ...draft }: ProposalDraft & { jobId: string }): Promise<Proposal> => {
    const now = deps.clock.now();
    if (ownerOfJob(jobId) === actor.id) throw new Refusal("proposal.own_job");
    const id = proposalIdOf(jobId, actor.id);
    const { job: found, proposal: before, freelancer, quota, blocked } = await deps.proposals.findForSubmission(id);
    const job = requireVisible(found, actor);
    if (job.status !== "open") throw new Refusal("job.not_open");
    if (blocked) throw new Refusal("person.blocked");
    if (!maySubmit(before)) throw new Refusal("proposal.exists");
    requireSoundTerms(draft.terms, job.currency, now);
    requireAnswers(draft.answers, job.questions);
    const proposal: ProposalRecord = {
      ...draft,
      id,
      jobTitle: job.title,
      status: "submitted",
      sorting: "none",
      currency: job.currency,
      attachments: await requireFiles(deps.files, actor.id, "proposal", attachmentIds),
      viewedAt: null,
      reason: null,
      offer: null,
      submittedAt: iso(now),
      submissions: before?.status === "withdrawn" ? before.submissions + 1 : (before?.submissions ?? 1),
      version: before?.version ?? 0,
      ...(before?.outbox && { outbox: before.outbox }),
    };
    await spend(deps, actor.id, jobId, quota);
    const events = [happened(deps, "proposal.submitted.v1", proposalFacts(proposal))];
    await deps.commit(deps.proposals.save(proposal, { events, orElse: "proposal.exists" }));
    return presentProposal(
      { ...proposal, version: proposal.version + 1 },
      personOf(actor.id, freelancer),
      "freelancer",
    );
  };
