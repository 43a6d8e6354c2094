/**
 * Structured logs: one line of JSON each, with what it was written for. Callers pass facts, never whole requests; who acted
 * appears as a hash, and what looks like a secret or an address is cut out of the texts of foreign errors.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { createHash } from "node:crypto";
import { embedded, type Measured } from "./metrics.ts";

type Facts = Record<string, unknown>;

/** What a line was written for; every line of an invocation has it. */
export interface LogContext {
  requestId: string;
  /** As declared: an operation of the contracts, a frame, `<consumer>:<event>`, the name of a schedule. */
  operation: string;
  /** Hash of the user who acts, "anonymous" or "system". */
  actor: string;
}

const context = new AsyncLocalStorage<LogContext>();

/** Runs `work` so that every line it writes says what it was written for. */
export const inContext = <T>(of: LogContext, work: () => Promise<T>): Promise<T> => context.run({ ...of }, work);

/** Says who acts, or what is done, once that is known. */
export function nowKnown(known: { actorId?: string; operation?: string }): void {
  const store = context.getStore();
  if (!store) return;
  if (known.actorId !== undefined) store.actor = actorHash(known.actorId);
  if (known.operation !== undefined) store.operation = known.operation;
}

/** Tells the lines of one user from another's without naming them: ids are random, so their hashes cannot be guessed. */
export const actorHash = (userId: string): string => createHash("sha256").update(userId).digest("hex").slice(0, 16);

/** Shapes of what must not be kept, whoever put it into an error's text. */
const SECRETS: [RegExp, string][] = [
  [/eyJ[\w-]{5,}\.[\w-]+(\.[\w-]*)?/g, "[token]"],
  [/\b(sk|rk|pk)_(live|test)_\w+|\bwhsec_\w+|\bAKIA[0-9A-Z]{16}\b/g, "[key]"],
  [/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, "[address]"],
  [/\b\d(?:[ -]?\d){12,18}\b/g, "[number]"],
];
const clean = (text: string): string => SECRETS.reduce((cleaned, [shape, name]) => cleaned.replace(shape, name), text);

/** The trace this invocation belongs to, where it is recorded. */
function traceId(): string | undefined {
  const trace = process.env._X_AMZN_TRACE_ID;
  return trace?.includes("Sampled=1") ? /Root=([^;]+)/.exec(trace)?.[1] : undefined;
}

function write(level: string, message: string, facts: Facts, measured?: Measured): void {
  if (process.env.LOG_LEVEL === "silent") return;
  const now = Date.now();
  const line = {
    timestamp: new Date(now).toISOString(),
    level,
    message,
    stage: process.env.STAGE ?? "none",
    function: process.env.AWS_LAMBDA_FUNCTION_NAME,
    ...context.getStore(),
    traceId: traceId(),
    ...facts,
    ...(measured && embedded(measured, now)),
  };
  // Past the console, which Lambda wraps into a document of its own: then no metric would be found in the line.
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const nameAndStack = (error: unknown): Facts =>
  error instanceof Error
    ? {
        error: error.name,
        detail: clean(error.message),
        stack: error.stack && clean(error.stack),
        ...(error.cause !== undefined && { cause: clean(String(error.cause)) }),
      }
    : { error: clean(String(error)) };

export const log = {
  /** `measured`: metrics the line carries. */
  info: (message: string, facts: Facts = {}, measured?: Measured) => write("INFO", message, facts, measured),
  warn: (message: string, error: unknown, facts: Facts = {}) =>
    write("WARN", message, { ...facts, ...nameAndStack(error) }),
  error: (message: string, error: unknown, facts: Facts = {}, measured?: Measured) =>
    write("ERROR", message, { ...facts, ...nameAndStack(error) }, measured),
};
