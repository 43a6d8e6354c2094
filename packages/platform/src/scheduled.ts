/** Functions that run by the clock. */
import type { Deps } from "@freelancerm/core/deps";
import type { Context } from "aws-lambda";
import { syncClock } from "./clock.ts";
import { ownDeps, ownTable } from "./deps.ts";
import { inContext, log } from "./log.ts";
import { type Measured, outcomeOf } from "./metrics.ts";

export interface Run {
  /** Milliseconds until Lambda ends it. */
  remaining(): number;
}

/** What a run did, for its log line, with what it measured beyond every operation's metrics. */
export type Outcome = Record<string, unknown> & { measured?: Measured };
export type ScheduledHandler = (event: unknown, context: Context) => Promise<void>;

/** The Lambda handler of work that a schedule starts. `operation` names it in logs. What throws is tried again by Lambda. */
export const scheduled =
  (operation: string, work: (deps: Deps, run: Run) => Promise<Outcome>): ScheduledHandler =>
  (_, context) =>
    inContext({ requestId: context.awsRequestId, operation, actor: "system" }, async () => {
      const started = performance.now();
      const took = () => performance.now() - started;
      try {
        await syncClock(ownTable);
        const { measured, ...facts } = await work(ownDeps(), { remaining: () => context.getRemainingTimeInMillis() });
        log.info("scheduled", { ...facts, outcome: "done" }, { ...outcomeOf("done", took()), ...measured });
      } catch (error) {
        log.error("scheduled failed", error, { outcome: "failed" }, outcomeOf("failed", took()));
        throw error;
      }
    });
