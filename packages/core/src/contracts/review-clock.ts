/** The clock of a submission: silence approves at its end, and reminders come before. */
import type { Deadline } from "../entity.ts";
import { limits } from "../policy/policy.ts";
import { DAY, iso, ms } from "../time.ts";
import type { ContractRecord, MilestoneRecord } from "./contract.ts";

/** What tells one submission of a milestone from another. */
const submissionOf = ({ number, submittedAt }: MilestoneRecord) => ({ number, submittedAt: submittedAt! });

/** The next reminder of a submission's review after a time, if there is one: each sets the one that follows it. */
export function nextReminder(contract: ContractRecord, milestone: MilestoneRecord, after: number): Deadline[] {
  const window = contract.reviewDays * DAY;
  const end = ms(milestone.reviewEndsAt!);
  const times = [window / 2, ...limits.reviewReminders].filter((early) => early < window).map((early) => end - early);
  const next = Math.min(...times.filter((time) => time > after));
  if (next === Number.POSITIVE_INFINITY) return [];
  return [{ at: iso(next), kind: "milestone.remind", ref: contract.id, facts: submissionOf(milestone) }];
}

/** What a submission sets: the time silence approves it, and its first reminder. */
export const reviewClock = (contract: ContractRecord, milestone: MilestoneRecord): Deadline[] => [
  { at: milestone.reviewEndsAt!, kind: "milestone.approve", ref: contract.id, facts: submissionOf(milestone) },
  ...nextReminder(contract, milestone, ms(milestone.submittedAt!)),
];
