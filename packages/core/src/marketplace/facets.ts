/** How many jobs each choice of a filter would list, beside the other filters. */
import type { JobCard } from "@freelancerm/contracts/jobs";
import type { JobFacets } from "@freelancerm/contracts/marketplace";
import { familyOf, type Taxonomy, topOf } from "../categories/taxonomy.ts";
import { type JobFilter, jobFilter } from "./matching.ts";

/** @rule Facets count the newest 500 open jobs, and say whether those are all. */
export const FACET_WINDOW = 500;

/** What `filter` keeps, its category and those below it included. */
function keeps(tree: Taxonomy, filter: JobFilter): (job: JobCard) => boolean {
  const family = filter.category ? familyOf(tree, filter.category) : undefined;
  const { category: _, ...others } = filter;
  const keep = jobFilter(others);
  return (job) => (family?.includes(job.categoryId) ?? true) && (keep?.(job) ?? true);
}

const tally = (values: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
};

/** Counts by category (what is below it included), type and level, each as if nothing were chosen there, and what matches all. */
export function facetsOf(tree: Taxonomy, filter: JobFilter, jobs: readonly JobCard[]): Omit<JobFacets, "all"> {
  const without = (name: "category" | "type" | "level") => jobs.filter(keeps(tree, { ...filter, [name]: undefined }));
  const top = topOf(tree);
  return {
    matching: jobs.filter(keeps(tree, filter)).length,
    category: tally(without("category").flatMap(({ categoryId }) => [...new Set([categoryId, top(categoryId)])])),
    type: tally(without("type").map(({ type }) => type)),
    level: tally(without("level").map(({ level }) => level)),
  };
}
