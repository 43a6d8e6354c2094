import { again } from "../again.ts";
import type { Needs } from "../deps.ts";
import { standing } from "./payout-account.ts";
import type { ProcessorEvent, ProcessorNeed } from "./processor.ts";
import { type SettleNeeds, settle } from "./settle-payment.ts";

type ReceiveNeeds = SettleNeeds & Needs<"payoutAccounts"> & ProcessorNeed;

/**
 * Applies a verified event of the processor. It only says where to look: the state is asked of the processor and matched
 * with what is stored, so the order of events and how often each arrives make no difference.
 */
export const receiveEvent =
  (deps: ReceiveNeeds) =>
  async (event: ProcessorEvent): Promise<void> => {
    switch (event.about) {
      case "checkout":
      case "intent":
        return again(() => receivePayment(deps, event));
      case "account":
        return again(() => receiveAccount(deps, event));
      default:
    }
  };

async function receivePayment(
  deps: ReceiveNeeds,
  event: Extract<ProcessorEvent, { about: "checkout" | "intent" }>,
): Promise<void> {
  const payment = await deps.payments.find(event.contractId, event.paymentId);
  if (!payment || payment.status === "paid") return;
  const settlement = await deps.processor.findSettlement(event);
  if (settlement) await settle(deps, payment, settlement, [deps.payments.consume(event.id)]);
}

async function receiveAccount(deps: ReceiveNeeds, { id, accountId }: { id: string; accountId: string }): Promise<void> {
  const at = await deps.processor.findPayoutAccount(accountId);
  const account = at && (await deps.payoutAccounts.find(at.userId));
  if (account?.accountId !== accountId) return;
  const changed = standing(deps, account, at!);
  if (changed) await deps.commit(changed.change, deps.payments.consume(id));
}
