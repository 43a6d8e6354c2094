/** What every function goes through, as middy runs it: log context, clock, errors, and one line that says how it went. */
import middy, { type Request } from "@middy/core";
import type { Context } from "aws-lambda";
import { syncClock } from "./clock.ts";
import { ownTable } from "./deps.ts";
import { inContext, type LogContext, log } from "./log.ts";
import { type Measured, type Outcome, outcomeOf } from "./metrics.ts";

export type Handler<Event, Result> = (event: Event, context: Context) => Promise<Result>;

/** How an invocation went, for its line. */
export interface Ended {
  outcome: Outcome;
  facts?: Record<string, unknown>;
  /** What it measured beyond every operation's metrics. */
  measured?: Measured;
  /** Why it failed, where nobody has logged it. */
  error?: unknown;
}

export interface Invocation<Event, Result> {
  /** What its line is called. */
  message: string;
  contextOf(event: Event, context: Context): LogContext;
  work(event: Event, context: Context): Promise<Result>;
  /** Turns an error into an answer; without it, errors are the platform's to try again. */
  answerTo?(error: unknown, event: Event, context: Context): Result;
  endOf(ended: { event: Event; response?: Result; error?: unknown }): Ended;
}

type Held<Event, Result> = Request<Event, Result, Error, Context, { started: number }>;

/** The last line sees what answering an error made of it: middy runs `after` and `onError` from the last to the first. */
const lastLine = <Event, Result>({ message, endOf }: Invocation<Event, Result>) => {
  const write = ({ event, response, error, internal }: Held<Event, Result>) => {
    const ended = endOf({ event, response: response ?? undefined, error: error ?? undefined });
    const facts = { ...ended.facts, outcome: ended.outcome };
    const measured = { ...outcomeOf(ended.outcome, performance.now() - internal.started), ...ended.measured };
    if (ended.error === undefined) log.info(message, facts, measured);
    else log.error(`${message} failed`, ended.error, facts, measured);
  };
  return {
    before: ({ internal }: Held<Event, Result>) => {
      internal.started = performance.now();
    },
    after: write,
    onError: write,
  };
};

/**
 * A Lambda handler. Middy ends the work a few milliseconds before Lambda would end the function, with an error like any
 * other: what takes too long is answered and logged too.
 */
export function invocation<Event, Result>(given: Invocation<Event, Result>): Handler<Event, Result> {
  const { contextOf, work, answerTo } = given;
  const chain = middy<Event, Result, Error, Context, { started: number }>()
    .use(lastLine(given))
    .onError((request) => {
      if (answerTo) request.response = answerTo(request.error, request.event, request.context);
    })
    .handler((event, context) => work(event as Event, context)) as Handler<Event, Result>;
  return (event, context) => inContext(contextOf(event, context), () => chain(event, context));
}

/** The handler a Lambda runs: made with what is its own when it is first called, and on time, to `cached` milliseconds. */
export function owned<Event, Result>(make: () => Handler<Event, Result>, cached?: number): Handler<Event, Result> {
  let own: Handler<Event, Result> | undefined;
  return async (event, context) => {
    await syncClock(ownTable, cached);
    own ??= make();
    return own(event, context);
  };
}
