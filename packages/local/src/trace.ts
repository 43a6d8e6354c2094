import type { Trace } from "./kit.ts";

export interface TraceEntry {
  /** Position in the trace, from 1. */
  id: number;
  /** Virtual time, milliseconds since the epoch. */
  at: number;
  kind: string;
  detail: Record<string, unknown>;
}

export interface RecordedTrace extends Trace {
  /** The latest entries, oldest first, of one kind or of all. */
  entries(kind?: string): TraceEntry[];
  /** Calls `listener` for every entry from now on; returns a canceller. */
  subscribe(listener: (entry: TraceEntry) => void): () => void;
}

/** Remembers the last `size` things that happened, in memory. */
export function createTrace(now: () => number, size = 5000): RecordedTrace {
  const ring: TraceEntry[] = [];
  const listeners = new Set<(entry: TraceEntry) => void>();
  let count = 0;
  return {
    record(kind, detail) {
      const entry = { id: count + 1, at: now(), kind, detail };
      ring[count++ % size] = entry;
      for (const listener of listeners) listener(entry);
    },
    entries(kind) {
      const oldest = count > size ? count % size : 0;
      const all = [...ring.slice(oldest), ...ring.slice(0, oldest)];
      return kind ? all.filter((entry) => entry.kind === kind) : all;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
