import { categoryRoutes } from "@freelancerm/contracts/categories";
import { createCategory, deleteCategory, updateCategory } from "@freelancerm/core/categories/edit-categories";
import { createSkill, deleteSkill, updateSkill } from "@freelancerm/core/categories/edit-skills";
import { listCategories } from "@freelancerm/core/categories/list-categories";
import { implement } from "@freelancerm/platform/http";

export const handler = implement(categoryRoutes, (deps) => ({
  listCategories: () => listCategories(deps)(),
  createCategory: ({ actor, body }) => createCategory(deps)(actor, body),
  updateCategory: ({ actor, params, body }) => updateCategory(deps)(actor, { ...body, id: params.categoryId }),
  deleteCategory: ({ actor, params }) => deleteCategory(deps)(actor, params),
  createSkill: ({ actor, params, body }) => createSkill(deps)(actor, { ...body, ...params }),
  updateSkill: ({ actor, params, body }) => updateSkill(deps)(actor, { ...body, id: params.skillId }),
  deleteSkill: ({ actor, params }) => deleteSkill(deps)(actor, params),
}));
