/** What changes a proposal, and what is loaded again then. */
import type { Proposal } from "@freelancerm/contracts/proposals";
import { api, refresh } from "../../lib/api.ts";
import { toast } from "../../ui/toast.tsx";
import { useAction } from "../../ui/use-action.ts";

export const changedProposal = () =>
  refresh("getProposal", "listJobProposals", "listMyProposals", "getMyProposalQuota");

/** Puts a proposal on the client's shortlist, into the archive or back, with a way to undo. */
export function useSorting() {
  const put = ({ proposal, sorting }: { proposal: Proposal; sorting: "none" | "shortlisted" | "archived" }) =>
    api.sortProposal({ params: { proposalId: proposal.id }, body: { sorting } });
  const sort = useAction(put, {
    onSuccess: async (_, { proposal, sorting }) => {
      const before = proposal.sorting ?? "none";
      const words = { none: "Back in the list.", shortlisted: "On your shortlist.", archived: "Archived." }[sorting];
      toast.done(words, async () => {
        await put({ proposal, sorting: before });
        await changedProposal();
      });
      await changedProposal();
    },
  });
  return (proposal: Proposal, to: "shortlisted" | "archived") =>
    sort.mutate({ proposal, sorting: proposal.sorting === to ? "none" : to });
}
