import type { Job, JobCard, JobStatus } from "@freelancerm/contracts/jobs";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import type { Listed, PageRequest } from "../entity.ts";
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
    requireVisible(await deps.jobs.find(jobId), actor);
    await deps.commit(deps.jobs.remember(actor.id, jobId, iso(deps.clock.now())));
    return {};
  };

export const unsaveJob =
  (deps: Needs<"commit" | "jobs">) =>
  async (actor: Actor, { jobId }: { jobId: string }) => {
    await deps.commit(deps.jobs.forget(actor.id, jobId));
    return {};
  };

/** @rule A saved job shows in the list as long as it shows at all: one that was withdrawn from view meanwhile does not. */
export const listSavedJobs =
  (deps: Needs<"jobs">) =>
  async (actor: Actor, page: PageRequest): Promise<Listed<JobCard>> => {
    const { items, next } = await deps.jobs.listSaved(actor.id, page);
    return { items: items.filter((job) => isVisible(job, actor)), next };
  };
