/**
 * The time it is for the marketplace. In stages where time can be moved it runs ahead of the device's clock; elsewhere
 * it is the device's clock. Everything that is shown relative to now reads it here.
 */
import { useSyncExternalStore } from "react";

let ahead = 0;
let shown = Date.now();
const listeners = new Set<() => void>();

export const now = (): number => Date.now() + ahead;

function tick() {
  shown = now();
  for (const listener of listeners) listener();
}
/** Tells what time the marketplace says it is. */
export function setNow(iso: string): void {
  ahead = new Date(iso).getTime() - Date.now();
  tick();
}

let ticking: ReturnType<typeof setInterval> | undefined;

/** Runs only while something shows the time: a page without it needs no timer, and a test of what reads the time ends. */
function watch(listener: () => void): () => void {
  listeners.add(listener);
  if (!ticking) {
    shown = now();
    ticking = setInterval(tick, 30_000);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}

/** The time now, in milliseconds; renders again every half minute. */
export const useNow = (): number => useSyncExternalStore(watch, () => shown);
