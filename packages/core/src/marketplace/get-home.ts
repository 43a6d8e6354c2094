import type { Home } from "@freelancerm/contracts/marketplace";
import type { FreelancerCard } from "@freelancerm/contracts/users";
import { presentCategory } from "../categories/taxonomy.ts";
import type { Needs } from "../deps.ts";

/** How many jobs and freelancers the home page shows. */
const SHOWN = 8;

/** The best rated; while they are few, those who joined last follow. */
async function topOf({ browse }: Needs<"browse">): Promise<FreelancerCard[]> {
  const rated = await browse.topFreelancers(SHOWN);
  if (rated.length === SHOWN) return rated;
  const newest = await browse.freelancers({ limit: SHOWN });
  const others = newest.items.filter(({ id }) => !rated.some((one) => one.id === id));
  return [...rated, ...others].slice(0, SHOWN);
}

/** What the home page shows: four reads side by side, the tree of categories from memory most of the time. */
export const getHome = (deps: Needs<"browse" | "taxonomy">) => async (): Promise<Home> => {
  const [jobs, topFreelancers, tree, figures] = await Promise.all([
    deps.browse.jobs({ limit: SHOWN }),
    topOf(deps),
    deps.taxonomy.read(),
    deps.browse.figures(),
  ]);
  return {
    newestJobs: jobs.items,
    topFreelancers,
    categories: tree.categories
      .filter(({ retired }) => !retired)
      .map((category) => presentCategory(tree, category, figures.categories)),
    totals: figures.totals,
  };
};
