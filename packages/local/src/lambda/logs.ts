import { createWriteStream, mkdirSync, renameSync, statSync, type WriteStream } from "node:fs";
import { join } from "node:path";

export interface LogLine {
  /** Virtual time, milliseconds since the epoch. */
  at: number;
  requestId: string;
  text: string;
}

export interface InvocationSummary {
  /** Virtual time of the end, milliseconds since the epoch. */
  at: number;
  requestId: string;
  durationMs: number;
  /** Set when the handler failed. */
  error?: string;
}

export interface FunctionLogs {
  line(functionName: string, requestId: string, text: string): void;
  finished(functionName: string, summary: InvocationSummary): void;
  linesOf(functionName: string): LogLine[];
  invocationsOf(functionName: string): InvocationSummary[];
  close(): Promise<void>;
}

const KEPT_LINES = 500;
const KEPT_INVOCATIONS = 100;
const ROTATE_BYTES = 10 * 1024 * 1024;

/** The last lines and invocations of each function in memory, and every line in one file per function. */
export function createLogs(options: {
  folder?: string;
  now(): number;
  /** Name of a function's file, without ending. */
  fileName(functionName: string): string;
}): FunctionLogs {
  const { folder, now } = options;
  const lines = new Map<string, LogLine[]>();
  const invocations = new Map<string, InvocationSummary[]>();
  const files = new Map<string, WriteStream>();
  return {
    line(functionName, requestId, text) {
      const at = now();
      keep(lines, functionName, { at, requestId, text }, KEPT_LINES);
      fileOf(functionName)?.write(`${new Date(at).toISOString()}\t${requestId}\t${text}\n`);
    },
    finished: (functionName, summary) => keep(invocations, functionName, summary, KEPT_INVOCATIONS),
    linesOf: (functionName) => [...(lines.get(functionName) ?? [])],
    invocationsOf: (functionName) => [...(invocations.get(functionName) ?? [])],
    async close() {
      await Promise.all([...files.values()].map((file) => new Promise<void>((resolve) => file.end(resolve))));
    },
  };

  function fileOf(functionName: string): WriteStream | undefined {
    if (!folder) return undefined;
    let file = files.get(functionName);
    if (!file) {
      mkdirSync(folder, { recursive: true });
      const path = join(folder, `${options.fileName(functionName)}.log`);
      const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
      if (size > ROTATE_BYTES) renameSync(path, `${path}.1`);
      file = createWriteStream(path, { flags: "a" });
      files.set(functionName, file);
    }
    return file;
  }
}

function keep<T>(rings: Map<string, T[]>, name: string, item: T, size: number): void {
  const ring = rings.get(name) ?? [];
  ring.push(item);
  if (ring.length > size * 2) ring.splice(0, ring.length - size);
  rings.set(name, ring);
}
