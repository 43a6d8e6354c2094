/** What a kind of job looks like; a job is one of its variants with a client's own circumstances. */
export interface JobTemplate {
  /** `{x}` is the variant. */
  title: string;
  variants: string[];
  text: string;
  skills: string[];
  /** Lowest and highest budget: euros for the whole, or per hour when hourly. */
  euros: [number, number];
  /** Milestones the work falls into. */
  steps: string[];
  hourly?: true;
  level?: "entry" | "intermediate" | "expert";
  duration?: "days" | "weeks" | "months" | "ongoing";
  questions?: string[];
}

type Extra = Pick<JobTemplate, "hourly" | "level" | "duration"> & { ask?: string };

/** Lists are written `one | two`. */
export const template = (
  title: string,
  variants: string,
  text: string,
  skills: string,
  euros: [number, number],
  steps: string,
  { ask, ...extra }: Extra = {},
): JobTemplate => ({
  title,
  variants: variants.split(" | "),
  text,
  skills: skills.split(" "),
  euros,
  steps: steps.split(" | "),
  ...extra,
  ...(ask && { questions: ask.split(" | ") }),
});
