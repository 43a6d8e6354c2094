/** Categories and the skills that belong to them. */
import type { Category, Skill } from "@freelancerm/contracts/categories";
import { refuseField } from "@freelancerm/contracts/errors";
import type { Change } from "../entity.ts";

export type CategoryRecord = Omit<Category, "skills" | "openJobs" | "freelancers">;
export interface Taxonomy {
  categories: CategoryRecord[];
  skills: Skill[];
}

export interface TaxonomyStore {
  /** The whole tree, at most a minute old. */
  read(): Promise<Taxonomy>;
  /** The whole tree as it is now. */
  readNow(): Promise<Taxonomy>;
  /** Open jobs and listed freelancers by category id. */
  counts(): Promise<Record<string, { openJobs: number; freelancers: number }>>;
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
  const unknown = skills.findIndex((skill) => !taxonomy.skills.some(({ id }) => id === skill));
  if (unknown >= 0) refuseField("skill.unknown", `skills.${unknown}`);
}
