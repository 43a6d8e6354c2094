import * as z from "zod/mini";
import {
  AmountQuery,
  Currency,
  FileRef,
  line,
  MinorUnits,
  PageQuery,
  Person,
  PositiveMinorUnits,
  page,
  Timestamp,
  text,
} from "./fields.ts";
import { CategoryId, FileId, JobId, SkillId } from "./ids.ts";
import { defineRoutes } from "./route.ts";

export const JobStatus = z.enum(["draft", "open", "paused", "filled", "closed", "expired", "removed"]);
export type JobStatus = z.infer<typeof JobStatus>;
export const JobType = z.enum(["fixed", "hourly"]);
export const ExperienceLevel = z.enum(["entry", "intermediate", "expert"]);
export const Duration = z.enum(["days", "weeks", "months", "ongoing"]);

/** Fixed price: the whole. Hourly: per hour. Minor units of the job's currency. */
export const Budget = z.object({ min: MinorUnits, max: MinorUnits });

/** At least so many proposals were sent: 5, 10, 20 or 50; left out while there are fewer. */
const ProposalsSent = z.optional(z.int());

export const Job = z.object({
  id: JobId,
  client: Person,
  title: z.string(),
  description: z.string(),
  status: JobStatus,
  type: JobType,
  budget: Budget,
  currency: Currency,
  categoryId: CategoryId,
  skills: z.array(z.string()),
  level: ExperienceLevel,
  duration: Duration,
  positions: z.int(),
  hires: z.int(),
  visibility: z.enum(["public", "invite_only"]),
  questions: z.array(z.string()),
  attachments: z.array(FileRef),
  /** When work has to be done, if the client said so. */
  deadlineAt: z.nullable(Timestamp),
  createdAt: Timestamp,
  publishedAt: z.nullable(Timestamp),
  /** When an open job stops taking proposals by itself. */
  expiresAt: z.nullable(Timestamp),
  closedReason: z.nullable(z.string()),
  proposals: ProposalsSent,
  version: z.int(),
});
export type Job = z.infer<typeof Job>;

/** What a list of jobs shows of each: about 400 bytes, kept beside the browse index. */
export const JobCard = z.object({
  id: JobId,
  clientId: z.string(),
  title: z.string(),
  /** The first 160 characters of the description. */
  summary: z.string(),
  type: JobType,
  budget: Budget,
  currency: Currency,
  categoryId: CategoryId,
  skills: z.array(z.string()),
  level: ExperienceLevel,
  duration: Duration,
  status: JobStatus,
  publishedAt: z.nullable(Timestamp),
  proposals: ProposalsSent,
});
export type JobCard = z.infer<typeof JobCard>;
export const JobPage = page(JobCard);

const fields = {
  title: line(5, 120),
  description: text(20, 10_000),
  type: JobType,
  budget: z.strictObject({ min: PositiveMinorUnits, max: PositiveMinorUnits }),
  currency: Currency,
  categoryId: CategoryId,
  skills: z.array(SkillId).check(z.maxLength(10)),
  level: ExperienceLevel,
  duration: Duration,
  positions: z._default(z.int().check(z.minimum(1), z.maximum(20)), 1),
  visibility: z._default(z.enum(["public", "invite_only"]), "public"),
  questions: z._default(z.array(line(3, 300)).check(z.maxLength(5)), []),
  attachmentIds: z._default(z.array(FileId).check(z.maxLength(10)), []),
  deadlineAt: z._default(z.nullable(Timestamp), null),
};
export const JobDraft = z.strictObject(fields);
export type JobDraft = z.output<typeof JobDraft>;

const jobParams = z.object({ jobId: JobId });
const owner = { param: "jobId", as: "client" } as const;

export const JobQuery = z.strictObject({
  ...PageQuery,
  q: z.optional(text(0, 100)),
  category: z.optional(CategoryId),
  skill: z.optional(SkillId),
  type: z.optional(JobType),
  level: z.optional(ExperienceLevel),
  currency: z.optional(Currency),
  /** Minor units of `currency`, which both need. */
  budgetMin: z.optional(AmountQuery),
  budgetMax: z.optional(AmountQuery),
  /** Posted within so many days. */
  postedWithin: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(90))),
});
export type JobQuery = z.output<typeof JobQuery>;

export const jobRoutes = defineRoutes({
  createJob: {
    method: "POST",
    path: "/jobs",
    caller: "client",
    summary: "Write a job as a draft, or publish it at once",
    body: z.strictObject({ ...fields, publish: z._default(z.boolean(), false) }),
    response: Job,
    status: 201,
    errors: ["category.unknown", "skill.unknown", "file.not_ready"],
    limit: { max: 30, seconds: 60 },
  },
  getJob: {
    method: "GET",
    path: "/jobs/{jobId}",
    caller: "anyone",
    access: "public",
    summary: "A job; drafts only for their owner",
    params: jobParams,
    response: Job,
  },
  updateJob: {
    method: "PUT",
    path: "/jobs/{jobId}",
    caller: "client",
    access: owner,
    versioned: true,
    summary: "Edit a job that is a draft, open or paused",
    params: jobParams,
    body: JobDraft,
    response: Job,
    errors: ["job.wrong_state", "job.currency_fixed", "category.unknown", "skill.unknown", "file.not_ready"],
  },
  publishJob: {
    method: "POST",
    path: "/jobs/{jobId}/publish",
    caller: "client",
    access: owner,
    summary: "Open a draft or a paused job for proposals; renews an expired one",
    params: jobParams,
    response: Job,
    errors: ["job.wrong_state"],
  },
  pauseJob: {
    method: "POST",
    path: "/jobs/{jobId}/pause",
    caller: "client",
    access: owner,
    summary: "Take no proposals for a while",
    params: jobParams,
    response: Job,
    errors: ["job.wrong_state"],
  },
  closeJob: {
    method: "POST",
    path: "/jobs/{jobId}/close",
    caller: "client",
    access: owner,
    summary: "Close a job without (further) hiring",
    params: jobParams,
    body: z.strictObject({ reason: text(0, 300) }),
    response: Job,
    errors: ["job.wrong_state"],
  },
  listMyJobs: {
    method: "GET",
    path: "/me/jobs",
    caller: "client",
    summary: "My jobs in every state, newest first",
    query: z.strictObject({ ...PageQuery, status: z.optional(JobStatus) }),
    response: JobPage,
  },
  saveJob: {
    method: "PUT",
    path: "/me/saved-jobs/{jobId}",
    caller: "user",
    access: "public",
    summary: "Remember a job",
    params: jobParams,
    response: z.object({}),
    errors: ["job.too_many_saved"],
  },
  unsaveJob: {
    method: "DELETE",
    path: "/me/saved-jobs/{jobId}",
    caller: "user",
    access: "public",
    summary: "Forget a saved job",
    params: jobParams,
    response: z.object({}),
  },
  listSavedJobs: {
    method: "GET",
    path: "/me/saved-jobs",
    caller: "user",
    summary: "Jobs I saved, newest first",
    query: z.strictObject(PageQuery),
    response: JobPage,
  },
});
