/** Functions that run by the clock. */
import type { Deps } from "@freelancerm/core/deps";
import { syncClock } from "./clock.ts";
import { ownDeps, ownTable } from "./deps.ts";
import { log } from "./log.ts";

export function scheduled<T extends object>(work: (deps: Deps) => Promise<T>): () => Promise<T> {
  return async () => {
    await syncClock(ownTable);
    const outcome = await work(ownDeps());
    log.info("scheduled", outcome as Record<string, unknown>);
    return outcome;
  };
}
