/** What each event adds to the figures. */
import type { EventData } from "@freelancerm/contracts/events";
import { partiesOf } from "@freelancerm/contracts/ids";
import type { Needs } from "../deps.ts";
import type { Change } from "../entity.ts";
import { listedIn } from "../jobs/job.ts";
import { rated } from "./rating.ts";

type CountDeps = Needs<"clients" | "counters" | "freelancers">;

/** A job that came into the lists of a category, moved to another's or left; null is in none. */
function moved(deps: CountDeps, previous: string | null, next: string | null): Change[] {
  if (previous === next) return [];
  const total = Number(next !== null) - Number(previous !== null);
  return [
    ...(total === 0 ? [] : [deps.counters.add(null, "openJobs", total)]),
    ...(previous === null ? [] : [deps.counters.add(previous, "openJobs", -1)]),
    ...(next === null ? [] : [deps.counters.add(next, "openJobs", 1)]),
  ];
}

export const counting = (deps: CountDeps) => ({
  /** @rule A job counts as posted when it opens for the first time. */
  jobPublished: async ({ clientId, again, ...job }: EventData<"job.published.v1">): Promise<Change[]> => {
    const client = again ? undefined : await deps.clients.find(clientId);
    return [
      ...moved(deps, null, listedIn({ ...job, status: "open" })),
      ...(client ? [deps.clients.save({ ...client, jobsPosted: client.jobsPosted + 1 })] : []),
    ];
  },

  jobChanged: async (job: EventData<"job.changed.v1">): Promise<Change[]> =>
    moved(deps, job.previouslyListedIn, job.listedIn),

  jobUnlisted: async (job: EventData<"job.unlisted.v1">): Promise<Change[]> =>
    moved(deps, listedIn({ ...job, status: job.previousStatus }), null),

  freelancerListed: async (data: EventData<"freelancer.listed.v1">): Promise<Change[]> => {
    const { listed, previouslyListed, categoryId, previousCategoryId } = data;
    const total = Number(listed) - Number(previouslyListed);
    const moved = categoryId !== previousCategoryId;
    return [
      ...(total === 0 ? [] : [deps.counters.add(null, "freelancers", total)]),
      ...(moved && previousCategoryId ? [deps.counters.add(previousCategoryId, "freelancers", -1)] : []),
      ...(moved && categoryId ? [deps.counters.add(categoryId, "freelancers", 1)] : []),
    ];
  },

  contractStarted: async ({ clientId }: EventData<"contract.started.v1">): Promise<Change[]> => {
    const client = await deps.clients.find(clientId);
    return [
      deps.counters.add(null, "contracts", 1),
      ...(client ? [deps.clients.save({ ...client, hires: client.hires + 1 })] : []),
    ];
  },

  /** @rule A contract counts as completed when it ended and paid something. */
  contractEnded: async ({ freelancerId, released }: EventData<"contract.ended.v1">): Promise<Change[]> => {
    const freelancer = released > 0 ? await deps.freelancers.find(freelancerId) : undefined;
    return freelancer
      ? [deps.freelancers.save({ ...freelancer, completedContracts: freelancer.completedContracts + 1 })]
      : [];
  },

  reviewPublished: async (data: EventData<"review.published.v1">): Promise<Change[]> => {
    const { contractId, subjectId, overall } = data;
    const { clientId, freelancerId } = partiesOf(contractId);
    if (data.as === "client") {
      const client = await deps.clients.find(subjectId);
      return client ? [deps.clients.save(rated(client, { overall, reviewerId: freelancerId }))] : [];
    }
    const freelancer = await deps.freelancers.find(subjectId);
    return freelancer ? [deps.freelancers.save(rated(freelancer, { overall, reviewerId: clientId }))] : [];
  },
});
