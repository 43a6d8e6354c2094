import { refundHeld, returnSurplus } from "@freelancerm/core/payments/give-back";
import { releaseAwaited, releaseMilestone } from "@freelancerm/core/payments/release-milestone";
import { consume } from "@freelancerm/platform/consume";
import { ownProcessor } from "@freelancerm/platform/stripe";

/** The reactions over a processor that is made on first use. */
export const onPaymentWith = (processor: typeof ownProcessor) =>
  consume("on-payment", (deps) => {
    const needs = () => ({ ...deps, processor: processor() });
    return {
      "milestone.approved.v1": ({ data }) => releaseMilestone(needs())(data),
      "milestone.refund_agreed.v1": ({ data }) => refundHeld(needs())(data),
      "payment.surplus.v1": ({ data }) => returnSurplus(needs())(data),
      "payout_account.activated.v1": ({ data }) => releaseAwaited(needs())(data),
      "payout_account.unlocked.v1": ({ data }) => releaseAwaited(needs())(data),
    };
  });

export const handler = onPaymentWith(ownProcessor);
