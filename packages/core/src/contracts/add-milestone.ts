import type { Contract } from "@freelancerm/contracts/contracts";
import { Refusal, refuseField } from "@freelancerm/contracts/errors";
import { LARGEST_AMOUNT } from "@freelancerm/contracts/fields";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import { quote, scaled } from "../money/fees.ts";
import { limits, policyOf } from "../policy/policy.ts";
import { ms } from "../time.ts";
import { type AgreedMilestone, type ContractRecord, pendingMilestone, requireFound } from "./contract.ts";
import { presentContract } from "./present-contract.ts";

const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);

/**
 * @rule A further milestone bears what the fees of the new total, under the policy the contract was signed under, exceed those
 * already frozen; never less than nothing.
 */
export function feesOfFurther(
  { agreed, policyVersion, currency }: Pick<ContractRecord, "agreed" | "policyVersion" | "currency">,
  amount: number,
): Pick<AgreedMilestone, "clientFee" | "freelancerFee"> {
  const whole = quote(policyOf(policyVersion), sum(agreed.map((milestone) => milestone.amount)) + amount, currency);
  const clientFee = whole.clientFee - sum(agreed.map((milestone) => milestone.clientFee));
  const freelancerFee = whole.freelancerFee - sum(agreed.map((milestone) => milestone.freelancerFee));
  return { clientFee: Math.max(0, clientFee), freelancerFee: Math.min(amount, Math.max(0, freelancerFee)) };
}

/** Adds a further milestone to a running contract. */
export const addMilestone =
  (deps: Needs<"accounts" | "clock" | "commit" | "contracts">) =>
  async (
    _: Actor,
    { contractId, ...terms }: { contractId: string; title: string; amount: number; dueAt: string | null },
  ): Promise<Contract> => {
    const { contract: before, milestones } = requireFound(await deps.contracts.findWhole(contractId));
    if (before.status !== "active") throw new Refusal("contract.wrong_state");
    if (before.agreed.length >= limits.milestones) throw new Refusal("contract.milestone_limit");
    const smallest = scaled(limits.smallestMilestone, before.currency);
    if (terms.amount < smallest) refuseField("request.invalid", "amount", `must be at least ${smallest} minor units`);
    if (before.total + terms.amount > LARGEST_AMOUNT) {
      refuseField("request.invalid", "amount", "makes the contract worth more than one can be");
    }
    if (terms.dueAt && ms(terms.dueAt) <= deps.clock.now()) {
      refuseField("request.invalid", "dueAt", "must lie in the future");
    }
    const further: AgreedMilestone = { ...terms, ...feesOfFurther(before, terms.amount) };
    const contract = { ...before, agreed: [...before.agreed, further], total: before.total + terms.amount };
    await deps.commit(deps.contracts.save(contract));
    const added = pendingMilestone(contractId, contract.agreed.length, further);
    return presentContract(deps, { ...contract, version: contract.version + 1 }, [...milestones, added]);
  };
