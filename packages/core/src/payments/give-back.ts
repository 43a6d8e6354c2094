import { again } from "../again.ts";
import { type MilestoneRecord, milestoneFacts, milestoneMachine, requireFound } from "../contracts/contract.ts";
import { happenedAt } from "../entity.ts";
import { advance } from "../state-machine.ts";
import { iso } from "../time.ts";
import { refundedEntry } from "./ledger.ts";
import { keyOf, nameOf, newOperation, type Operation } from "./operation.ts";
import { type Movement, once } from "./processor.ts";
import { begun, type MoveNeeds } from "./release-milestone.ts";
import { postingOf } from "./settle-payment.ts";

/** Carries out a refund operation of a whole charge. */
function refund(deps: MoveNeeds, operation: Operation, chargeId: string, amount: number): Promise<Movement> {
  const order = { contractId: operation.contractId, operation: nameOf(operation), chargeId, amount };
  return once({
    find: () => deps.processor.findRefund(order),
    create: () => deps.processor.createRefund(order, keyOf(operation)),
    spend: () => deps.commit(deps.operations.save({ ...operation, attempt: operation.attempt + 1 })),
  });
}

/** Gives the client the held funds of a milestone back, as its parties agreed. */
export const refundHeld = (deps: MoveNeeds) => (subject: { contractId: string; milestone: number }) =>
  again(async () => {
    const { contractId, milestone: number } = subject;
    const { contract, milestone } = requireFound(await deps.contracts.findMilestone(contractId, number));
    if (milestone.status !== "refunding") return;
    const fresh = newOperation(contractId, "refund", String(number), iso(deps.clock.now()));
    const operation = await begun(deps, fresh, await deps.operations.find(contractId, fresh.kind, fresh.subject));
    const { id } = await refund(deps, operation, milestone.chargeId!, milestone.amount + milestone.clientFee);

    const at = iso(deps.clock.now());
    const refunded: MilestoneRecord = {
      ...milestone,
      status: advance(milestoneMachine, milestone.status, "refund", "system", "milestone.wrong_state"),
    };
    const last = await deps.ledger.last(contractId);
    await deps.commit(
      deps.contracts.saveMilestone(refunded, {
        events: [happenedAt(deps, "milestone.refunded.v1", milestoneFacts(contract, refunded, "system"), at)],
      }),
      deps.ledger.append(refundedEntry(deps.hash, last, postingOf(contract, milestone, id, at))),
      deps.operations.save({ ...operation, status: "done", reference: id }),
    );
  });

/** Gives a payment back that arrived when its milestone no longer waited for it. */
export const returnSurplus = (deps: MoveNeeds) => (subject: { contractId: string; paymentId: string }) =>
  again(async () => {
    const { contractId, paymentId } = subject;
    const payment = await deps.payments.find(contractId, paymentId);
    if (!payment?.surplus) return;
    const fresh = newOperation(contractId, "return", paymentId, iso(deps.clock.now()));
    const operation = await begun(deps, fresh, await deps.operations.find(contractId, fresh.kind, fresh.subject));
    if (operation.status === "done") return;
    const { id } = await refund(deps, operation, payment.chargeId!, payment.amount);

    const { contract, milestone } = requireFound(await deps.contracts.findMilestone(contractId, payment.milestone));
    const last = await deps.ledger.last(contractId);
    const posting = postingOf(contract, milestone, id, iso(deps.clock.now()));
    await deps.commit(
      deps.ledger.append(refundedEntry(deps.hash, last, posting)),
      deps.operations.save({ ...operation, status: "done", reference: id }),
    );
  });
