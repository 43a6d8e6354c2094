import { ApiError } from "@freelancerm/contracts/client";
import type { Milestone } from "@freelancerm/contracts/contracts";
import { useState } from "react";
import { api, newKey } from "../../lib/api.ts";
import { money } from "../../lib/format.ts";
import { Ask } from "../../ui/dialogs.tsx";
import { Money } from "../../ui/marks.tsx";
import { toast } from "../../ui/toast.tsx";
import { Overtaken } from "./overtaken.tsx";
import { changedContract, type MilestoneDialog, type Room } from "./side.ts";
import { SubmitDialog } from "./submit-dialog.tsx";

/** Refusals of a step that was possible when its dialog was opened. */
const TOO_LATE = new Set<string>([
  "milestone.wrong_state",
  "milestone.not_funded",
  "contract.wrong_state",
  "payment.already_funded",
  "payment.not_possible",
]);

interface Props {
  room: Room;
  milestone: Milestone;
  dialog: MilestoneDialog;
  close: () => void;
}

/**
 * The dialog for one step of a milestone. Mounted when it opens, so that a retry repeats its idempotency key. When the other
 * side, another tab or the clock was faster, it says so and keeps what was typed.
 */
export function MilestoneDialogs({ room: { contract }, milestone, dialog, close }: Props) {
  const [idempotencyKey] = useState(newKey);
  const [overtaken, setOvertaken] = useState<{ typed: string }>();
  if (overtaken) return <Overtaken milestone={milestone} typed={overtaken.typed} close={close} />;
  const params = { contractId: contract.id, number: milestone.number };
  const amount = money(milestone.amount, contract.currency);

  /** Takes the step and says so. */
  const step = (take: (typed: string) => Promise<unknown>, words?: string) => async (typed: string) => {
    try {
      await take(typed);
      if (!words) return;
      await changedContract();
      toast.done(words);
    } catch (error) {
      if (error instanceof ApiError && TOO_LATE.has(error.code)) {
        await changedContract();
        setOvertaken({ typed });
      }
      throw error;
    }
  };

  switch (dialog) {
    case "fund":
      return (
        <Ask
          title={`Fund “${milestone.title}”`}
          confirm="Go to the payment page"
          run={step(async () => {
            const { checkoutUrl } = await api.fundMilestone({ params, idempotencyKey });
            if (!checkoutUrl) return changedContract();
            location.assign(checkoutUrl);
          })}
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
        <SubmitDialog
          contract={contract}
          milestone={milestone}
          send={(body) => step(() => api.submitMilestone({ params, body }), "Your work is with the client.")(body.note)}
          close={close}
        />
      );
    case "approve":
      return (
        <Ask
          title={`Approve “${milestone.title}”?`}
          confirm={`Approve and pay ${amount}`}
          run={step(
            () => api.approveMilestone({ params, idempotencyKey }),
            "Approved. The money is on its way to the freelancer.",
          )}
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
          run={step(
            (reason) => api.requestChanges({ params, body: { reason } }),
            "Your request is with the freelancer.",
          )}
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
          run={step(
            (reason) => api.requestRefund({ params, body: { reason }, idempotencyKey }),
            "Your request is with the freelancer.",
          )}
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
          run={step(() => api.refundMilestone({ params, idempotencyKey }), "The money goes back to the client.")}
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
          run={step(
            (reason) => api.declineRefund({ params, body: { reason } }),
            "The request is declined; the work goes on.",
          )}
          onClose={close}
        />
      );
  }
}
