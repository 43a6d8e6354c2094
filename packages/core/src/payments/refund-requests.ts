import type { Contract } from "@freelancerm/contracts/contracts";
import { Refusal } from "@freelancerm/contracts/errors";
import type { Actor } from "../actor.ts";
import {
  type ContractRecord,
  type MilestoneRecord,
  milestoneFacts,
  milestoneMachine,
  requireFound,
} from "../contracts/contract.ts";
import { getContract } from "../contracts/read-contracts.ts";
import type { Needs } from "../deps.ts";
import { happened, happenedAt } from "../entity.ts";
import { limits } from "../policy/policy.ts";
import { advance, type By, can } from "../state-machine.ts";
import { iso, ms } from "../time.ts";

export type RefundNeeds = Needs<"clock" | "commit" | "contracts" | "ids">;
interface Subject {
  contractId: string;
  number: number;
}

const running = ({ refundRequest }: MilestoneRecord, now: number): boolean =>
  refundRequest !== null && ms(refundRequest.dueAt) > now;

type Answering = RefundNeeds & Needs<"accounts" | "reviews">;
type Asked = Subject & { reason: string };

/** Asks for the acting client's held funds back. */
export const requestRefund =
  (deps: Answering) =>
  async (actor: Actor, asked: Asked): Promise<Contract> => {
    await ask(deps, asked);
    return getContract(deps)(actor, asked);
  };

/** Refuses a running request of the client; the work goes on. */
export const declineRefund =
  (deps: Answering) =>
  async (actor: Actor, declined: Asked): Promise<Contract> => {
    await decline(deps, declined);
    return getContract(deps)(actor, declined);
  };

/** Gives held funds back by the freelancer's own will, asked or not. */
export const refundMilestone =
  (deps: Answering) =>
  async (actor: Actor, { contractId, number }: Subject): Promise<Contract> => {
    const { contract, milestone } = requireFound(await deps.contracts.findMilestone(contractId, number));
    await agree(deps, contract, milestone, "freelancer");
    return getContract(deps)(actor, { contractId });
  };

/**
 * Asks for held funds back.
 * @rule Only funds of work that is not handed in can be asked back; silence refunds.
 */
async function ask(deps: RefundNeeds, { contractId, number, reason }: Subject & { reason: string }): Promise<void> {
  const { contract, milestone } = requireFound(await deps.contracts.findMilestone(contractId, number));
  const now = deps.clock.now();
  if (!can(milestoneMachine, milestone.status, "agree_refund", "system") || running(milestone, now)) {
    throw new Refusal("milestone.wrong_state", { facts: { status: milestone.status } });
  }
  const dueAt = iso(now + limits.refundAnswer);
  const asked: MilestoneRecord = { ...milestone, refundRequest: { by: "client", reason, dueAt } };
  const facts = { ...milestoneFacts(contract, asked, "client"), note: reason };
  await deps.commit(
    deps.contracts.saveMilestone(asked, {
      events: [happened(deps, "milestone.refund_requested.v1", facts)],
      deadlines: [{ at: dueAt, kind: "refund.grant", ref: contractId, facts: { milestone: number, dueAt } }],
    }),
  );
}

async function decline(deps: RefundNeeds, { contractId, number, reason }: Subject & { reason: string }): Promise<void> {
  const { contract, milestone } = requireFound(await deps.contracts.findMilestone(contractId, number));
  const now = deps.clock.now();
  const open = can(milestoneMachine, milestone.status, "agree_refund", "freelancer");
  if (!open || !running(milestone, now)) {
    throw new Refusal("milestone.wrong_state", { facts: { status: milestone.status } });
  }
  const declined: MilestoneRecord = { ...milestone, refundRequest: null };
  const facts = { ...milestoneFacts(contract, declined, "freelancer"), note: reason };
  await deps.commit(
    deps.contracts.saveMilestone(declined, {
      events: [happened(deps, "milestone.refund_declined.v1", facts)],
    }),
  );
}

/** The promise to give a milestone's funds back; the payment function keeps it. */
export async function agree(
  deps: RefundNeeds,
  contract: ContractRecord,
  milestone: MilestoneRecord,
  by: By,
): Promise<void> {
  const agreed: MilestoneRecord = {
    ...milestone,
    status: advance(milestoneMachine, milestone.status, "agree_refund", by, "milestone.wrong_state"),
    refundRequest: null,
  };
  const at = iso(deps.clock.now());
  await deps.commit(
    deps.contracts.saveMilestone(agreed, {
      events: [happenedAt(deps, "milestone.refund_agreed.v1", milestoneFacts(contract, agreed, by), at)],
    }),
  );
}
