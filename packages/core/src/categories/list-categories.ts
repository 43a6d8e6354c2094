import type { Category } from "@freelancerm/contracts/categories";
import type { Needs } from "../deps.ts";
import { presentCategory } from "./taxonomy.ts";

/** The tree in order, each category with its skills and counts. */
export const listCategories = (deps: Needs<"taxonomy">) => async (): Promise<{ items: Category[] }> => {
  const [tree, counts] = await Promise.all([deps.taxonomy.readNow(), deps.taxonomy.counts()]);
  return { items: tree.categories.map((category) => presentCategory(tree, category, counts)) };
};
