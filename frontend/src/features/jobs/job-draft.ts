import type { Currency } from "@freelancerm/contracts/fields";
import type { Job, JobDraft } from "@freelancerm/contracts/jobs";

/** A job as it is being written: amounts may still be missing. */
export interface JobForm {
  title: string;
  description: string;
  categoryId: string;
  skills: string[];
  type: "fixed" | "hourly";
  currency: Currency;
  budgetMin: number | null;
  budgetMax: number | null;
  level: JobDraft["level"];
  duration: JobDraft["duration"];
  positions: string;
  visibility: "public" | "invite_only";
  questions: string[];
  /** A date as browsers write it, or nothing. */
  deadline: string;
  /** Steps that were gone on from; only these can be done. */
  left: StepId[];
}

export const emptyJob: JobForm = {
  title: "",
  description: "",
  categoryId: "",
  skills: [],
  type: "fixed",
  currency: "USD",
  budgetMin: null,
  budgetMax: null,
  level: "intermediate",
  duration: "weeks",
  positions: "1",
  visibility: "public",
  questions: [],
  deadline: "",
  left: [],
};

export const formOfJob = (job: Job): JobForm => ({
  title: job.title,
  description: job.description,
  categoryId: job.categoryId,
  skills: job.skills,
  type: job.type,
  currency: job.currency,
  budgetMin: job.budget.min,
  budgetMax: job.budget.max,
  level: job.level,
  duration: job.duration,
  positions: String(job.positions),
  visibility: job.visibility,
  questions: job.questions,
  deadline: job.deadlineAt?.slice(0, 10) ?? "",
  left: STEPS.map(({ id }) => id),
});

export const bodyOfJob = (form: JobForm, attachmentIds: string[]) => ({
  title: form.title,
  description: form.description,
  categoryId: form.categoryId,
  skills: form.skills,
  type: form.type,
  currency: form.currency,
  budget: { min: form.budgetMin ?? 0, max: form.budgetMax ?? 0 },
  level: form.level,
  duration: form.duration,
  positions: Number(form.positions),
  visibility: form.visibility,
  questions: form.questions.map((question) => question.trim()).filter(Boolean),
  attachmentIds,
  deadlineAt: form.deadline ? `${form.deadline}T23:59:59.000Z` : null,
});

export const STEPS = [
  { id: "title", words: "Title", fields: ["title", "description", "categoryId"] },
  { id: "skills", words: "Skills", fields: ["skills", "level", "questions"] },
  { id: "scope", words: "Scope", fields: ["duration", "positions", "visibility", "deadlineAt"] },
  { id: "budget", words: "Budget", fields: ["type", "currency", "budget"] },
  { id: "review", words: "Review", fields: [] },
] as const;
export type StepId = (typeof STEPS)[number]["id"];

/** The step on which a field of the job is written. */
export const stepOf = (path: string): StepId =>
  STEPS.find(({ fields }) => fields.some((field) => path.startsWith(field)))?.id ?? "title";
