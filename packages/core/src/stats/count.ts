/** What each event adds to the figures. */
import type { EventData } from "@freelancerm/contracts/events";
import { partiesOf } from "@freelancerm/contracts/ids";
import type { Needs } from "../deps.ts";
import type { Change } from "../entity.ts";
import type { Counted } from "./counters.ts";
import { rated } from "./rating.ts";

type CountDeps = Needs<"clients" | "counters" | "freelancers">;

const everywhere = (deps: CountDeps, categoryId: string | null, figure: Counted, by: number): Change[] => [
  deps.counters.add(null, figure, by),
  ...(categoryId === null ? [] : [deps.counters.add(categoryId, figure, by)]),
];

export const counting = (deps: CountDeps) => ({
  jobPublished: async ({ clientId, categoryId }: EventData<"job.published.v1">): Promise<Change[]> => {
    const client = await deps.clients.find(clientId);
    return [
      ...everywhere(deps, categoryId, "openJobs", 1),
      ...(client ? [deps.clients.save({ ...client, jobsPosted: client.jobsPosted + 1 })] : []),
    ];
  },

  /** @rule A job counts while it is open: pausing takes it out, and what happens to a paused one changes nothing. */
  jobUnlisted: async ({ categoryId, previousStatus }: EventData<"job.unlisted.v1">): Promise<Change[]> =>
    previousStatus === "open" ? everywhere(deps, categoryId, "openJobs", -1) : [],

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
