import type { VirtualClock } from "../kit.ts";
import type { Schedule } from "./schedule.ts";

/** Firings missed in one go that are still made up for one by one; of more, only the last is. */
const MADE_UP = 3;
/** Real milliseconds after which a schedule that skips ahead goes back to waiting for its next due time. */
const REST = 100;

/** A clock that also tells of its jumps lets a skipped schedule fire before the jump is over. */
export type JumpingClock = VirtualClock & { onJump?(listener: () => void | Promise<void>): () => void };

/**
 * Calls `fire` at each due time of a schedule; returns a function that ends it. A move of time over many due times
 * fires the first three at their times and then once more, for the last due time before the time moved to: a rate of
 * one minute doesn't fire 20,160 times when a tester moves two weeks ahead, and yet has run at the end.
 */
export function keepTimetable(clock: JumpingClock, next: Schedule, fire: (due: number) => Promise<void>): () => void {
  let last = clock.now();
  let cancelTimer = () => {};
  let rest: NodeJS.Timeout | undefined;
  let catchingUp: Promise<void> = Promise.resolve();
  const recent: { real: number; virtual: number }[] = [];
  const endListening = clock.onJump?.(() => (rest ? catchUp() : undefined));
  arm();
  return () => {
    cancelTimer();
    clearTimeout(rest);
    endListening?.();
  };

  function arm(): void {
    rest = undefined;
    const due = next(last);
    if (due === undefined) return;
    cancelTimer = clock.at(due, async () => {
      await catchUp();
      if (isRushing()) resting();
      else arm();
    });
  }

  /** While time is being moved no timer is set; a jump or a short real rest brings the schedule up to date. */
  function resting(): void {
    rest = setTimeout(async () => {
      await catchUp();
      arm();
    }, REST);
    rest.unref();
  }

  function catchUp(): Promise<void> {
    catchingUp = catchingUp.then(fireMissed);
    return catchingUp;
  }

  async function fireMissed(): Promise<void> {
    let missed: number[] = [];
    for (let due = next(last); due !== undefined && due <= clock.now(); due = next(due)) missed.push(due);
    if (missed.length > MADE_UP) missed = missed.slice(-1);
    for (const due of missed) {
      last = due;
      recent.push({ real: Date.now(), virtual: clock.now() });
      await fire(due);
    }
    recent.splice(0, recent.length - MADE_UP);
  }

  function isRushing(): boolean {
    const [first] = recent;
    if (!first || recent.length < MADE_UP) return false;
    return clock.now() - first.virtual > 2 * (Date.now() - first.real) + 1000;
  }
}
