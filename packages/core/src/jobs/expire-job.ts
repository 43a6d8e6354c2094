/** What the clock does with an open job. A renewed job has another `expiresAt`, and is left alone. */
import type { Needs } from "../deps.ts";
import { type Deadline, happened } from "../entity.ts";
import { can } from "../state-machine.ts";
import { ms } from "../time.ts";
import { unlisted } from "./close-job.ts";
import { type JobRecord, jobMachine } from "./job.ts";

type Given = Needs<"clock" | "commit" | "ids" | "jobs">;

/** The job while it is still to expire at the time the deadline speaks of. */
async function findExpiring(deps: Given, { ref, facts }: Deadline): Promise<JobRecord | undefined> {
  const job = await deps.jobs.find(ref);
  const applies = job?.expiresAt === facts?.expiresAt && job && can(jobMachine, job.status, "expire", "system");
  return applies ? job : undefined;
}

/** @rule A job that was neither filled nor closed nor renewed expires. */
export const expireJob =
  (deps: Given) =>
  async (deadline: Deadline): Promise<void> => {
    const before = await findExpiring(deps, deadline);
    if (!before?.expiresAt || ms(before.expiresAt) > deps.clock.now()) return;
    const { job, ...outbox } = unlisted(deps, before, "expire", "system", "expired");
    await deps.commit(deps.jobs.save(job, outbox));
  };

/** Tells the owner that a job is about to expire, once, and sets the time it does; one whose time is over already expires. */
export const warnOfExpiry =
  (deps: Given) =>
  async (deadline: Deadline): Promise<void> => {
    const job = await findExpiring(deps, deadline);
    if (!job?.expiresAt || job.warnedOf === job.expiresAt) return;
    if (ms(job.expiresAt) <= deps.clock.now()) return expireJob(deps)(deadline);
    const { id: jobId, clientId, title, expiresAt } = job;
    const facts = { jobId, clientId, title, expiresAt };
    const events = [happened(deps, "job.expires_soon.v1", facts)];
    const deadlines: Deadline[] = [{ at: expiresAt, kind: "job.expire", ref: jobId, facts: { expiresAt } }];
    await deps.commit(deps.jobs.save({ ...job, warnedOf: expiresAt }, { events, deadlines }));
  };
