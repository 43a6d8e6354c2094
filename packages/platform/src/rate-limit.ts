/**
 * Token buckets in the memory of a container: they bound what one caller can take from it. The gateway's throttling bounds
 * the whole; docs/adr/0007-rate-limits.md says why no counter is kept in the table.
 */
import { Refusal } from "@freelancerm/contracts/errors";
import type { Clock } from "@freelancerm/core/entity";

const MOST_BUCKETS = 10_000;

export function createRateLimit(clock: Clock) {
  const buckets = new Map<string, { tokens: number; at: number }>();
  /** Takes one token, or refuses with the seconds to wait. */
  return (name: string, limit: { max: number; seconds: number } | undefined): void => {
    if (!limit) return;
    const now = clock.now();
    const rate = limit.max / (limit.seconds * 1000);
    const bucket = buckets.get(name) ?? { tokens: limit.max, at: now };
    const tokens = Math.min(limit.max, bucket.tokens + (now - bucket.at) * rate);
    if (tokens < 1) {
      throw new Refusal("request.rate_limited", { facts: { retryAfter: Math.ceil((1 - tokens) / rate / 1000) } });
    }
    buckets.delete(name);
    buckets.set(name, { tokens: tokens - 1, at: now });
    if (buckets.size > MOST_BUCKETS) buckets.delete(buckets.keys().next().value!);
  };
}
