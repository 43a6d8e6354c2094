/** Deadlines: rows by the hour they fall due in. Firing is idempotent, so a row may fire more than once but never not at all. */
import { Refusal } from "@freelancerm/contracts/errors";
import type { Clock, Deadline, DeadlineKind } from "../entity.ts";
import { HOUR, iso } from "../time.ts";

export interface DeadlineStore {
  /** The hour up to which everything has fired; null before the first sweep. */
  readCursor(): Promise<number | null>;
  moveCursor(to: number): Promise<void>;
  /** Rows of one hour due at or before `until`, in order. */
  due(hour: string, until: string): Promise<{ at: string; id: string; deadline: Deadline }[]>;
  remove(at: string, id: string): Promise<void>;
}

export type DeadlineAction = (deadline: Deadline) => Promise<unknown>;

/** How far back a sweep looks for rows that were filed late. */
const OVERLAP = 2 * HOUR;

/**
 * @rule What is due fires once, in order of time, within a minute; a deadline whose state has moved on does nothing.
 * Answers how many fired and how many failed; a failed one stays and fires with the next sweep.
 */
export async function fireDue(
  deps: { clock: Clock; deadlines: DeadlineStore },
  actions: Record<DeadlineKind, DeadlineAction>,
  onError: (error: unknown, deadline: Deadline) => void,
): Promise<{ fired: number; failed: number }> {
  const now = deps.clock.now();
  const cursor = await deps.deadlines.readCursor();
  let fired = 0;
  let failed = 0;
  let firstFailure = now;
  for (let hour = floor((cursor ?? now) - OVERLAP); hour <= now; hour += HOUR) {
    for (const { at, id, deadline } of await deps.deadlines.due(iso(hour).slice(0, 13), iso(now))) {
      try {
        await actions[deadline.kind](deadline);
        await deps.deadlines.remove(at, id);
        fired++;
      } catch (error) {
        if (error instanceof Refusal && error.code !== "resource.conflict") {
          // The state has moved on: there is nothing left to do.
          await deps.deadlines.remove(at, id);
          continue;
        }
        failed++;
        firstFailure = Math.min(firstFailure, hour);
        onError(error, deadline);
      }
    }
  }
  await deps.deadlines.moveCursor(failed > 0 ? firstFailure : now);
  return { fired, failed };
}

const floor = (ms: number) => ms - (ms % HOUR);
