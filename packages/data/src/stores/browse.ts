import type { FreelancerCard } from "@freelancerm/contracts/users";
import type { BrowseStore } from "@freelancerm/core/marketplace/browse";
import { keys, lists } from "../keys.ts";
import { cardOf } from "../lists.ts";
import type { Item, Table } from "../table.ts";
import { walkPage } from "../walk.ts";

const COUNTS = keys.totals();
const COUNTED = keys.categoryCount("").sk;
const countOf = (item: Item | undefined, name: string): number => Number(item?.[name] ?? 0);

export const createBrowseStore = (table: Table): BrowseStore => ({
  jobs: ({ categoryId, since, keep, ...page }) =>
    walkPage(
      table,
      categoryId
        ? { index: "gsi2", pk: lists.openJobsOf(categoryId), descending: true, after: since }
        : { index: "gsi1", pk: lists.openJobs, descending: true, after: since },
      page,
      keep,
    ),

  freelancers: ({ categoryId, since, keep, ...page }) =>
    walkPage(
      table,
      categoryId
        ? { index: "gsi2", pk: lists.freelancersOf(categoryId), descending: true, after: since }
        : { index: "gsi1", pk: lists.freelancers, descending: true, after: since },
      page,
      keep,
    ),

  topFreelancers: async (limit) => {
    const { items } = await table.query({ index: "gsi3", pk: lists.topFreelancers, descending: true, limit });
    return items.map(cardOf<FreelancerCard>);
  },

  figures: async () => {
    const { items } = await table.query({ pk: COUNTS.pk });
    const totals = items.find(({ sk }) => sk === COUNTS.sk);
    return {
      totals: {
        openJobs: countOf(totals, "openJobs"),
        freelancers: countOf(totals, "freelancers"),
        contracts: countOf(totals, "contracts"),
      },
      categories: Object.fromEntries(
        items
          .filter(({ sk }) => sk.startsWith(COUNTED))
          .map((item) => [
            item.sk.slice(COUNTED.length),
            { openJobs: countOf(item, "openJobs"), freelancers: countOf(item, "freelancers") },
          ]),
      ),
    };
  },
});
