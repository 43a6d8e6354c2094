import type { JobCard } from "@freelancerm/contracts/jobs";
import { familyOf } from "../categories/taxonomy.ts";
import type { Needs } from "../deps.ts";
import type { Listed, PageRequest } from "../entity.ts";
import { DAY, iso } from "../time.ts";
import { type JobFilter, jobFilter } from "./matching.ts";

/** Open jobs, newest first; a category shows what is in its sub-categories too. */
export const listJobs =
  (deps: Needs<"browse" | "clock" | "taxonomy">) =>
  async ({
    limit,
    after,
    postedWithin,
    ...filter
  }: JobFilter & PageRequest & { postedWithin?: number }): Promise<Listed<JobCard>> => {
    const family = filter.category ? familyOf(await deps.taxonomy.read(), filter.category) : [];
    return deps.browse.jobs({
      limit,
      after,
      since: postedWithin ? iso(deps.clock.now() - postedWithin * DAY) : undefined,
      categoryId: family.length === 1 ? family[0] : undefined,
      keep: jobFilter(filter, family),
    });
  };
