/** Figures derived from what happened. Each event counts once, however often and in whatever order it arrives. */
import type { Change } from "../entity.ts";

export type Counted = "openJobs" | "freelancers" | "contracts";

export interface CounterStore {
  /** Adds to a figure of a category, or of the whole marketplace when it is null. */
  add(categoryId: string | null, figure: Counted, by: number): Change;
  seen(consumer: string, eventId: string): Promise<boolean>;
  /** Holds only for the first who marks. `keptUntil` in milliseconds since the epoch. */
  mark(consumer: string, eventId: string, keptUntil: number): Change;
}
