import type { Job } from "@freelancerm/contracts/jobs";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import { happened, type SaveOptions } from "../entity.ts";
import { limits } from "../policy/policy.ts";
import { advance } from "../state-machine.ts";
import { iso } from "../time.ts";
import { type JobRecord, jobMachine, presentSaved, requireJob } from "./job.ts";

/** An opened job with the event and the deadlines that go with it. */
export function opened(deps: Needs<"clock" | "ids">, before: JobRecord): { job: JobRecord } & SaveOptions {
  const now = deps.clock.now();
  const expiresAt = iso(now + limits.jobOpen);
  const job: JobRecord = {
    ...before,
    status: advance(jobMachine, before.status, "publish", "client", "job.wrong_state"),
    publishedAt: before.status === "paused" ? before.publishedAt : iso(now),
    expiresAt,
    closedReason: null,
  };
  const { id, clientId, title, categoryId, visibility } = job;
  const again = before.publishedAt === null ? {} : { again: true as const };
  const facts = { jobId: id, clientId, title, categoryId, visibility, ...again };
  return {
    job,
    events: [happened(deps, "job.published.v1", facts)],
    // The warning sets the time of expiry: an open job carries one deadline at a time.
    deadlines: [{ at: iso(now + limits.jobOpen - limits.jobWarning), kind: "job.warn", ref: id, facts: { expiresAt } }],
  };
}

/** Opens a draft, paused or expired job for proposals anew. */
export const publishJob =
  (deps: Needs<"accounts" | "clock" | "commit" | "ids" | "jobs">) =>
  async (_: Actor, { jobId }: { jobId: string }): Promise<Job> => {
    const { job, ...outbox } = opened(deps, requireJob(await deps.jobs.find(jobId)));
    await deps.commit(deps.jobs.save(job, outbox));
    return presentSaved(deps, job);
  };
