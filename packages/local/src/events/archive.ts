import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Resource } from "../kit.ts";
import { matches } from "./pattern.ts";
import type { EventEnvelope } from "./put-events.ts";

/** Keeps what a bus receives and the archive's pattern matches, one JSON line per event. */
export interface Archive {
  name: string;
  busArn: string;
  keep(event: EventEnvelope): void;
  /** Everything kept, oldest first. */
  events(): EventEnvelope[];
}

export function createArchive({ properties, physicalId }: Resource, stateDir?: string): Archive {
  const folder = stateDir && join(stateDir, "archives");
  const file = folder && join(folder, `${physicalId}.jsonl`);
  const memory: string[] = [];
  if (folder) mkdirSync(folder, { recursive: true });
  return {
    name: physicalId,
    busArn: properties.SourceArn,
    keep(event) {
      if (properties.EventPattern && !matches(properties.EventPattern, event)) return;
      const line = JSON.stringify(event);
      if (file) appendFileSync(file, `${line}\n`);
      else memory.push(line);
    },
    events: () => (file ? read(file) : memory).map((line) => JSON.parse(line)),
  };
}

function read(file: string): string[] {
  try {
    // Only whole lines: the last one may have been cut off by a kill.
    return readFileSync(file, "utf8").split("\n").slice(0, -1);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
