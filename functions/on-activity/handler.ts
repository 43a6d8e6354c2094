import { recordActivity } from "@freelancerm/core/contracts/record-activity";
import { consume } from "@freelancerm/platform/consume";

export const handler = consume("on-activity", (deps) => {
  const record = recordActivity(deps);
  return {
    "contract.started.v1": record,
    "contract.ended.v1": record,
    "milestone.funded.v1": record,
    "milestone.submitted.v1": record,
    "milestone.changes_requested.v1": record,
    "milestone.approved.v1": record,
    "milestone.released.v1": record,
    "milestone.refund_requested.v1": record,
    "milestone.refund_declined.v1": record,
    "milestone.refund_agreed.v1": record,
    "milestone.refunded.v1": record,
  };
});
