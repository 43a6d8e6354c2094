import type { Job } from "@freelancerm/contracts/jobs";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import { happened, type SaveOptions } from "../entity.ts";
import { advance, type By } from "../state-machine.ts";
import { type JobRecord, jobMachine, presentSaved, requireJob } from "./job.ts";

/** A job that leaves the lists by a command, with the event that says so. A draft was in no list. */
export function unlisted(
  deps: Needs<"clock" | "ids">,
  before: JobRecord,
  command: "pause" | "fill" | "close" | "expire" | "remove",
  by: By,
  reason: string,
): { job: JobRecord } & SaveOptions {
  const status = advance(jobMachine, before.status, command, by, "job.wrong_state");
  const job: JobRecord = { ...before, status, closedReason: reason };
  if (before.status === "draft") return { job };
  const { id: jobId, clientId, title, categoryId, visibility } = job;
  return {
    job,
    events: [
      happened(deps, "job.unlisted.v1", {
        jobId,
        clientId,
        title,
        categoryId,
        visibility,
        status,
        previousStatus: before.status,
        reason,
      }),
    ],
  };
}

/** Takes a job off the lists by its owner's command and says what became of it. */
const takeOff =
  (command: "pause" | "close") =>
  (deps: Needs<"accounts" | "clock" | "commit" | "ids" | "jobs">) =>
  async (_: Actor, { jobId, reason = "" }: { jobId: string; reason?: string }): Promise<Job> => {
    const { job, ...outbox } = unlisted(deps, requireJob(await deps.jobs.find(jobId)), command, "client", reason);
    await deps.commit(deps.jobs.save(job, outbox));
    return presentSaved(deps, job);
  };

/** Closes a job; its open proposals are closed with the reason. */
export const closeJob = takeOff("close");
/** Takes no proposals for a while; those that are there stay. */
export const pauseJob = takeOff("pause");
