/** Chance that comes out the same every time. */
import { ID_DIGITS } from "@freelancerm/contracts/ids";
import type { Clock, Ids } from "@freelancerm/core/entity";

export interface Random {
  /** At least `low`, below `high`. */
  between(low: number, high: number): number;
  /** Whole, both ends included. */
  whole(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** So many different ones, in no order. */
  some<T>(from: readonly T[], count: number): T[];
}

/** Mulberry32: small, fast and good enough for stories. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function createRandom(seed: number): Random {
  const next = generator(seed);
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  const some = <T>(from: readonly T[], count: number): T[] => {
    const rest = [...from];
    for (let index = rest.length - 1; index > 0; index--) {
      const other = whole(0, index);
      [rest[index], rest[other]] = [rest[other]!, rest[index]!];
    }
    return rest.slice(0, count);
  };
  return {
    between: (low, high) => low + next() * (high - low),
    whole,
    chance: (probability) => next() < probability,
    pick: (from) => from[whole(0, from.length - 1)]!,
    some,
  };
}

/** Ids as the platform makes them, with chance that repeats; of two in one moment the later one is the greater. */
export function createSeededIds(clock: Clock, seed: number): Ids {
  const next = generator(seed);
  const digits = (value: number, length: number) =>
    Array.from({ length }, (_, index) => ID_DIGITS[Math.floor(value / 32 ** (length - 1 - index)) % 32]).join("");
  let last = 0;
  let latest = 0;
  let before = 0;
  return {
    unique: () => {
      const now = clock.now();
      before = now === latest ? before + 1 : 0;
      latest = now;
      const chance = Array.from({ length: 13 }, () => ID_DIGITS[Math.floor(next() * 32)]).join("");
      return digits(now, 10) + digits(before, 3) + chance;
    },
    time: () => {
      last = Math.max(clock.now(), last + 1);
      return digits(last, 10);
    },
  };
}
