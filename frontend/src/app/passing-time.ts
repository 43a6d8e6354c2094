/** What passing time brought, in words. */
import type { DeadlineKind } from "@freelancerm/contracts/sandbox";
import { counted, list } from "../lib/format.ts";

export type Met = Partial<Record<DeadlineKind, number>>;

/** In the order in which they are told: what moved money first. */
const WORDS: Record<DeadlineKind, (count: number) => string> = {
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

/** What was met from one time to a later one. */
export const metSince = (earlier: Met, later: Met): Met =>
  Object.fromEntries(
    (Object.entries(later) as [DeadlineKind, number][])
      .map(([kind, count]) => [kind, count - (earlier[kind] ?? 0)] as const)
      .filter(([, count]) => count > 0),
  );

/** How much of a stretch of time is done, 0 to 1. */
export const shareOf = (from: number, to: number, done: number): number =>
  Math.min(1, Math.max(0, (done - from) / (to - from)));
