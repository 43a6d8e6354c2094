import { contractRoutes, type Milestone } from "@freelancerm/contracts/contracts";
import { Button } from "@mantine/core";
import { useState } from "react";
import { api, newKey } from "../../lib/api.ts";
import { money } from "../../lib/format.ts";
import { UploadField, useUploads } from "../../ui/attachments.tsx";
import { Ask } from "../../ui/dialogs.tsx";
import { Form, left, SubmitButton, useApiForm } from "../../ui/form.tsx";
import { Textarea } from "../../ui/kit/forms.ts";
import { Modal } from "../../ui/kit/overlays.ts";
import { Money } from "../../ui/marks.tsx";
import { toast } from "../../ui/toast.tsx";
import { changedContract, checkout, type Room } from "./side.ts";

export type MilestoneDialog = "fund" | "submit" | "approve" | "changes" | "requestRefund" | "refund" | "declineRefund";

interface Props {
  room: Room;
  milestone: Milestone;
  dialog: MilestoneDialog;
  close: () => void;
}

/** The dialog for one step of a milestone. Mounted when it opens, so that a retry repeats its idempotency key. */
export function MilestoneDialogs({ room: { contract }, milestone, dialog, close }: Props) {
  const [idempotencyKey] = useState(newKey);
  const params = { contractId: contract.id, number: milestone.number };
  const amount = money(milestone.amount, contract.currency);
  const done = async (words: string) => {
    await changedContract();
    toast.done(words);
  };
  switch (dialog) {
    case "fund":
      return (
        <Ask
          title={`Fund “${milestone.title}”`}
          confirm="Go to the payment page"
          run={async () => {
            const { checkoutUrl } = await api.fundMilestone({ params, idempotencyKey });
            if (checkoutUrl) checkout.leave(checkoutUrl, milestone.number);
            else await done("This milestone is paid already.");
          }}
          onClose={close}
        >
          <dl className="facts">
            <dt>Price of the milestone</dt>
            <dd>
              <Money amount={milestone.amount} currency={contract.currency} />
            </dd>
            <dt>Our fee</dt>
            <dd>
              <Money amount={milestone.clientFee} currency={contract.currency} />
            </dd>
            <dt className="strong">You pay</dt>
            <dd className="strong">
              <Money amount={milestone.amount + milestone.clientFee} currency={contract.currency} />
            </dd>
          </dl>
          <p className="small">
            The money is set aside as project funds. It goes to the freelancer when you approve the work, or comes back
            to you when both agree, with the fee for the part that is refunded.
          </p>
        </Ask>
      );
    case "submit":
      return (
        <SubmitDialog contractId={contract.id} milestone={milestone} reviewDays={contract.reviewDays} close={close} />
      );
    case "approve":
      return (
        <Ask
          title={`Approve “${milestone.title}”?`}
          confirm={`Approve and pay ${amount}`}
          run={async () => {
            await api.approveMilestone({ params, idempotencyKey });
            await done("Approved. The money is on its way to the freelancer.");
          }}
          onClose={close}
        >
          <p>
            {amount} is released to {contract.freelancer.displayName}. This cannot be undone, so look at the work first.
          </p>
        </Ask>
      );
    case "changes":
      return (
        <Ask
          title="Request changes"
          confirm="Send the request"
          reason={{ label: "What is to be changed", minimum: 10, maximum: 2000 }}
          run={async (reason) => {
            await api.requestChanges({ params, body: { reason } });
            await done("Your request is with the freelancer.");
          }}
          onClose={close}
        >
          <p>It stops the time to review. The freelancer submits again, and the time starts anew.</p>
        </Ask>
      );
    case "requestRefund":
      return (
        <Ask
          title={`Ask for ${amount} back?`}
          confirm="Ask for the refund"
          danger
          reason={{ label: "Why", minimum: 10, maximum: 1000 }}
          run={async (reason) => {
            await api.requestRefund({ params, body: { reason }, idempotencyKey });
            await done("Your request is with the freelancer.");
          }}
          onClose={close}
        >
          <p>{contract.freelancer.displayName} has 7 days to answer. Silence refunds the money to you.</p>
        </Ask>
      );
    case "refund":
      return (
        <Ask
          title={`Give ${amount} back?`}
          confirm="Give the money back"
          danger
          run={async () => {
            await api.refundMilestone({ params, idempotencyKey });
            await done("The money goes back to the client.");
          }}
          onClose={close}
        >
          <p>
            The held money of “{milestone.title}” goes back to {contract.client.displayName}. You are not paid for this
            milestone. This cannot be undone.
          </p>
        </Ask>
      );
    case "declineRefund":
      return (
        <Ask
          title="Decline the refund request?"
          confirm="Decline"
          reason={{ label: "Why the work should go on", minimum: 10, maximum: 1000 }}
          run={async (reason) => {
            await api.declineRefund({ params, body: { reason } });
            await done("The request is declined; the work goes on.");
          }}
          onClose={close}
        />
      );
  }
}

function SubmitDialog({
  contractId,
  milestone,
  reviewDays,
  close,
}: {
  contractId: string;
  milestone: Milestone;
  reviewDays: number;
  close: () => void;
}) {
  const uploads = useUploads("milestone");
  const of = useApiForm({
    initial: { note: "" },
    schema: contractRoutes.submitMilestone.body,
    toBody: ({ note }) => ({ note, attachmentIds: uploads.ids }),
    draft: `submit:${contractId}:${milestone.number}`,
    send: async ({ note }) => {
      await api.submitMilestone({
        params: { contractId, number: milestone.number },
        body: { note, attachmentIds: uploads.ids },
      });
      await changedContract();
      toast.done("Your work is with the client.");
      close();
    },
  });
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={`Submit “${milestone.title}”`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Form of={of} label="Submission">
        <Textarea
          {...of.field("note", "What you deliver")}
          description={left(of.form.values.note, 5000)}
          data-autofocus
          required
          autosize
          minRows={4}
          maxRows={14}
        />
        <UploadField of={uploads} label="Files" description="Up to 10 files of 100 MB each" />
        <p className="small dim">
          The client has {reviewDays} days to review. If nothing is said by then, the work counts as approved and you
          are paid.
        </p>
        <div className="row" style={{ justifyContent: "flex-end" }}>
          <Button variant="default" onClick={close}>
            Not now
          </Button>
          <SubmitButton of={of}>{uploads.busy ? "Uploading" : "Submit"}</SubmitButton>
        </div>
      </Form>
    </Modal>
  );
}
