import { Refusal, refuseField } from "@freelancerm/contracts/errors";
import { ownerOfJob } from "@freelancerm/contracts/ids";
import type { Match } from "@freelancerm/contracts/marketplace";
import type { FreelancerCard } from "@freelancerm/contracts/users";
import type { Actor } from "../actor.ts";
import { familyOf, topOf } from "../categories/taxonomy.ts";
import type { Needs } from "../deps.ts";
import type { Listed, PageRequest } from "../entity.ts";
import { bestMatches, MATCH_WINDOW, type RankedPage } from "./best-matches.ts";
import type { Browse } from "./browse.ts";
import { type FreelancerFilter, freelancerFilter, requireSoundFreelancerFilter } from "./matching.ts";
import { matchOf } from "./ranking.ts";

/** `for`: the job they are ranked for, which is the caller's own. */
type FreelancerListing = FreelancerFilter & PageRequest & { sort?: "newest" | "match"; for?: string };

/** Listed freelancers, those who joined last or match best first; a category shows who is in its sub-categories too. */
export const listFreelancers =
  (deps: Needs<"browse" | "clock" | "jobs" | "taxonomy">) =>
  async (
    actor: Actor | undefined,
    { limit, after, sort, for: jobId, ...filter }: FreelancerListing,
  ): Promise<Listed<FreelancerCard & { match?: Match }>> => {
    requireSoundFreelancerFilter(filter);
    if (sort !== "match" && jobId) refuseField("request.invalid", "for", "goes with sort=match");
    const family = filter.category ? familyOf(await deps.taxonomy.read(), filter.category) : [];
    const browse: Browse<FreelancerCard> = {
      limit,
      after,
      categoryId: family.length === 1 ? family[0] : undefined,
      keep: freelancerFilter(filter, family),
    };
    return sort === "match" ? whoMatches(deps, actor, jobId, browse) : deps.browse.freelancers(browse);
  };

/** @rule Freelancers are ranked for a job by its client, who is not among them. */
async function whoMatches(
  deps: Needs<"browse" | "clock" | "jobs" | "taxonomy">,
  actor: Actor | undefined,
  jobId: string | undefined,
  { limit, after, keep, ...browse }: Browse<FreelancerCard>,
): Promise<RankedPage<FreelancerCard>> {
  if (!actor) throw new Refusal("auth.required");
  if (!jobId) return refuseField("request.invalid", "for", "names the job to match");
  const [job, tree] = await Promise.all([
    ownerOfJob(jobId) === actor.id ? deps.jobs.find(jobId) : undefined,
    deps.taxonomy.read(),
  ]);
  if (!job) throw new Refusal("resource.not_found");
  const top = topOf(tree);
  return bestMatches({ limit, after }, deps.clock.now(), {
    read: () =>
      deps.browse.freelancers({
        ...browse,
        limit: MATCH_WINDOW,
        keep: (freelancer) => freelancer.id !== actor.id && (keep?.(freelancer) ?? true),
      }),
    matchOf: (freelancer, at) => matchOf("talent", { job, freelancer, at, topOf: top }),
    tieOf: ({ id }) => id,
  });
}
