import { sandboxRoutes } from "@freelancerm/contracts/sandbox";
import { metSince } from "@freelancerm/core/deadlines/deadlines";
import { iso, SECOND } from "@freelancerm/core/time";
import { advanceClock } from "@freelancerm/platform/clock";
import { runDeadlines } from "@freelancerm/platform/deadlines";
import { ownTable } from "@freelancerm/platform/deps";
import { implement } from "@freelancerm/platform/http";

export const handler = implement(sandboxRoutes, ({ clock, deadlines }) => {
  const metSoFar = async () => (await deadlines.readProgress())?.met ?? {};
  return {
    getClock: async () => ({ now: iso(clock.now()) }),
    moveClock: async ({ body }) => {
      // The schedule may run them before we do: what was met is told by the count, not by our own run.
      const before = await metSoFar();
      await advanceClock(ownTable(), body.seconds * SECOND);
      await runDeadlines();
      return { now: iso(clock.now()), met: metSince(before, await metSoFar()) };
    },
  };
});
