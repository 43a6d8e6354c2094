/** When this person last looked at a list, kept in this browser, so that what came since can be marked. */
import { useState } from "react";
import { now } from "../../lib/clock.ts";

/** A look this long ago was another visit; shorter ones continue the same. */
const VISIT = 30 * 60_000;

interface Looks {
  /** The last look of the visit before; null on the first. */
  before: number | null;
  last: number;
}

/** What is kept after looking at `at`. */
export const looked = (kept: Looks | undefined, at: number): Looks =>
  kept && at - kept.last < VISIT ? { before: kept.before, last: at } : { before: kept?.last ?? null, last: at };

/** Notes this look. Answers whether something of this time came after the visit before. */
export function useLastLook(list: string): (iso: string | null) => boolean {
  const [before] = useState(() => {
    try {
      const key = `looked:${list}`;
      const looks = looked(JSON.parse(localStorage.getItem(key) ?? "null") ?? undefined, now());
      localStorage.setItem(key, JSON.stringify(looks));
      return looks.before;
    } catch {
      return null;
    }
  });
  return (iso) => before !== null && iso !== null && Date.parse(iso) > before;
}
