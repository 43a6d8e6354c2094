import { Refusal } from "@freelancerm/contracts/errors";
import type { JobCard } from "@freelancerm/contracts/jobs";
import type { JobFacets, Match } from "@freelancerm/contracts/marketplace";
import type { Actor } from "../actor.ts";
import { familyOf, topOf } from "../categories/taxonomy.ts";
import type { Needs } from "../deps.ts";
import type { Listed, PageRequest } from "../entity.ts";
import { DAY, iso } from "../time.ts";
import { bestMatches, MATCH_WINDOW, type RankedPage } from "./best-matches.ts";
import type { Browse } from "./browse.ts";
import { FACET_WINDOW, facetsOf } from "./facets.ts";
import { type JobFilter, jobFilter, requireSoundJobFilter } from "./matching.ts";
import { matchOf } from "./ranking.ts";

type JobListing = JobFilter & PageRequest & { postedWithin?: number; sort?: "newest" | "match"; include?: "facets" };
type JobList = Listed<JobCard & { match?: Match }> & { facets?: JobFacets };

/** Open jobs, newest first or best match first; a category shows what is in its sub-categories too. */
export const listJobs =
  (deps: Needs<"browse" | "clock" | "freelancers" | "taxonomy">) =>
  async (
    actor: Actor | undefined,
    { limit, after, postedWithin, sort, include, ...filter }: JobListing,
  ): Promise<JobList> => {
    requireSoundJobFilter(filter);
    const family = filter.category ? familyOf(await deps.taxonomy.read(), filter.category) : [];
    const since = postedWithin ? iso(deps.clock.now() - postedWithin * DAY) : undefined;
    const keep = jobFilter(filter, family);
    const browse: Browse<JobCard> = {
      limit,
      after,
      since,
      categoryId: family.length === 1 ? family[0] : undefined,
      keep,
    };
    const [page, facets] = await Promise.all([
      sort === "match" ? jobsThatMatch(deps, actor, browse) : deps.browse.jobs(browse),
      include && countFacets(deps, filter, since),
    ]);
    return facets ? { ...page, facets } : page;
  };

async function countFacets(
  deps: Needs<"browse" | "taxonomy">,
  filter: JobFilter,
  since: string | undefined,
): Promise<JobFacets> {
  const [tree, { items, next }] = await Promise.all([
    deps.taxonomy.read(),
    deps.browse.jobs({ limit: FACET_WINDOW, since, keep: () => true }),
  ]);
  return { ...facetsOf(tree, filter, items), all: next === null };
}

/** @rule Jobs are ranked for a signed-in freelancer by their own profile; their own jobs as a client are not among them. */
async function jobsThatMatch(
  deps: Needs<"browse" | "clock" | "freelancers" | "taxonomy">,
  actor: Actor | undefined,
  { limit, after, keep, ...browse }: Browse<JobCard>,
): Promise<RankedPage<JobCard>> {
  if (!actor) throw new Refusal("auth.required");
  const [freelancer, tree] = await Promise.all([
    actor.roles.includes("freelancer") ? deps.freelancers.find(actor.id, { consistent: false }) : undefined,
    deps.taxonomy.read(),
  ]);
  if (!freelancer) throw new Refusal("auth.role_required");
  const top = topOf(tree);
  return bestMatches({ limit, after }, deps.clock.now(), {
    read: (at) => {
      const until = iso(at);
      return deps.browse.jobs({
        ...browse,
        limit: MATCH_WINDOW,
        keep: (job) => job.clientId !== actor.id && (job.publishedAt ?? "") <= until && (keep?.(job) ?? true),
      });
    },
    matchOf: (job, at) => matchOf("jobs", { job, freelancer, at, topOf: top }),
    tieOf: ({ publishedAt, id }) => `${publishedAt}#${id}`,
  });
}
