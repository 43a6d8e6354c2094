/** The operator's changes of the tree. Each is decided on the whole tree and refused when it changed meanwhile. */
import type { Category } from "@freelancerm/contracts/categories";
import { Refusal, refuseField } from "@freelancerm/contracts/errors";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import { audited, edited } from "../trust/audit.ts";
import { type CategoryRecord, presentCategory, requireParent } from "./taxonomy.ts";

type Draft = Omit<CategoryRecord, "retired" | "parentId"> & { parentId?: string | null };

/** @rule A category's slug is its name for good and belongs to one category. */
export const createCategory =
  (deps: Needs<"audit" | "clock" | "commit" | "hash" | "taxonomy">) =>
  async (actor: Actor, { parentId = null, ...draft }: Draft): Promise<Category> => {
    const tree = await deps.taxonomy.readNow();
    if (tree.categories.some(({ id }) => id === draft.id)) refuseField("category.exists", "id");
    requireParent(tree, draft.id, parentId);
    const category: CategoryRecord = { ...draft, parentId, retired: false };
    const line = edited("category.create", category.id, undefined, category);
    await deps.commit(
      deps.taxonomy.addCategory(category),
      deps.taxonomy.revise(tree),
      await audited(deps, actor, line),
    );
    return presentCategory(tree, category, {});
  };

/** Replaces what a category says; jobs and profiles refer to its slug, which stays. */
export const updateCategory =
  (deps: Needs<"audit" | "clock" | "commit" | "hash" | "taxonomy">) =>
  async (actor: Actor, { parentId = null, ...draft }: Draft & { retired: boolean }): Promise<Category> => {
    const [tree, counts] = await Promise.all([deps.taxonomy.readNow(), deps.taxonomy.counts()]);
    const before = tree.categories.find(({ id }) => id === draft.id);
    if (!before) throw new Refusal("resource.not_found");
    requireParent(tree, draft.id, parentId);
    const category: CategoryRecord = { ...draft, parentId };
    const line = edited("category.update", category.id, before, category);
    await deps.commit(
      deps.taxonomy.putCategory(category),
      deps.taxonomy.revise(tree),
      await audited(deps, actor, line),
    );
    return presentCategory(tree, category, counts);
  };

/** @rule A category that has skills, sub-categories, open jobs or freelancers can be retired but not deleted. */
export const deleteCategory =
  (deps: Needs<"audit" | "clock" | "commit" | "hash" | "taxonomy">) =>
  async (actor: Actor, { categoryId }: { categoryId: string }) => {
    const [tree, counts] = await Promise.all([deps.taxonomy.readNow(), deps.taxonomy.counts()]);
    const before = tree.categories.find(({ id }) => id === categoryId);
    if (!before) throw new Refusal("resource.not_found");
    const { openJobs = 0, freelancers = 0 } = counts[categoryId] ?? {};
    const used =
      tree.skills.some((skill) => skill.categoryId === categoryId) ||
      tree.categories.some(({ parentId }) => parentId === categoryId);
    if (used || openJobs > 0 || freelancers > 0) throw new Refusal("category.in_use");
    const line = edited("category.delete", categoryId, before, undefined);
    await deps.commit(
      deps.taxonomy.removeCategory(categoryId),
      deps.taxonomy.revise(tree),
      await audited(deps, actor, line),
    );
    return {};
  };
