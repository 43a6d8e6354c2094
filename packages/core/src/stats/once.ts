import type { Needs } from "../deps.ts";
import type { Change } from "../entity.ts";
import { limits } from "../policy/policy.ts";
import { isRefusal } from "../refusals.ts";

const TRIES = 8;

/** Commits what `prepare` makes of an event together with the mark that it was counted, so it counts once. */
export async function once(
  deps: Needs<"clock" | "commit" | "counters">,
  consumer: string,
  eventId: string,
  prepare: () => Promise<Change[]>,
): Promise<void> {
  for (let attempt = 1; !(await deps.counters.seen(consumer, eventId)); attempt++) {
    const changes = await prepare();
    if (changes.length === 0) return;
    try {
      return await deps.commit(
        deps.counters.mark(consumer, eventId, deps.clock.now() + limits.consumedKept),
        ...changes,
      );
    } catch (error) {
      if (!isRefusal(error, "resource.conflict") || attempt === TRIES) throw error;
    }
  }
}
