/** Categories and the skills that belong to them. */
import type { Category, Skill } from "@freelancerm/contracts/categories";
import { refuseField } from "@freelancerm/contracts/errors";
import type { Change } from "../entity.ts";

export type CategoryRecord = Omit<Category, "skills" | "openJobs" | "freelancers">;
export interface Taxonomy {
  categories: CategoryRecord[];
  skills: Skill[];
  /** Number of changes the operator made so far. */
  revision: number;
}

export interface TaxonomyStore {
  /** The whole tree, at most a minute old. */
  read(): Promise<Taxonomy>;
  /** The whole tree as it is now. */
  readNow(): Promise<Taxonomy>;
  /** Open jobs and listed freelancers by category id. */
  counts(): Promise<Record<string, { openJobs: number; freelancers: number }>>;
  /** Goes with every change that was decided on the tree as it was read; refused when it changed meanwhile. */
  revise(taxonomy: Taxonomy): Change;
  addCategory(category: CategoryRecord): Change;
  putCategory(category: CategoryRecord): Change;
  removeCategory(id: string): Change;
  addSkill(skill: Skill): Change;
  putSkill(skill: Skill): Change;
  removeSkill(id: string): Change;
}

/** @rule A job or profile names a category that is in use and skills that exist. */
export function requireKnown(taxonomy: Taxonomy, categoryId: string | null, skills: readonly string[]): void {
  if (categoryId !== null && !taxonomy.categories.some(({ id, retired }) => id === categoryId && !retired)) {
    refuseField("category.unknown", "categoryId");
  }
  const known = new Set(taxonomy.skills.map(({ id }) => id));
  const unknown = skills.findIndex((skill) => !known.has(skill));
  if (unknown >= 0) refuseField("skill.unknown", `skills.${unknown}`);
}

/** @rule The tree of categories has two levels: a parent is a top-level category, and one with children stays at the top. */
export function requireParent({ categories }: Taxonomy, categoryId: string, parentId: string | null): void {
  if (parentId === null) return;
  const parent = categories.find(({ id }) => id === parentId);
  if (!parent || parentId === categoryId) refuseField("category.unknown", "parentId");
  if (parent?.parentId) refuseField("category.unknown", "parentId", "must be a top-level category");
  if (categories.some((other) => other.parentId === categoryId)) {
    refuseField("category.unknown", "parentId", "a category with sub-categories stays at the top level");
  }
}

/** @rule A category counts what is in its sub-categories too, as its list shows it. */
export function presentCategory(
  tree: Taxonomy,
  category: CategoryRecord,
  counts: Record<string, { openJobs: number; freelancers: number }>,
): Category {
  const family = familyOf(tree, category.id);
  const total = (of: "openJobs" | "freelancers") => family.reduce((sum, id) => sum + (counts[id]?.[of] ?? 0), 0);
  return {
    ...category,
    openJobs: total("openJobs"),
    freelancers: total("freelancers"),
    skills: tree.skills.filter(({ categoryId }) => categoryId === category.id),
  };
}

/** The category and those below it: what a list of this category shows. */
export const familyOf = ({ categories }: Taxonomy, categoryId: string): string[] => [
  categoryId,
  ...categories.filter(({ parentId }) => parentId === categoryId).map(({ id }) => id),
];

/** The top-level category of each category; of one that is not known, itself. */
export const topOf = ({ categories }: Taxonomy): ((categoryId: string) => string) => {
  const parents = new Map(categories.map(({ id, parentId }) => [id, parentId ?? id]));
  return (categoryId) => parents.get(categoryId) ?? categoryId;
};
