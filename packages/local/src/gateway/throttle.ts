import type { VirtualClock } from "../kit.ts";
import type { Throttle } from "./model.ts";

/**
 * Token bucket of one route: `burst` requests at once, refilled with `rate` a second of virtual time.
 * Returns whether the next request may pass. Without a limit, all pass.
 */
export function createThrottle({ rate, burst }: Throttle, clock: VirtualClock): () => boolean {
  if (rate === undefined && burst === undefined) return () => true;
  const capacity = burst ?? Math.ceil(rate!);
  const perMs = (rate ?? capacity) / 1000;
  let tokens = capacity;
  let filledAt = clock.now();
  return () => {
    const now = clock.now();
    tokens = Math.min(capacity, tokens + (now - filledAt) * perMs);
    filledAt = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
