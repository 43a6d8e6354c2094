import { type Proposal, proposalRoutes } from "@freelancerm/contracts/proposals";
import { Button } from "@mantine/core";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { api, refresh } from "../../lib/api.ts";
import { counted, money } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { Ask } from "../../ui/dialogs.tsx";
import { Form, SubmitButton, useApiForm } from "../../ui/form.tsx";
import { IconArchive, IconCheck, IconMessages, IconSave, IconSaved } from "../../ui/icons.ts";
import { Textarea } from "../../ui/kit/forms.ts";
import { Modal } from "../../ui/kit/overlays.ts";
import { toast } from "../../ui/toast.tsx";
import { useAction } from "../../ui/use-action.ts";
import { FeeQuote } from "./fee-quote.tsx";
import { bodyOfTerms, formOfTerms } from "./terms.ts";
import { TermsFields } from "./terms-fields.tsx";

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

/** All a client can do with a proposal. */
export function ClientActions({ proposal }: { proposal: Proposal }) {
  const navigate = useNavigate();
  const sort = useSorting();
  const [dialog, setDialog] = useState<"hire" | "offer" | "decline">();
  const close = () => setDialog(undefined);
  const params = { proposalId: proposal.id };
  const write = useAction(() => api.openRoom({ body: { freelancerId: proposal.freelancer.id } }), {
    onSuccess: (room) => navigate(paths.room(room.id)),
  });
  const open = proposal.status === "submitted";
  return (
    <div className="row">
      {open && (
        <>
          <Button leftSection={<IconCheck size={18} />} onClick={() => setDialog("hire")}>
            Hire
          </Button>
          <Button variant="light" onClick={() => setDialog("offer")}>
            Offer other terms
          </Button>
        </>
      )}
      {proposal.contractId && (
        <Button component={Link} to={paths.contract(proposal.contractId)}>
          Open the contract
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<IconMessages size={18} />}
        loading={write.isPending}
        onClick={() => write.mutate()}
      >
        Message
      </Button>
      {(open || proposal.status === "offered") && (
        <>
          <Button
            variant="default"
            aria-pressed={proposal.sorting === "shortlisted"}
            leftSection={proposal.sorting === "shortlisted" ? <IconSaved size={18} /> : <IconSave size={18} />}
            onClick={() => sort(proposal, "shortlisted")}
          >
            {proposal.sorting === "shortlisted" ? "Shortlisted" : "Shortlist"}
          </Button>
          <Button
            variant="default"
            aria-pressed={proposal.sorting === "archived"}
            leftSection={<IconArchive size={18} />}
            onClick={() => sort(proposal, "archived")}
          >
            {proposal.sorting === "archived" ? "Archived" : "Archive"}
          </Button>
        </>
      )}
      {open && (
        <Button variant="subtle" color="red" onClick={() => setDialog("decline")}>
          Decline
        </Button>
      )}
      {dialog === "hire" && (
        <Ask
          title={`Hire ${proposal.freelancer.displayName}?`}
          confirm="Hire"
          run={async () => {
            const { contractId } = await api.acceptProposal({ params, version: proposal.version });
            void refresh("listMyContracts", "getJob", "listMyJobs");
            void changedProposal();
            toast.done("The contract has started.");
            void navigate(paths.contract(contractId));
          }}
          onClose={close}
        >
          <p>
            You accept the terms as proposed: {money(proposal.terms.total, proposal.currency)} in{" "}
            {counted(proposal.terms.milestones.length, "milestone")}. This makes a contract; nothing is charged until
            you fund the first milestone.
          </p>
          <FeeQuote amount={proposal.terms.total} currency={proposal.currency} side="client" />
          <p className="small dim">
            If it fills the job, the other proposals are closed with that reason, and their authors get their quota
            back.
          </p>
        </Ask>
      )}
      {dialog === "decline" && (
        <Ask
          title={`Decline the proposal of ${proposal.freelancer.displayName}?`}
          confirm="Decline"
          danger
          reason={{ label: "Reason, shown to the freelancer", minimum: 3, maximum: 300 }}
          run={async (reason) => {
            await api.declineProposal({ params, body: { reason } });
            await changedProposal();
            toast.done("The proposal is declined.");
          }}
          onClose={close}
        >
          <p>A short, honest reason helps. This cannot be undone.</p>
        </Ask>
      )}
      {dialog === "offer" && <OfferDialog proposal={proposal} side="client" onClose={close} />}
    </div>
  );
}

/** Offers other terms, or answers an offer with others. */
export function OfferDialog({
  proposal,
  side,
  onClose,
}: {
  proposal: Proposal;
  side: "client" | "freelancer";
  onClose: () => void;
}) {
  const counter = proposal.offer !== null;
  const params = { proposalId: proposal.id };
  const of = useApiForm({
    initial: { terms: formOfTerms(proposal.offer?.terms ?? proposal.terms), message: "" },
    schema: (counter ? proposalRoutes.counterOffer : proposalRoutes.makeOffer).body,
    toBody: ({ terms, message }) => ({ terms: bodyOfTerms(terms), message }),
    send: async ({ terms, message }) => {
      const body = { terms: bodyOfTerms(terms), message };
      await (counter ? api.counterOffer({ params, body }) : api.makeOffer({ params, body }));
      await changedProposal();
      toast.done("Your offer is on the table for 7 days.");
      onClose();
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={counter ? "Offer other terms in return" : `Offer ${proposal.freelancer.displayName} other terms`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Form of={of} label="Offer">
        <TermsFields of={of} currency={proposal.currency} side={side} />
        <Textarea {...of.field("message", "Message")} description="Optional" maxLength={1000} autosize minRows={3} />
        <p className="small dim">
          The offer can be accepted for 7 days and then expires. Until it is answered you can take it back; accepting
          makes the contract.
        </p>
        <div className="row" style={{ justifyContent: "flex-end" }}>
          <Button variant="default" onClick={onClose}>
            Not now
          </Button>
          <SubmitButton of={of}>Send the offer</SubmitButton>
        </div>
      </Form>
    </Modal>
  );
}
