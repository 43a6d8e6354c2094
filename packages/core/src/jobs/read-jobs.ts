import { Refusal } from "@freelancerm/contracts/errors";
import type { Job, JobCard, JobStatus } from "@freelancerm/contracts/jobs";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import type { Listed, PageRequest } from "../entity.ts";
import { limits } from "../policy/policy.ts";
import { iso } from "../time.ts";
import { personOf } from "../users/account.ts";
import { isVisible, presentJob, requireVisible } from "./job.ts";

/** A job, if the actor may see it. */
export const getJob =
  (deps: Needs<"jobs">) =>
  async (actor: Actor | undefined, { jobId }: { jobId: string }): Promise<Job> => {
    const { job, owner } = await deps.jobs.findWithOwner(jobId);
    const visible = requireVisible(job, actor);
    return presentJob(visible, personOf(visible.clientId, owner));
  };

/** The acting client's jobs in every state, newest first. */
export const listMyJobs =
  (deps: Needs<"jobs">) =>
  async (actor: Actor, { status, ...page }: PageRequest & { status?: JobStatus }): Promise<Listed<JobCard>> => {
    const listed = await deps.jobs.listOfClient(actor.id, page);
    return status ? { ...listed, items: listed.items.filter((job) => job.status === status) } : listed;
  };

/** Remembers a job the actor may see. */
export const saveJob =
  (deps: Needs<"clock" | "commit" | "jobs">) =>
  async (actor: Actor, { jobId }: { jobId: string }) => {
    const [job, saved] = await Promise.all([deps.jobs.find(jobId), deps.jobs.savedOf(actor.id)]);
    requireVisible(job, actor);
    if (saved.length >= limits.savedJobs && !saved.some((one) => one.jobId === jobId)) {
      throw new Refusal("job.too_many_saved");
    }
    await deps.commit(deps.jobs.remember(actor.id, jobId, iso(deps.clock.now())));
    return {};
  };

export const unsaveJob =
  (deps: Needs<"commit" | "jobs">) =>
  async (actor: Actor, { jobId }: { jobId: string }) => {
    await deps.commit(deps.jobs.forget(actor.id, jobId));
    return {};
  };

/**
 * The job saved last comes first. All that was saved is one query: a job is found by its id, so that it can be forgotten.
 * @rule A saved job shows in the list as long as it shows at all: one that was withdrawn from view meanwhile does not.
 */
export const listSavedJobs =
  (deps: Needs<"jobs">) =>
  async (actor: Actor, { limit, after }: PageRequest): Promise<Listed<JobCard>> => {
    const saved = (await deps.jobs.savedOf(actor.id))
      .map(({ jobId, savedAt }) => ({ jobId, place: `${savedAt}#${jobId}` }))
      .sort((a, b) => (a.place < b.place ? 1 : -1))
      .filter(({ place }) => after === undefined || place < String(after.place));
    const shown = saved.slice(0, limit);
    const jobs = await deps.jobs.findMany(shown.map(({ jobId }) => jobId));
    return {
      items: jobs.filter((job) => isVisible(job, actor)),
      next: saved.length > limit ? { place: shown.at(-1)!.place } : null,
    };
  };
