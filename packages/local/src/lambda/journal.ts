import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

export interface Journal<T> {
  /** What was put and not yet removed, oldest first. */
  entries(): [id: string, entry: T][];
  /** Adds or replaces; when it returns, a kill -9 loses nothing of it. */
  put(id: string, entry: T): void;
  remove(id: string): void;
}

/** Above this size the file is rewritten with only what is still there. */
const COMPACT_BYTES = 4 * 1024 * 1024;

/** A durable set of pending things, as a file of JSON lines: a change costs one appended line. In memory without `file`. */
export function openJournal<T>(file: string | undefined): Journal<T> {
  const pending = new Map<string, T>();
  let written = 0;
  if (file) {
    mkdirSync(dirname(file), { recursive: true });
    if (existsSync(file)) read(file);
    compact(file);
  }
  return {
    entries: () => [...pending],
    put(id, entry) {
      pending.set(id, entry);
      append({ id, entry });
    },
    remove(id) {
      if (pending.delete(id)) append({ id });
    },
  };

  function read(path: string): void {
    for (const line of readFileSync(path, "utf8").split("\n")) {
      try {
        const { id, entry } = JSON.parse(line) as { id: string; entry?: T };
        if (entry === undefined) pending.delete(id);
        else pending.set(id, entry);
      } catch {
        // The last line of a killed process may be cut short: it was never acknowledged.
      }
    }
  }

  function append(line: unknown): void {
    if (!file) return;
    const text = `${JSON.stringify(line)}\n`;
    appendFileSync(file, text);
    written += text.length;
    if (written > COMPACT_BYTES) compact(file);
  }

  function compact(path: string): void {
    const lines = [...pending].map(([id, entry]) => `${JSON.stringify({ id, entry })}\n`);
    writeFileSync(`${path}.tmp`, lines.join(""));
    renameSync(`${path}.tmp`, path);
    written = pending.size === 0 ? 0 : Math.floor(statSync(path).size / 2);
  }
}
