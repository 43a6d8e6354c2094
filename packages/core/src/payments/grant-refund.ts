import { again } from "../again.ts";
import { milestoneMachine } from "../contracts/contract.ts";
import type { Deadline } from "../entity.ts";
import { can } from "../state-machine.ts";
import { agree, type RefundNeeds } from "./refund-requests.ts";

/**
 * Fired when the answer to a refund request is due.
 * @rule Silence grants a refund request, unless it was declined or the work was handed in meanwhile.
 */
export const grantRefund =
  (deps: RefundNeeds) =>
  ({ ref, facts = {} }: Deadline): Promise<void> =>
    again(async () => {
      const found = await deps.contracts.findMilestone(ref, Number(facts.milestone));
      if (!found || found.milestone.refundRequest?.dueAt !== facts.dueAt) return;
      if (!can(milestoneMachine, found.milestone.status, "agree_refund", "system")) return;
      await agree(deps, found.contract, found.milestone, "system");
    });
