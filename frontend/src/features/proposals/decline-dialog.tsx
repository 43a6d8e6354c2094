import type { Proposal } from "@freelancerm/contracts/proposals";
import { api } from "../../lib/api.ts";
import { Ask } from "../../ui/dialogs.tsx";
import { toast } from "../../ui/toast.tsx";
import { changedProposal } from "./changes.ts";

/** Declines a proposal for a reason its freelancer is told. */
export function DeclineDialog({ proposal, onClose }: { proposal: Proposal; onClose: () => void }) {
  return (
    <Ask
      title={`Decline the proposal of ${proposal.freelancer.displayName}?`}
      confirm="Decline"
      danger
      reason={{ label: "Reason, shown to the freelancer", minimum: 3, maximum: 300 }}
      run={async (reason) => {
        await api.declineProposal({ params: { proposalId: proposal.id }, body: { reason } });
        await changedProposal();
        toast.done("The proposal is declined.");
      }}
      onClose={onClose}
    >
      <p>A short, honest reason helps. This cannot be undone.</p>
    </Ask>
  );
}
