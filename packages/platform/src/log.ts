/** Structured logs: one JSON line each, without secrets: callers pass facts, never whole requests. */
type Facts = Record<string, unknown>;

function write(level: string, message: string, facts: Facts): void {
  if (process.env.LOG_LEVEL !== "silent") console.log(JSON.stringify({ level, message, ...facts }));
}

const nameAndStack = (error: unknown): Facts =>
  error instanceof Error
    ? { error: error.name, detail: error.message, stack: error.stack, cause: error.cause && String(error.cause) }
    : { error: String(error) };

export const log = {
  info: (message: string, facts: Facts = {}) => write("INFO", message, facts),
  warn: (message: string, facts: Facts = {}) => write("WARN", message, facts),
  error: (message: string, error: unknown, facts: Facts = {}) =>
    write("ERROR", message, { ...facts, ...nameAndStack(error) }),
};
