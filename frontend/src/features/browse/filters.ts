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

export const TALENT_FILTERS = [
  "q",
  "category",
  "skill",
  "currency",
  "rateMax",
  "country",
  "language",
  "availability",
] as const;
export type TalentFilter = (typeof TALENT_FILTERS)[number];

/** The order of a list, and the job freelancers are ranked for; beside the filters in the address. */
export const ORDER = ["sort", "for"] as const;

/** How long ago a job was posted at most: days, in words. */
export const POSTED: Record<string, string> = { 1: "24 hours", 7: "7 days", 30: "30 days" };
