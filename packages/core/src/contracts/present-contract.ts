/** A contract as its parties see it, with where the money stands and who must act. */
import type { Contract } from "@freelancerm/contracts/contracts";
import type { NextAction } from "@freelancerm/contracts/fields";
import { roomIdOf } from "@freelancerm/contracts/ids";
import type { Needs } from "../deps.ts";
import { ms } from "../time.ts";
import { personOf } from "../users/account.ts";
import { type ContractRecord, HOLDING, type MilestoneRecord } from "./contract.ts";

/** What a milestone waits for, by urgency: lower goes first. */
function waitingFor(milestone: MilestoneRecord): { urgency: number; action: NextAction } | undefined {
  const { number, status, refundRequest, reviewEndsAt, dueAt } = milestone;
  const base = { milestone: number, dueAt: null, byDefault: null };
  if (refundRequest && HOLDING.includes(status)) {
    const by = refundRequest.by === "client" ? "freelancer" : "client";
    const action = { ...base, action: "answer_refund_request", by, dueAt: refundRequest.dueAt, byDefault: "refund" };
    return { urgency: 0, action: action as NextAction };
  }
  switch (status) {
    case "submitted":
      return {
        urgency: 1,
        action: { ...base, action: "review_milestone", by: "client", dueAt: reviewEndsAt, byDefault: "approve" },
      };
    case "changes_requested":
      return { urgency: 2, action: { ...base, action: "revise_milestone", by: "freelancer", dueAt } };
    case "funded":
      return { urgency: 3, action: { ...base, action: "submit_milestone", by: "freelancer", dueAt } };
    case "pending":
      return { urgency: 4, action: { ...base, action: "fund_milestone", by: "client" } };
    default:
      return undefined;
  }
}

/**
 * @rule Whose turn it is: answer a refund request, else review what was handed in, else revise, else hand in, else fund; the
 * earliest milestone first. Once the time to act is over and its default has still to be carried out, it is nobody's turn.
 */
export function nextActionOf(contract: ContractRecord, milestones: MilestoneRecord[], now: number): NextAction | null {
  if (contract.status !== "active") return null;
  const [first] = milestones
    .map(waitingFor)
    .filter((found) => found !== undefined)
    .sort((a, b) => a.urgency - b.urgency || a.action.milestone! - b.action.milestone!);
  if (!first) return null;
  const { dueAt, byDefault } = first.action;
  return byDefault && dueAt && ms(dueAt) <= now ? null : first.action;
}

/** Sum of the amounts of the milestones in these states. */
export const sumOf = (milestones: MilestoneRecord[], states: readonly MilestoneRecord["status"][]): number =>
  milestones.filter(({ status }) => states.includes(status)).reduce((sum, { amount }) => sum + amount, 0);

/** The whole contract as it is answered; one look-up for both people. */
export async function presentContract(
  deps: Needs<"accounts" | "clock">,
  contract: ContractRecord,
  milestones: MilestoneRecord[],
  nextAction = nextActionOf(contract, milestones, deps.clock.now()),
): Promise<Contract> {
  const { clientId, freelancerId, agreed: _, outbox: __, ...shown } = contract;
  const [client, freelancer] = await deps.accounts.findMany([clientId, freelancerId]);
  return {
    ...shown,
    roomId: roomIdOf(clientId, freelancerId),
    client: personOf(clientId, client),
    freelancer: personOf(freelancerId, freelancer),
    milestones,
    held: sumOf(milestones, HOLDING),
    released: sumOf(milestones, ["released"]),
    refunded: sumOf(milestones, ["refunded"]),
    nextAction,
  };
}
