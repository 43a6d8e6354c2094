/** What passing time brought, in words. */
import type { DeadlineKind } from "@freelancerm/contracts/sandbox";
import { counted, list } from "../lib/format.ts";

export type Met = Partial<Record<DeadlineKind, number>>;

/** In the order in which they are told: what moved money first. */
type Words = (count: number) => string;
const WORDS: Record<DeadlineKind, Words> & Record<string, Words> = {
  "milestone.approve": (count) => `${counted(count, "milestone")} approved because nobody answered`,
  "refund.grant": (count) => `${counted(count, "refund")} granted because nobody answered`,
  "payout.unlock": (count) => `${counted(count, "changed payout account")} in use again`,
  "offer.expire": (count) => `${counted(count, "offer")} expired`,
  "job.expire": (count) => `${counted(count, "job")} expired`,
  "reviews.publish": (count) => `reviews of ${counted(count, "contract")} published`,
  "milestone.remind": (count) => counted(count, "reminder to review work", "reminders to review work"),
  "job.warn": (count) => counted(count, "warning that a job ends soon", "warnings that jobs end soon"),
  "search.digest": (count) => counted(count, "digest of saved searches", "digests of saved searches"),
};

/** "2 milestones approved because nobody answered and 1 job expired", "nothing fell due". */
export function metWords(met: Met): string {
  const parts = (Object.keys(WORDS) as DeadlineKind[]).flatMap((kind) => (met[kind] ? WORDS[kind](met[kind]) : []));
  return parts.length > 0 ? list(parts) : "nothing fell due";
}

/** "14 days passed", "1 hour passed". */
export const passedWords = (seconds: number): string =>
  `${seconds % 86_400 === 0 ? counted(seconds / 86_400, "day") : counted(seconds / 3_600, "hour")} passed`;

export const addMet = (one: Met, other: Met): Met => {
  const sum = { ...one };
  for (const [kind, count] of Object.entries(other) as [DeadlineKind, number][]) sum[kind] = (sum[kind] ?? 0) + count;
  return sum;
};

/** A stretch of time in steps of at most `longest`. */
export function inSteps(seconds: number, longest: number): number[] {
  const whole = Math.floor(seconds / longest);
  const rest = seconds - whole * longest;
  return [...Array.from({ length: whole }, () => longest), ...(rest > 0 ? [rest] : [])];
}
