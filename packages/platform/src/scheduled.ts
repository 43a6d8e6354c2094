/** Functions that run by the clock. */
import type { Deps } from "@freelancerm/core/deps";
import type { Clock } from "@freelancerm/core/entity";
import type { Table } from "@freelancerm/data/table";
import type { Context } from "aws-lambda";
import { syncClock } from "./clock.ts";
import { createDeps, ownDeps, ownTable } from "./deps.ts";
import { inContext, log } from "./log.ts";
import { type Measured, outcomeOf } from "./metrics.ts";

export interface Run {
  /** Milliseconds until Lambda ends it. */
  remaining(): number;
}

/** What a run did, for its log line, with what it measured beyond every operation's metrics. */
export type Outcome = Record<string, unknown> & { measured?: Measured };
type Work = (deps: Deps, run: Run) => Promise<Outcome>;
export type ScheduledHandler = (event: unknown, context: Context) => Promise<void>;

/**
 * The Lambda handler of work that a schedule starts, under the name its log lines have. What throws is tried again by
 * Lambda. `handler.with(…)` is the same handler on another table and clock.
 */
export function scheduled(
  operation: string,
  work: Work,
): ScheduledHandler & { with(options: { table: Table; clock: Clock }): ScheduledHandler } {
  const createHandler =
    (deps: () => Promise<Deps>): ScheduledHandler =>
    (_, context) =>
      inContext({ requestId: context.awsRequestId, operation, actor: "system" }, async () => {
        const started = performance.now();
        const took = () => performance.now() - started;
        try {
          const remaining = () => context.getRemainingTimeInMillis();
          const { measured, ...facts } = await work(await deps(), { remaining });
          log.info("scheduled", { ...facts, outcome: "done" }, { ...outcomeOf("done", took()), ...measured });
        } catch (error) {
          log.error("scheduled failed", error, { outcome: "failed" }, outcomeOf("failed", took()));
          throw error;
        }
      });
  const handler = createHandler(async () => {
    await syncClock(ownTable);
    return ownDeps();
  });
  return Object.assign(handler, {
    with: ({ table, clock }: { table: Table; clock: Clock }) => createHandler(async () => createDeps(table, clock)),
  });
}
