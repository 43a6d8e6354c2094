import type { Needs } from "../deps.ts";

/** From how many proposals on a job says that it has at least so many. */
const BANDS = [5, 10, 20, 50];

/**
 * @rule A job says in bands (5, 10, 20, 50) how many proposals were sent for it, so that its card is written four times in its life
 * and not with each proposal. Decides by what is stored, so an event that comes late or twice does no harm.
 */
export const noteInterest =
  (deps: Needs<"commit" | "jobs" | "proposals">) =>
  async ({ jobId }: { jobId: string }): Promise<void> => {
    const job = await deps.jobs.find(jobId);
    const next = job && BANDS.find((band) => band > (job.proposals ?? 0));
    if (!job || !next || (await deps.proposals.countOfJob(jobId, next)) < next) return;
    await deps.commit(deps.jobs.noteProposals(job, next));
  };
