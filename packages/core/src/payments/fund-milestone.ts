import { Refusal } from "@freelancerm/contracts/errors";
import type { Payment } from "@freelancerm/contracts/payments";
import type { Actor } from "../actor.ts";
import { type ContractRecord, type MilestoneRecord, requireFound } from "../contracts/contract.ts";
import type { Needs } from "../deps.ts";
import { limits } from "../policy/policy.ts";
import { iso } from "../time.ts";
import { canBePaid, type PaymentRecord, presentPayment } from "./payment.ts";
import { once, type ProcessorNeed } from "./processor.ts";

type FundNeeds = Needs<"clock" | "commit" | "contracts" | "ids" | "payments"> & ProcessorNeed;

/** @rule Only a pending milestone of an active contract can be funded. */
function requireFundable(contract: ContractRecord, { status }: MilestoneRecord): void {
  if (contract.status !== "active" || ["cancelled", "refunding", "refunded"].includes(status)) {
    throw new Refusal("payment.not_possible", { facts: { status } });
  }
  if (status !== "pending") throw new Refusal("payment.already_funded");
}

/**
 * Starts funding a milestone and answers where to pay; asked again, it answers the same checkout while that is open.
 * @rule A payment is recorded before the processor is asked, with its amount, currency and idempotency key.
 */
export const fundMilestone =
  (deps: FundNeeds) =>
  async (_: Actor, { contractId, number }: { contractId: string; number: number }): Promise<Payment> => {
    const { contract, milestone } = requireFound(await deps.contracts.findMilestone(contractId, number));
    requireFundable(contract, milestone);
    const earlier = milestone.paymentId ? await deps.payments.find(contractId, milestone.paymentId) : undefined;
    const payment = earlier && canBePaid(earlier, deps.clock.now()) ? earlier : await begin(deps, contract, milestone);
    if (payment.checkoutUrl) return presentPayment(payment);

    const order = { ...payment, paymentId: payment.id, title: `${contract.title}: ${milestone.title}` };
    const checkout = await once({
      // What was only just recorded has not been asked for.
      find: async () => (payment === earlier ? deps.processor.findCheckout(order, payment.createdAt) : undefined),
      create: () => deps.processor.createCheckout(order, `${payment.id}#${payment.attempt}`),
      spend: () => deps.commit(deps.payments.save({ ...payment, attempt: payment.attempt + 1 })),
    });
    const opened: PaymentRecord = { ...payment, checkoutId: checkout.id, checkoutUrl: checkout.url };
    await deps.commit(deps.payments.save(opened));
    return presentPayment(opened);
  };

async function begin(deps: FundNeeds, contract: ContractRecord, milestone: MilestoneRecord): Promise<PaymentRecord> {
  const now = deps.clock.now();
  const payment: PaymentRecord = {
    id: `pay_${deps.ids.unique()}`,
    contractId: contract.id,
    milestone: milestone.number,
    status: "open",
    currency: contract.currency,
    amount: milestone.amount + milestone.clientFee,
    checkoutUrl: null,
    createdAt: iso(now),
    attempt: 1,
    checkoutId: null,
    expiresAt: iso(now + limits.checkoutOpen),
    chargeId: null,
    surplus: false,
    version: 0,
  };
  await deps.commit(deps.payments.save(payment), deps.contracts.saveMilestone({ ...milestone, paymentId: payment.id }));
  return { ...payment, version: 1 };
}
