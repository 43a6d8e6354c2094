import type { FreelancerCard } from "@freelancerm/contracts/users";
import { familyOf } from "../categories/taxonomy.ts";
import type { Needs } from "../deps.ts";
import type { Listed, PageRequest } from "../entity.ts";
import { type FreelancerFilter, freelancerFilter } from "./matching.ts";

/** Listed freelancers, those who joined last first; a category shows who is in its sub-categories too. */
export const listFreelancers =
  (deps: Needs<"browse" | "taxonomy">) =>
  async ({ limit, after, ...filter }: FreelancerFilter & PageRequest): Promise<Listed<FreelancerCard>> => {
    const family = filter.category ? familyOf(await deps.taxonomy.read(), filter.category) : [];
    return deps.browse.freelancers({
      limit,
      after,
      categoryId: family.length === 1 ? family[0] : undefined,
      keep: freelancerFilter(filter, family),
    });
  };
