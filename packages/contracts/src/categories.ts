import * as z from "zod/mini";
import { line, text } from "./fields.ts";
import { CategoryId, SkillId } from "./ids.ts";
import { defineRoutes } from "./route.ts";

export const Skill = z.object({ id: SkillId, name: z.string(), categoryId: CategoryId, synonyms: z.array(z.string()) });
export type Skill = z.infer<typeof Skill>;

export const Category = z.object({
  id: CategoryId,
  name: z.string(),
  description: z.string(),
  /** Top level when null; the tree has two levels. */
  parentId: z.nullable(CategoryId),
  order: z.int(),
  retired: z.boolean(),
  openJobs: z.int(),
  freelancers: z.int(),
  skills: z.array(Skill),
});
export type Category = z.infer<typeof Category>;

const categoryParams = z.object({ categoryId: CategoryId });
const CategoryDraft = {
  name: line(2, 60),
  description: text(0, 300),
  parentId: z.optional(z.nullable(CategoryId)),
  order: z._default(z.int().check(z.minimum(0), z.maximum(10_000)), 100),
};
const SkillDraft = { name: line(1, 40), synonyms: z._default(z.array(line(1, 40)).check(z.maxLength(10)), []) };

export const categoryRoutes = defineRoutes({
  listCategories: {
    method: "GET",
    path: "/categories",
    caller: "anyone",
    summary: "The tree of categories with their skills and counts, in order",
    response: z.object({ items: z.array(Category) }),
  },
  createCategory: {
    method: "POST",
    path: "/categories",
    caller: "administrator",
    summary: "Add a category",
    body: z.strictObject({ id: CategoryId, ...CategoryDraft }),
    response: Category,
    status: 201,
    errors: ["category.exists", "category.unknown"],
  },
  updateCategory: {
    method: "PUT",
    path: "/categories/{categoryId}",
    caller: "administrator",
    summary: "Rename, move, describe or retire a category",
    params: categoryParams,
    body: z.strictObject({ ...CategoryDraft, retired: z._default(z.boolean(), false) }),
    response: Category,
    errors: ["category.unknown"],
  },
  deleteCategory: {
    method: "DELETE",
    path: "/categories/{categoryId}",
    caller: "administrator",
    summary: "Delete a category nothing belongs to",
    params: categoryParams,
    response: z.object({}),
    errors: ["category.in_use"],
  },
  createSkill: {
    method: "POST",
    path: "/categories/{categoryId}/skills",
    caller: "administrator",
    summary: "Add a skill to a category",
    params: categoryParams,
    body: z.strictObject({ id: SkillId, ...SkillDraft }),
    response: Skill,
    status: 201,
    errors: ["skill.exists", "category.unknown"],
  },
  updateSkill: {
    method: "PUT",
    path: "/skills/{skillId}",
    caller: "administrator",
    summary: "Rename a skill or move it to another category",
    params: z.object({ skillId: SkillId }),
    body: z.strictObject({ ...SkillDraft, categoryId: CategoryId }),
    response: Skill,
    errors: ["category.unknown"],
  },
  deleteSkill: {
    method: "DELETE",
    path: "/skills/{skillId}",
    caller: "administrator",
    summary: "Delete a skill",
    params: z.object({ skillId: SkillId }),
    response: z.object({}),
  },
});
