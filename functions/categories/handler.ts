import { categoryRoutes } from "@freelancerm/contracts/categories";
import { createCategory, deleteCategory, updateCategory } from "@freelancerm/core/categories/edit-categories";
import { createSkill, deleteSkill, updateSkill } from "@freelancerm/core/categories/edit-skills";
import { listCategories } from "@freelancerm/core/categories/list-categories";
import { implement } from "@freelancerm/platform/http";

export const handler = implement(categoryRoutes, (deps) => ({
  listCategories: () => listCategories(deps)(),
  createCategory: ({ body }) => createCategory(deps)(body),
  updateCategory: ({ params, body }) => updateCategory(deps)({ ...body, id: params.categoryId }),
  deleteCategory: ({ params }) => deleteCategory(deps)(params),
  createSkill: ({ params, body }) => createSkill(deps)({ ...body, ...params }),
  updateSkill: ({ params, body }) => updateSkill(deps)({ ...body, id: params.skillId }),
  deleteSkill: ({ params }) => deleteSkill(deps)(params),
}));
