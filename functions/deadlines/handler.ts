import { meetDeadline } from "@freelancerm/core/deadlines/actions";
import { fireDue } from "@freelancerm/core/deadlines/deadlines";
import { log } from "@freelancerm/platform/log";
import { scheduled } from "@freelancerm/platform/scheduled";

export const handler = scheduled("deadlines", async (deps) => {
  const swept = await fireDue(deps, meetDeadline(deps), (error, deadline) =>
    log.error("deadline failed", error, { ...deadline }),
  );
  // The sweep goes on after a failure, so Lambda counts no error.
  return { ...swept, ...(swept.failed > 0 && { measured: { Faults: swept.failed } }) };
});
