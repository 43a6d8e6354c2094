/** A job: what a client wants done. */
import { Refusal, refuseField } from "@freelancerm/contracts/errors";
import type { FileRef, Person } from "@freelancerm/contracts/fields";
import { ownerOfJob } from "@freelancerm/contracts/ids";
import type { Job, JobCard, JobDraft, JobStatus } from "@freelancerm/contracts/jobs";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import type { Change, Listed, PageRequest, SaveOptions, Versioned } from "../entity.ts";
import type { Machine } from "../state-machine.ts";
import { ms } from "../time.ts";
import { type Account, personOf } from "../users/account.ts";

/** As it is stored: the card lists show, and the rest. */
export interface JobRecord extends JobCard, Versioned {
  description: string;
  positions: number;
  hires: number;
  visibility: "public" | "invite_only";
  questions: string[];
  attachments: FileRef[];
  deadlineAt: string | null;
  createdAt: string;
  expiresAt: string | null;
  closedReason: string | null;
  /** The expiry its owner was warned of. */
  warnedOf?: string;
}

export interface JobStore {
  find(id: string): Promise<JobRecord | undefined>;
  /** A job with the account of its owner, in one call. Eventually consistent. */
  findWithOwner(id: string): Promise<{ job: JobRecord | undefined; owner: Account | undefined }>;
  save(job: JobRecord, options?: SaveOptions): Change;
  /** At least so many proposals were sent for it. Its version stays: nothing its owner edits has changed. */
  noteProposals(job: JobRecord, atLeast: number): Change;
  listOfClient(clientId: string, page: PageRequest): Promise<Listed<JobCard>>;
  remember(userId: string, jobId: string, savedAt: string): Change;
  forget(userId: string, jobId: string): Change;
  /** What somebody saved, in no particular order; at most `limits.savedJobs`. */
  savedOf(userId: string): Promise<{ jobId: string; savedAt: string }[]>;
  /** Those that are there, in the order of the ids, in one eventually consistent call. */
  findMany(ids: string[]): Promise<JobRecord[]>;
}

export type JobCommand = "publish" | "pause" | "edit" | "fill" | "close" | "expire" | "remove";

/** @rule draft → open ⇄ paused → filled | closed | expired | removed; an expired job can be opened again. */
export const jobMachine: Machine<JobStatus, JobCommand> = {
  draft: {
    publish: { to: "open", by: ["client"] },
    edit: { to: "draft", by: ["client"] },
    close: { to: "closed", by: ["client"] },
  },
  open: {
    pause: { to: "paused", by: ["client", "system"] },
    edit: { to: "open", by: ["client"] },
    fill: { to: "filled", by: ["client", "freelancer"] },
    close: { to: "closed", by: ["client"] },
    expire: { to: "expired", by: ["system"] },
    remove: { to: "removed", by: ["system"] },
  },
  paused: {
    publish: { to: "open", by: ["client"] },
    edit: { to: "paused", by: ["client"] },
    fill: { to: "filled", by: ["client", "freelancer"] },
    close: { to: "closed", by: ["client"] },
    expire: { to: "expired", by: ["system"] },
    remove: { to: "removed", by: ["system"] },
  },
  filled: {},
  closed: { remove: { to: "removed", by: ["system"] } },
  expired: { publish: { to: "open", by: ["client"] }, remove: { to: "removed", by: ["system"] } },
  removed: {},
};

/** @rule Somebody else's job shows while it takes proposals or once it took them; drafts, removed and invite-only jobs are for their owner. */
export const isVisible = (job: JobRecord, actor: Actor | undefined): boolean =>
  ownerOfJob(job.id) === actor?.id ||
  (job.visibility === "public" && job.status !== "draft" && job.status !== "removed" && job.publishedAt !== null);

/** @rule A job is in the lists, and counts, while it is open and public: under its category and among all. */
export const listedIn = (job: Pick<JobRecord, "status" | "visibility" | "categoryId">): string | null =>
  job.status === "open" && job.visibility === "public" ? job.categoryId : null;

/** @rule A budget is positive and its minimum does not exceed its maximum; a deadline lies in the future. */
export function requireSoundDraft(draft: JobDraft, now: number): void {
  if (draft.budget.min > draft.budget.max) {
    refuseField("request.invalid", "budget.max", "must not be lower than the minimum");
  }
  if (draft.deadlineAt && ms(draft.deadlineAt) <= now) {
    refuseField("request.invalid", "deadlineAt", "must lie in the future");
  }
}

export const summaryOf = (description: string): string =>
  description.length <= 160 ? description : `${description.slice(0, 157).trimEnd()}…`;

/** Fields whose change the applicants are told of. */
const MATERIAL = ["title", "description", "type", "budget", "skills", "deadlineAt", "duration", "level"] as const;

export const materialChanges = (before: JobRecord, after: JobRecord): string[] =>
  MATERIAL.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));

export function presentJob(job: JobRecord, client: Person): Job {
  const { clientId: _, summary: __, outbox: ___, ...rest } = job;
  return { ...rest, client };
}

/** A job that was just saved, as its owner is answered. */
export async function presentSaved(deps: Needs<"accounts">, job: JobRecord): Promise<Job> {
  const [owner] = await deps.accounts.findMany([job.clientId]);
  return presentJob({ ...job, version: job.version + 1 }, personOf(job.clientId, owner));
}

/** The job if the actor may see it. */
export function requireVisible(job: JobRecord | undefined, actor: Actor | undefined): JobRecord {
  if (!job || !isVisible(job, actor)) throw new Refusal("resource.not_found");
  return job;
}

/** The job if it exists; whose it is was settled by its id. */
export function requireJob(job: JobRecord | undefined): JobRecord {
  if (!job) throw new Refusal("resource.not_found");
  return job;
}
