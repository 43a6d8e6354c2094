/** How many proposals a freelancer may send: a free weekly quota, and a bound on what is open at once. */
import { Refusal } from "@freelancerm/contracts/errors";
import { proposalIdOf } from "@freelancerm/contracts/ids";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import type { Versioned } from "../entity.ts";
import { limits } from "../policy/policy.ts";
import { iso } from "../time.ts";
import { isOpen } from "./proposal.ts";

/**
 * One row per freelancer, so that no race can overdraw it. A job is in it once, however often a submission is tried. Which of
 * the jobs' proposals are still open is asked of the proposals themselves, and only once there may be too many: so hiring,
 * declining and withdrawing need not write here.
 */
export interface QuotaRecord extends Versioned {
  freelancerId: string;
  /** Job id → when it was spent, milliseconds since the epoch. */
  spent: Record<string, number>;
}

const unspent = (freelancerId: string): QuotaRecord => ({ freelancerId, spent: {}, version: 0 });

const isRecent = (at: number, now: number) => now - at < limits.proposalWindow;

const recentOf = (quota: QuotaRecord, now: number): number[] =>
  Object.values(quota.spent).filter((at) => isRecent(at, now));

/** When the oldest spent proposal comes back. */
const nextReturnAt = (recent: number[]): string | null =>
  recent.length > 0 ? iso(Math.min(...recent) + limits.proposalWindow) : null;

/** The jobs among the spent ones whose proposals are open. */
async function openJobs(deps: Needs<"proposals">, { freelancerId, spent }: QuotaRecord): Promise<Set<string>> {
  const jobIds = Object.keys(spent);
  const proposals = await deps.proposals.findMany(jobIds.map((jobId) => proposalIdOf(jobId, freelancerId)));
  return new Set(
    jobIds.filter((_, index) => {
      const proposal = proposals[index];
      return proposal !== undefined && isOpen(proposal);
    }),
  );
}

/** Spends one proposal for this job, once: a submission that is tried again finds it spent. */
export async function spend(
  deps: Needs<"clock" | "commit" | "proposals">,
  freelancerId: string,
  jobId: string,
  quota: QuotaRecord = unspent(freelancerId),
): Promise<void> {
  const now = deps.clock.now();
  const before = quota.spent[jobId];
  if (before !== undefined && isRecent(before, now)) return;
  const recent = recentOf(quota, now);
  if (recent.length >= limits.proposalsPerWindow) {
    throw new Refusal("proposal.quota_spent", { facts: { nextReturnAt: nextReturnAt(recent) } });
  }
  let { spent } = quota;
  if (Object.keys(spent).length >= limits.openProposals) {
    const open = await openJobs(deps, quota);
    if (open.size >= limits.openProposals) throw new Refusal("proposal.too_many_open", { facts: { open: open.size } });
    spent = Object.fromEntries(Object.entries(spent).filter(([job, at]) => open.has(job) || isRecent(at, now)));
  }
  await deps.commit(deps.proposals.saveQuota({ ...quota, spent: { ...spent, [jobId]: now } }));
}

/** Gives a proposal back whose job ended without a hire. */
export async function giveBack(
  deps: Needs<"commit" | "proposals">,
  freelancerId: string,
  jobId: string,
): Promise<void> {
  const quota = await deps.proposals.findQuota(freelancerId);
  if (quota?.spent[jobId] === undefined) return;
  const { [jobId]: _, ...spent } = quota.spent;
  await deps.commit(deps.proposals.saveQuota({ ...quota, spent }));
}

/** What is left of the acting freelancer's quota. */
export const getMyProposalQuota = (deps: Needs<"clock" | "proposals">) => async (actor: Actor) => {
  const quota = (await deps.proposals.findQuota(actor.id)) ?? unspent(actor.id);
  const recent = recentOf(quota, deps.clock.now());
  return {
    perWeek: limits.proposalsPerWindow,
    used: recent.length,
    open: (await openJobs(deps, quota)).size,
    maxOpen: limits.openProposals,
    nextReturnAt: nextReturnAt(recent),
  };
};
