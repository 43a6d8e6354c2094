import { setTimeout } from "node:timers/promises";
import { sandboxRoutes } from "@freelancerm/contracts/sandbox";
import { metSince } from "@freelancerm/core/deadlines/deadlines";
import { iso, SECOND } from "@freelancerm/core/time";
import { advanceClock } from "@freelancerm/platform/clock";
import { runDeadlines } from "@freelancerm/platform/deadlines";
import { ownTable } from "@freelancerm/platform/deps";
import { implement } from "@freelancerm/platform/http";

/** The gateway gives up after 30 seconds; what is still to fall due then goes on without us. */
const PATIENCE = 20 * SECOND;

export const handler = implement(sandboxRoutes, ({ clock, deadlines }) => {
  const read = async (earlier: Parameters<typeof metSince>[0] = {}) => {
    const progress = await deadlines.readProgress();
    return {
      now: iso(clock.now()),
      firedUntil: progress ? iso(progress.at) : null,
      met: metSince(earlier, progress?.met ?? {}),
    };
  };
  return {
    getClock: () => read(),
    moveClock: async ({ body }) => {
      const patience = setTimeout(PATIENCE, undefined, { ref: false });
      // The schedule may run them before we do: what was met is told by the count, not by our own run.
      const { met } = await read();
      await advanceClock(ownTable(), body.seconds * SECOND);
      await Promise.race([runDeadlines(), patience]);
      return read(met);
    },
  };
});
