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
setInterval(tick, 30_000);

/** Tells what time the marketplace says it is. */
export function setNow(iso: string): void {
  ahead = new Date(iso).getTime() - Date.now();
  tick();
}

/** The time now, in milliseconds; renders again every half minute. */
export const useNow = (): number =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
