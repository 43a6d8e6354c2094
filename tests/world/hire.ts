/** A running contract, signed without its hiring: for tests that begin with the work. */
import { contractIdOf, jobIdOf, proposalIdOf } from "@freelancerm/contracts/ids";
import type { ContractRecord } from "@freelancerm/core/contracts/contract";
import { quote, split } from "@freelancerm/core/money/fees";
import { currentPolicy } from "@freelancerm/core/policy/policy";
import { iso } from "@freelancerm/core/time";
import type { Someone, World } from "./world.ts";

/** Signs a contract over milestones of these amounts (minor units of EUR); answers its id. */
export async function signContract(
  { deps, clock }: Pick<World, "deps" | "clock">,
  client: Someone,
  freelancer: Someone,
  amounts: readonly number[],
): Promise<string> {
  const jobId = jobIdOf(client.id, deps.ids.time());
  const id = contractIdOf(proposalIdOf(jobId, freelancer.id));
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  const fees = quote(currentPolicy, total, "EUR");
  const clientFees = split(fees.clientFee, amounts);
  const freelancerFees = split(fees.freelancerFee, amounts);
  const contract: ContractRecord = {
    id,
    jobId,
    title: "Booking page",
    clientId: client.id,
    freelancerId: freelancer.id,
    status: "active",
    currency: "EUR",
    total,
    startedAt: iso(clock.now()),
    reviewDays: 7,
    policyVersion: currentPolicy.version,
    agreed: amounts.map((amount, index) => ({
      title: `Part ${index + 1}`,
      amount,
      clientFee: clientFees[index]!,
      freelancerFee: freelancerFees[index]!,
      dueAt: null,
    })),
    released: 0,
    endedAt: null,
    endReason: null,
    version: 0,
  };
  await deps.commit(deps.contracts.save(contract));
  return id;
}
