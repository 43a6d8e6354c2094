import { ApiError } from "@freelancerm/contracts/client";
import type { Milestone } from "@freelancerm/contracts/contracts";
import type { Currency } from "@freelancerm/contracts/currencies";
import { bounds } from "@freelancerm/contracts/limits";
import { Fragment, useState } from "react";
import { api, newKey } from "../../lib/api.ts";
import { money } from "../../lib/format.ts";
import { Ask } from "../../ui/dialogs.tsx";
import { later } from "../../ui/later.ts";
import { Money } from "../../ui/marks.tsx";
import { toast } from "../../ui/toast.tsx";
import { comesTo, itemWords } from "../payments/statement.ts";
import { changedContract, type MilestoneDialog, type Room } from "./side.ts";

const Overtaken = later(async () => ({ default: (await import("./overtaken.tsx")).Overtaken }));
const SubmitDialog = later(async () => ({ default: (await import("./submit-dialog.tsx")).SubmitDialog }));

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
  const { amount, clientFee, freelancerFee } = milestone;
  const charged = money(amount + clientFee, contract.currency);
  const received = money(amount - freelancerFee, contract.currency);

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
          <Sums
            currency={contract.currency}
            lines={[
              [itemWords.price, amount],
              [itemWords.fee, clientFee],
              [comesTo.client.funded, amount + clientFee],
            ]}
          />
          <p className="small">
            The money is held as project funds. The price goes to the freelancer when you approve the work; or all of it
            comes back to you, the fee included.
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
          confirm={`Approve and pay ${received}`}
          run={step(
            () => api.approveMilestone({ params, idempotencyKey }),
            "Approved. The freelancer is paid as soon as their payout account is ready.",
          )}
          onClose={close}
        >
          <Sums
            currency={contract.currency}
            lines={[
              [itemWords.price, amount],
              [`${itemWords.fee}, paid by ${contract.freelancer.displayName}`, -freelancerFee],
              [`${contract.freelancer.displayName} receives`, amount - freelancerFee],
            ]}
          />
          <p>
            You are not charged again: {charged} was charged when you funded the milestone, your fee of{" "}
            {money(clientFee, contract.currency)} included. A release cannot be undone, so look at the work first.
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
          title={`Ask for ${charged} back?`}
          confirm="Ask for the refund"
          danger
          reason={{ label: "Why", minimum: 10, maximum: 1000 }}
          run={step(
            (reason) => api.requestRefund({ params, body: { reason }, idempotencyKey }),
            "Your request is with the freelancer.",
          )}
          onClose={close}
        >
          <GivenBack milestone={milestone} currency={contract.currency} to="you" />
          <p>
            {contract.freelancer.displayName} has {bounds.refundAnswerDays} days to answer. Silence gives the money back
            to you.
          </p>
        </Ask>
      );
    case "refund":
      return (
        <Ask
          title={`Give “${milestone.title}” back?`}
          confirm="Give the money back"
          danger
          run={step(() => api.refundMilestone({ params, idempotencyKey }), "The money goes back to the client.")}
          onClose={close}
        >
          <GivenBack milestone={milestone} currency={contract.currency} to={contract.client.displayName} />
          <p>You do not receive the {received} of this milestone, and pay no fee for it. This cannot be undone.</p>
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

/** Lines of money that come to the last of them. */
function Sums({ currency, lines }: { currency: Currency; lines: [words: string, amount: number][] }) {
  return (
    <dl className="facts">
      {lines.map(([words, amount], index) => {
        const className = index === lines.length - 1 ? "strong" : undefined;
        return (
          <Fragment key={words}>
            <dt className={className}>{words}</dt>
            <dd className={className}>
              {amount < 0 && "−"}
              <Money amount={Math.abs(amount)} currency={currency} />
            </dd>
          </Fragment>
        );
      })}
    </dl>
  );
}

/** What a refund gives back: all the client was charged. */
function GivenBack({ milestone, currency, to }: { milestone: Milestone; currency: Currency; to: string }) {
  const { amount, clientFee } = milestone;
  return (
    <Sums
      currency={currency}
      lines={[
        [itemWords.price, amount],
        [to === "you" ? itemWords.fee : `${itemWords.fee}, paid by ${to}`, clientFee],
        [`Given back to ${to}`, amount + clientFee],
      ]}
    />
  );
}
