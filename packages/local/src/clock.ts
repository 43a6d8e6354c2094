import { join } from "node:path";
import type { VirtualClock } from "./kit.ts";
import { openStore } from "./store.ts";

/** setTimeout overflows above 2^31-1 ms: longer waits are made of several. */
const LONGEST_WAIT = 2 ** 31 - 1;

export interface LocalClock extends VirtualClock {
  /** Milliseconds the virtual time is ahead of real time. */
  readonly offset: number;
  /** Calls `listener` whenever the offset has grown, at each step of an advance; returns a canceller. */
  onJump(listener: (offset: number) => void | Promise<void>): () => void;
  /** Calls `listener` once at the end of each advance, which waits for it; returns a canceller. */
  onAdvanced(listener: () => void | Promise<void>): () => void;
  /** Stops the real timer; nothing fires any more. */
  close(): void;
}

export interface ClockOptions {
  stateDir?: string;
  /** Told what a timer threw; the clock goes on. */
  onError?: (error: unknown) => void;
}

interface Timer {
  at: number;
  run: () => void | Promise<void>;
}

/**
 * Virtual time: real time plus an offset that only grows and outlives a restart when `stateDir` is given.
 * `advance` walks from one due timer to the next, so each timer sees the time it was set for. Advances queue up
 * behind each other: a timer must not await an advance of its own.
 */
export function createClock({ stateDir, onError = warn }: ClockOptions = {}): LocalClock {
  const store = openStore(stateDir && join(stateDir, "clock.json"), { offset: 0 });
  const timers = new Set<Timer>();
  const listeners = new Set<(offset: number) => void | Promise<void>>();
  const arrivals = new Set<() => void | Promise<void>>();
  let wake: NodeJS.Timeout | undefined;
  let closed = false;
  let advancing: Promise<void> = Promise.resolve();

  const now = () => Date.now() + store.value.offset;

  const clock: LocalClock = {
    now,
    get offset() {
      return store.value.offset;
    },
    at(at, run) {
      const timer = { at, run };
      timers.add(timer);
      schedule();
      return () => void timers.delete(timer);
    },
    advance(ms) {
      if (!(ms >= 0) || !Number.isFinite(ms)) throw new RangeError("Virtual time only moves forward.");
      const step = advancing.then(() => walk(ms));
      advancing = step.catch(() => {});
      return step;
    },
    onJump(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onAdvanced(listener) {
      arrivals.add(listener);
      return () => void arrivals.delete(listener);
    },
    close() {
      closed = true;
      clearTimeout(wake);
      timers.clear();
    },
  };
  return clock;

  async function walk(ms: number): Promise<void> {
    const goal = store.value.offset + ms;
    const end = now() + ms;
    for (let next = earliest(); next && next.at <= end; next = earliest()) {
      await jumpTo(Math.min(goal, Math.max(store.value.offset, next.at - Date.now())));
      await fire(next);
    }
    await jumpTo(goal);
    for (const listener of [...arrivals]) await listener();
    schedule();
  }

  async function jumpTo(offset: number): Promise<void> {
    if (offset <= store.value.offset) return;
    store.value.offset = offset;
    store.save();
    for (const listener of [...listeners]) await listener(offset);
  }

  async function fire(timer: Timer): Promise<void> {
    timers.delete(timer);
    try {
      await timer.run();
    } catch (error) {
      onError(error);
    }
  }

  function earliest(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of timers) if (!first || timer.at < first.at) first = timer;
    return first;
  }

  function schedule(): void {
    clearTimeout(wake);
    const first = earliest();
    if (!first || closed) return;
    wake = setTimeout(fireDue, Math.min(LONGEST_WAIT, Math.max(0, first.at - now())));
    wake.unref();
  }

  function fireDue(): void {
    for (let next = earliest(); next && next.at <= now(); next = earliest()) void fire(next);
    schedule();
  }
}

function warn(error: unknown): void {
  process.emitWarning(`A timer of the local cloud failed: ${error instanceof Error ? error.stack : error}`);
}

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a number (ms), of "90s", "14d", "1h30m", or of ISO 8601 as in "P14D" and "PT1H"; else undefined. */
export function parseDuration(text: unknown): number | undefined {
  if (typeof text === "number") return Number.isFinite(text) && text >= 0 ? text : undefined;
  if (typeof text !== "string") return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  const parts = text.toLowerCase().replace(/^p/, "").replace("t", "");
  if (!/^(\d+(\.\d+)?(ms|[smhd]))+$/.test(parts)) return undefined;
  return [...parts.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)].reduce(
    (sum, [, n, unit]) => sum + Number(n) * UNITS[unit!]!,
    0,
  );
}
