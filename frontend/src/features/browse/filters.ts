/** The filters of the public lists, by their names in the address. */
export const JOB_FILTERS = [
  "q",
  "category",
  "skill",
  "type",
  "level",
  "currency",
  "budgetMin",
  "budgetMax",
  "postedWithin",
] as const;
export type JobFilter = (typeof JOB_FILTERS)[number];

export const TALENT_FILTERS = ["q", "category", "skill", "rateMax", "country", "language", "availability"] as const;
export type TalentFilter = (typeof TALENT_FILTERS)[number];

/** How long ago a job was posted at most: days, in words. */
export const POSTED: Record<string, string> = { 1: "24 hours", 7: "7 days", 30: "30 days" };
