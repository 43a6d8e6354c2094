import type { Home } from "@freelancerm/contracts/marketplace";
import { presentCategory } from "../categories/taxonomy.ts";
import type { Needs } from "../deps.ts";

/** How many jobs and freelancers the home page shows. */
const SHOWN = 8;

/** What the home page shows: four reads side by side, the tree of categories from memory most of the time. */
export const getHome = (deps: Needs<"browse" | "taxonomy">) => async (): Promise<Home> => {
  const [jobs, freelancers, tree, figures] = await Promise.all([
    deps.browse.jobs({ limit: SHOWN }),
    deps.browse.freelancers({ limit: SHOWN }),
    deps.taxonomy.read(),
    deps.browse.figures(),
  ]);
  return {
    newestJobs: jobs.items,
    topFreelancers: freelancers.items,
    categories: tree.categories
      .filter(({ retired }) => !retired)
      .map((category) => presentCategory(tree, category, figures.categories)),
    totals: figures.totals,
  };
};
