import { closeLateProposal, closeProposals } from "@freelancerm/core/proposals/close-proposals";
import { consume } from "@freelancerm/platform/consume";

export const handler = consume("on-job-unlisted", (deps) => ({
  "job.unlisted.v1": ({ data }) => closeProposals(deps)(data),
  "proposal.submitted.v1": ({ data }) => closeLateProposal(deps)(data),
}));
