import type { Contract } from "@freelancerm/contracts/contracts";
import { Refusal } from "@freelancerm/contracts/errors";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import { happenedAt } from "../entity.ts";
import { limits } from "../policy/policy.ts";
import { roleIn } from "../proposals/proposal.ts";
import { reviewTurn } from "../reviews/review.ts";
import { advance, can } from "../state-machine.ts";
import { iso } from "../time.ts";
import { type ContractRecord, contractMachine, HOLDING, milestoneMachine, requireFound } from "./contract.ts";
import { presentContract, sumOf } from "./present-contract.ts";

/**
 * Ends a contract for both.
 * @rule A contract ends only while it holds no funds. What was not funded is cancelled in the same transaction, so a payment
 * that races it either comes first and stops the end, or finds nothing to fund.
 */
export const endContract =
  (deps: Needs<"accounts" | "clock" | "commit" | "contracts" | "ids">) =>
  async (actor: Actor, { contractId, reason }: { contractId: string; reason: string }): Promise<Contract> => {
    const now = deps.clock.now();
    const by = roleIn(contractId, actor.id);
    const { contract: before, milestones } = requireFound(await deps.contracts.findWhole(contractId));
    const status = advance(contractMachine, before.status, "end", by, "contract.wrong_state");
    const held = sumOf(milestones, HOLDING);
    if (held > 0) {
      throw new Refusal("contract.wrong_state", { detail: "The contract still holds funds.", facts: { held } });
    }
    const after = milestones.map((milestone) =>
      can(milestoneMachine, milestone.status, "cancel", by)
        ? { ...milestone, status: advance(milestoneMachine, milestone.status, "cancel", by, "milestone.wrong_state") }
        : milestone,
    );
    const released = sumOf(milestones, ["released"]);
    const endedAt = iso(now);
    const contract: ContractRecord = { ...before, status, released, endedAt, endReason: reason };
    const { clientId, freelancerId, title } = contract;
    const facts = { contractId, clientId, freelancerId, title, by, reason, released, endedAt };
    await deps.commit(
      deps.contracts.save(contract, {
        events: [happenedAt(deps, "contract.ended.v1", facts, endedAt)],
        deadlines: [{ at: iso(now + limits.reviewWindow), kind: "reviews.publish", ref: contractId }],
      }),
      ...after
        .filter((milestone, index) => milestone !== milestones[index])
        .map((m) => deps.contracts.saveMilestone(m)),
    );
    return presentContract(
      deps,
      { ...contract, version: contract.version + 1 },
      after,
      reviewTurn(contract, {}, by, now),
    );
  };
