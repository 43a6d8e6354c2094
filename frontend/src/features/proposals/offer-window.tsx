import { type Proposal, proposalRoutes } from "@freelancerm/contracts/proposals";
import { Button } from "@mantine/core";
import { api } from "../../lib/api.ts";
import { Form, SubmitButton, useApiForm } from "../../ui/form.tsx";
import { Textarea } from "../../ui/kit/forms.ts";
import { Modal } from "../../ui/kit/overlays.ts";
import { toast } from "../../ui/toast.tsx";
import { changedProposal } from "./changes.ts";
import { bodyOfTerms, formOfTerms } from "./terms.ts";
import { TermsFields } from "./terms-fields.tsx";

export interface OfferOptions {
  proposal: Proposal;
  side: "client" | "freelancer";
  onClose: () => void;
}

export function OfferWindow({ proposal, side, onClose }: OfferOptions) {
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
