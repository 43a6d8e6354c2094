/** Functions that run by the clock. */
import type { Deps } from "@freelancerm/core/deps";
import type { Clock } from "@freelancerm/core/entity";
import type { Table } from "@freelancerm/data/table";
import { createDeps, ownDeps } from "./deps.ts";
import { type Handler, invocation, owned } from "./lambda.ts";
import type { Measured } from "./metrics.ts";

export interface Run {
  /** Milliseconds until Lambda ends it. */
  remaining(): number;
}

/** What a run did, for its log line, with what it measured beyond every operation's metrics. */
export type Outcome = Record<string, unknown> & { measured?: Measured };
type Work = (deps: Deps, run: Run) => Promise<Outcome>;
export type ScheduledHandler = Handler<unknown, Outcome>;

/**
 * The Lambda handler of work that a schedule starts, under the name its log lines have. What throws is tried again by
 * Lambda. `handler.with(…)` is the same handler on another table and clock.
 */
export function scheduled(
  operation: string,
  work: Work,
): ScheduledHandler & { with(options: { table: Table; clock: Clock }): ScheduledHandler } {
  const createHandler = (deps: Deps): ScheduledHandler =>
    invocation({
      message: "scheduled",
      contextOf: (_, { awsRequestId: requestId }) => ({ requestId, operation, actor: "system" }),
      work: (_, context) => work(deps, { remaining: () => context.getRemainingTimeInMillis() }),
      endOf: ({ response: { measured, ...facts } = {}, error }) =>
        error === undefined ? { outcome: "done", facts, measured } : { outcome: "failed", error },
    });
  return Object.assign(
    // A sandbox that was just moved asks at once what fell due: the time of the run before would find nothing.
    owned(() => createHandler(ownDeps()), 0),
    { with: ({ table, clock }: { table: Table; clock: Clock }) => createHandler(createDeps(table, clock)) },
  );
}
