import { recordActivity } from "@freelancerm/core/contracts/record-activity";
import { ensureRoom } from "@freelancerm/core/messaging/open-room";
import { consume } from "@freelancerm/platform/consume";

export const handler = consume("on-activity", (deps) => {
  const record = recordActivity(deps);
  return {
    "contract.started.v1": (event) =>
      Promise.all([record(event), ensureRoom(deps)(event.data.clientId, event.data.freelancerId)]),
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
