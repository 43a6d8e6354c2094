/** The operator's changes of skills. */
import type { Skill } from "@freelancerm/contracts/categories";
import { Refusal, refuseField } from "@freelancerm/contracts/errors";
import type { Needs } from "../deps.ts";
import type { Taxonomy } from "./taxonomy.ts";

const hasCategory = ({ categories }: Taxonomy, categoryId: string) => categories.some(({ id }) => id === categoryId);

/** @rule A skill belongs to exactly one category, and its slug to one skill. */
export const createSkill =
  (deps: Needs<"commit" | "taxonomy">) =>
  async (skill: Skill): Promise<Skill> => {
    const tree = await deps.taxonomy.readNow();
    if (!hasCategory(tree, skill.categoryId)) refuseField("category.unknown", "categoryId");
    if (tree.skills.some(({ id }) => id === skill.id)) refuseField("skill.exists", "id");
    await deps.commit(deps.taxonomy.addSkill(skill), deps.taxonomy.revise(tree));
    return skill;
  };

/** Renames a skill or moves it; those who have it keep it. */
export const updateSkill =
  (deps: Needs<"commit" | "taxonomy">) =>
  async (skill: Skill): Promise<Skill> => {
    const tree = await deps.taxonomy.readNow();
    if (!tree.skills.some(({ id }) => id === skill.id)) throw new Refusal("resource.not_found");
    if (!hasCategory(tree, skill.categoryId)) refuseField("category.unknown", "categoryId");
    await deps.commit(deps.taxonomy.putSkill(skill), deps.taxonomy.revise(tree));
    return skill;
  };

export const deleteSkill =
  (deps: Needs<"commit" | "taxonomy">) =>
  async ({ skillId }: { skillId: string }) => {
    const tree = await deps.taxonomy.readNow();
    if (!tree.skills.some(({ id }) => id === skillId)) throw new Refusal("resource.not_found");
    await deps.commit(deps.taxonomy.removeSkill(skillId), deps.taxonomy.revise(tree));
    return {};
  };
