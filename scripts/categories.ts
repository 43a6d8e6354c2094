/** Categories and skills as an operator brings them, and those to begin with. */
import { categoryRoutes } from "@freelancerm/contracts/categories";
import { createCategory } from "@freelancerm/core/categories/edit-categories";
import { createSkill } from "@freelancerm/core/categories/edit-skills";
import type { Needs } from "@freelancerm/core/deps";
import { OPERATOR } from "@freelancerm/core/trust/audit";
import * as z from "zod/mini";
import { categories as ofDemo } from "../packages/demo/src/content/categories.ts";

/** As the operator's API takes them; parents come before their children. */
export const Tree = z.array(
  z.extend(categoryRoutes.createCategory.body, { skills: z.array(categoryRoutes.createSkill.body) }),
);
export type Tree = z.infer<typeof Tree>;

/** Those of the demo, ten apart, so that one of the operator's own finds room between them. */
export const suggested: Tree = ofDemo.map((category, i) => ({ ...category, order: (i + 1) * 10 }));

/** Adds what is missing and leaves what is there as it is; answers how many of each were added. */
export async function addMissing(deps: Needs<"audit" | "clock" | "commit" | "hash" | "taxonomy">, tree: Tree) {
  const there = await deps.taxonomy.readNow();
  const added = { categories: 0, skills: 0 };
  for (const { skills, ...category } of tree) {
    if (!there.categories.some(({ id }) => id === category.id)) {
      await createCategory(deps)(OPERATOR, category);
      added.categories++;
    }
    for (const skill of skills) {
      if (there.skills.some(({ id }) => id === skill.id)) continue;
      await createSkill(deps)(OPERATOR, { ...skill, categoryId: category.id });
      added.skills++;
    }
  }
  return added;
}
