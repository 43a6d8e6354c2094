import { sandboxRoutes } from "@freelancerm/contracts/sandbox";
import { iso, SECOND } from "@freelancerm/core/time";
import { advanceClock } from "@freelancerm/platform/clock";
import { runDeadlines } from "@freelancerm/platform/deadlines";
import { ownTable } from "@freelancerm/platform/deps";
import { implement } from "@freelancerm/platform/http";

export const handler = implement(sandboxRoutes, ({ clock }) => ({
  getClock: async () => ({ now: iso(clock.now()) }),
  moveClock: async ({ body }) => {
    await advanceClock(ownTable(), body.seconds * SECOND);
    await runDeadlines();
    return { now: iso(clock.now()) };
  },
}));
