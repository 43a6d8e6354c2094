import { Refusal } from "@freelancerm/contracts/errors";
import {
  type ContractRecord,
  type MilestoneRecord,
  milestoneFacts,
  milestoneMachine,
  requireFound,
} from "../contracts/contract.ts";
import type { Needs } from "../deps.ts";
import { type Change, happenedAt } from "../entity.ts";
import { advance, can } from "../state-machine.ts";
import { iso } from "../time.ts";
import { fundedEntry, type Posting } from "./ledger.ts";
import type { PaymentRecord } from "./payment.ts";
import type { Settlement } from "./processor.ts";

export type SettleNeeds = Needs<"clock" | "commit" | "contracts" | "hash" | "ids" | "ledger" | "payments">;

/** What the ledger is told about a milestone's money. */
export const postingOf = (
  contract: ContractRecord,
  { number, amount, clientFee, freelancerFee }: MilestoneRecord,
  reference: string,
  at: string,
): Posting => ({
  contractId: contract.id,
  milestone: number,
  currency: contract.currency,
  amount,
  clientFee,
  freelancerFee,
  reference,
  at,
});

/**
 * Brings a payment to where the processor says it is. Paid: one transaction funds the milestone, writes the ledger and
 * tells everybody. Answers whether anything changed.
 * @rule Money that arrives for a milestone which no longer waits for it is recorded and given back in full.
 */
export async function settle(
  deps: SettleNeeds,
  payment: PaymentRecord,
  settlement: Settlement,
  applied: Change[] = [],
): Promise<boolean> {
  if (payment.status === "paid" || settlement.status === "open") return false;
  requireMatch(payment, settlement);
  if (settlement.status !== "paid") {
    if (payment.status === settlement.status) return false;
    await deps.commit(deps.payments.save({ ...payment, status: settlement.status }), ...applied);
    return true;
  }
  const { contract, milestone } = requireFound(
    await deps.contracts.findMilestone(payment.contractId, payment.milestone),
  );
  const at = iso(deps.clock.now());
  const chargeId = settlement.chargeId!;
  const paid: PaymentRecord = { ...payment, status: "paid", chargeId };
  const last = await deps.ledger.last(contract.id);
  const entry = deps.ledger.append(fundedEntry(deps.hash, last, postingOf(contract, milestone, chargeId, at)));

  if (!can(milestoneMachine, milestone.status, "fund", "system") || contract.status !== "active") {
    const { contractId, id: paymentId, milestone: number, amount, currency } = payment;
    const surplus = happenedAt(
      deps,
      "payment.surplus.v1",
      { contractId, paymentId, milestone: number, amount, currency },
      at,
    );
    await deps.commit(deps.payments.save({ ...paid, surplus: true }, { events: [surplus] }), entry, ...applied);
    return true;
  }
  const funded: MilestoneRecord = {
    ...milestone,
    status: advance(milestoneMachine, milestone.status, "fund", "system", "milestone.wrong_state"),
    fundedAt: at,
    chargeId,
    paymentId: payment.id,
  };
  const events = [happenedAt(deps, "milestone.funded.v1", milestoneFacts(contract, funded, "client"), at)];
  await deps.commit(deps.payments.save(paid), deps.contracts.saveMilestone(funded, { events }), entry, ...applied);
  return true;
}

/** @rule What the processor says was paid must be the recorded amount in the recorded currency, else nothing is written. */
function requireMatch(payment: PaymentRecord, { paymentId, status, amount, currency, chargeId }: Settlement): void {
  const mismatch =
    paymentId !== payment.id ||
    (status === "paid" && (amount !== payment.amount || currency !== payment.currency || chargeId === null));
  if (mismatch) throw new Refusal("webhook.mismatch", { facts: { paymentId: payment.id } });
}
