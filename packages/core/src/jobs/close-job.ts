import type { Job } from "@freelancerm/contracts/jobs";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import { happened, type SaveOptions } from "../entity.ts";
import { advance, type By } from "../state-machine.ts";
import { iso } from "../time.ts";
import { personOf } from "../users/account.ts";
import { type JobCommand, type JobRecord, jobMachine, presentJob, requireJob } from "./job.ts";

/** A job that leaves the lists by a command, with the event that says so. A draft was in no list. */
export function unlisted(
  deps: Needs<"clock" | "ids">,
  before: JobRecord,
  command: Exclude<JobCommand, "publish" | "edit">,
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
      happened(
        deps,
        "job.unlisted.v1",
        { jobId, clientId, title, categoryId, visibility, status, previousStatus: before.status, reason },
        iso(deps.clock.now()),
      ),
    ],
  };
}

/** Takes a job off the lists by its owner's command and says what became of it. */
const takeOff =
  (command: "pause" | "close") =>
  (deps: Needs<"accounts" | "clock" | "commit" | "ids" | "jobs">) =>
  async (actor: Actor, { jobId, reason = "" }: { jobId: string; reason?: string }): Promise<Job> => {
    const { job, ...outbox } = unlisted(deps, requireJob(await deps.jobs.find(jobId)), command, "client", reason);
    await deps.commit(deps.jobs.save(job, outbox));
    const [owner] = await deps.accounts.findMany([actor.id]);
    return presentJob({ ...job, version: job.version + 1 }, personOf(actor.id, owner));
  };

/** Closes a job; its open proposals are closed with the reason. */
export const closeJob = takeOff("close");
/** Takes no proposals for a while; those that are there stay. */
export const pauseJob = takeOff("pause");
