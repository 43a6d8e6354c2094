import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

export interface Store<T> {
  /** The state itself: change it in place (or assign anew), then call `save`. */
  value: T;
  /** Writes the whole state; when it returns, a kill -9 of this process loses nothing of it. */
  save(): void;
}

/**
 * Small durable state in one JSON file, written whole to a temporary file and renamed, so a reader sees the old or
 * the new state and never half of one. Without `file` the state stays in memory. Throws when the file is not JSON.
 */
export function openStore<T>(file: string | undefined, empty: T): Store<T> {
  if (!file) return { value: empty, save() {} };
  const temporary = `${file}.${process.pid}.tmp`;
  mkdirSync(dirname(file), { recursive: true });
  const store: Store<T> = {
    value: read(file) ?? empty,
    save() {
      writeFileSync(temporary, JSON.stringify(store.value));
      renameSync(temporary, file);
    },
  };
  return store;

  function read(path: string): T | undefined {
    let text: string;
    try {
      text = readFileSync(path, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new Error(`The state file ${path} is not readable JSON: delete it, or start with --fresh.`);
    }
  }
}
