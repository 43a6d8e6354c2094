/** Deadlines: rows by the hour they fall due in. Firing is idempotent, so a row may fire more than once but never not at all. */
import { Refusal } from "@freelancerm/contracts/errors";
import type { Clock, Deadline, DeadlineKind } from "../entity.ts";
import { HOUR, iso, ms } from "../time.ts";

/** How many deadlines of each kind were met: those that found something left to do. */
export type Met = Partial<Record<DeadlineKind, number>>;

/** What was met from one time to a later one. */
export function metSince(earlier: Met, later: Met): Met {
  const counts = Object.entries(later) as [DeadlineKind, number][];
  return Object.fromEntries(
    counts.map(([kind, count]) => [kind, count - (earlier[kind] ?? 0)]).filter(([, count]) => count !== 0),
  );
}

export interface Progress {
  /** The hour up to which everything has fired. */
  at: number;
  /** Since the first sweep. */
  met: Met;
}

export interface DeadlineStore {
  /** Undefined before the first sweep. */
  readProgress(): Promise<Progress | undefined>;
  saveProgress(progress: Progress): Promise<void>;
  /** Rows of one hour due at or before `until`, in order. */
  due(hour: string, until: string): Promise<Due[]>;
  remove(at: string, id: string): Promise<void>;
}

interface Due {
  at: string;
  id: string;
  deadline: Deadline;
}

/** Does what is due; answers whether anything was left to do. */
export type Meet = (deadline: Deadline) => Promise<boolean>;

/** How far back a sweep looks for rows that were filed late. */
const OVERLAP = 2 * HOUR;
/** Hours that are read together; what was done is noted after each such stretch. */
const STRETCH = 24;
/** Entities whose deadlines fire side by side. */
const WIDTH = 8;

/**
 * @rule What is due fires once, within a minute, in order of time for each job, proposal and contract; a deadline whose state
 * has moved on does nothing.
 * Answers how many fired and how many failed; a failed one stays and fires with the next sweep.
 */
export async function fireDue(
  deps: { clock: Clock; deadlines: DeadlineStore },
  meet: Meet,
  onError: (error: unknown, deadline: Deadline) => void,
): Promise<{ fired: number; failed: number }> {
  const now = deps.clock.now();
  const before = await deps.deadlines.readProgress();
  const met: Met = { ...before?.met };
  let fired = 0;
  let failed = 0;
  let done = now;

  async function fire({ at, id, deadline }: Due): Promise<void> {
    try {
      if (await meet(deadline)) met[deadline.kind] = (met[deadline.kind] ?? 0) + 1;
      fired++;
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === "resource.conflict") {
        failed++;
        done = Math.min(done, floor(ms(at)));
        return onError(error, deadline);
      }
      // The state has moved on: there is nothing left to do.
    }
    await deps.deadlines.remove(at, id);
  }

  for (let from = floor((before?.at ?? now) - OVERLAP); from <= now; from += STRETCH * HOUR) {
    const hours = Array.from({ length: STRETCH }, (_, index) => from + index * HOUR).filter((hour) => hour <= now);
    const rows = await Promise.all(hours.map((hour) => deps.deadlines.due(iso(hour).slice(0, 13), iso(now))));
    await sideBySide(byEntity(rows.flat()), async (own) => {
      for (const due of own) await fire(due);
    });
    await deps.deadlines.saveProgress({ at: Math.min(done, from + STRETCH * HOUR), met });
  }
  return { fired, failed };
}

const floor = (time: number) => time - (time % HOUR);

/** The rows of each entity, in their order. */
function byEntity(rows: Due[]): Due[][] {
  const entities = new Map<string, Due[]>();
  for (const due of rows) {
    const own = entities.get(due.deadline.ref);
    if (own) own.push(due);
    else entities.set(due.deadline.ref, [due]);
  }
  return [...entities.values()];
}

/** Works on all of them, on the first ones first and on `WIDTH` at a time. */
async function sideBySide<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const lane = async () => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: WIDTH }, lane));
}
