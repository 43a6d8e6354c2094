import { deadlineActions } from "@freelancerm/core/deadlines/actions";
import { fireDue } from "@freelancerm/core/deadlines/deadlines";
import { log } from "@freelancerm/platform/log";
import { scheduled } from "@freelancerm/platform/scheduled";

export const handler = scheduled((deps) =>
  fireDue(deps, deadlineActions(deps), (error, deadline) => log.error("deadline failed", error, { ...deadline })),
);
