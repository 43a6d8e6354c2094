import { paymentRoutes } from "@freelancerm/contracts/payments";
import { fundMilestone } from "@freelancerm/core/payments/fund-milestone";
import { changePayoutAccount, getPayoutAccount, openPayoutAccount } from "@freelancerm/core/payments/payout-accounts";
import { getPayment, listContractLedger, listMyLedger, quoteFees } from "@freelancerm/core/payments/read-money";
import { getReceipt } from "@freelancerm/core/payments/read-receipt";
import { declineRefund, refundMilestone, requestRefund } from "@freelancerm/core/payments/refund-requests";
import { implement } from "@freelancerm/platform/http";
import { ownProcessor } from "@freelancerm/platform/stripe";

/** The routes over a processor that is made on first use. */
export const paymentsWith = (processor: typeof ownProcessor) =>
  implement(paymentRoutes, (deps) => ({
    quoteFees: ({ query }) => quoteFees(query),
    fundMilestone: ({ actor, params }) => fundMilestone({ ...deps, processor: processor() })(actor, params),
    getPayment: ({ actor, params }) => getPayment(deps)(actor, params),
    requestRefund: ({ actor, params, body }) => requestRefund(deps)(actor, { ...params, ...body }),
    declineRefund: ({ actor, params, body }) => declineRefund(deps)(actor, { ...params, ...body }),
    refundMilestone: ({ actor, params }) => refundMilestone(deps)(actor, params),
    listContractLedger: ({ actor, params, query }) => listContractLedger(deps)(actor, { ...query, ...params }),
    getReceipt: ({ actor, params }) => getReceipt(deps)(actor, params),
    listMyLedger: ({ actor, query }) => listMyLedger(deps)(actor, query),
    getPayoutAccount: ({ actor }) => getPayoutAccount(deps)(actor),
    openPayoutAccount: ({ actor }) => openPayoutAccount({ ...deps, processor: processor() })(actor),
    changePayoutAccount: ({ actor }) => changePayoutAccount({ ...deps, processor: processor() })(actor),
  }));

export const handler = paymentsWith(ownProcessor);
