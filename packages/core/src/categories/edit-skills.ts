/** The operator's changes of skills. */
import type { Skill } from "@freelancerm/contracts/categories";
import { Refusal, refuseField } from "@freelancerm/contracts/errors";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import { audited, edited } from "../trust/audit.ts";
import type { Taxonomy } from "./taxonomy.ts";

const hasCategory = ({ categories }: Taxonomy, categoryId: string) => categories.some(({ id }) => id === categoryId);

/** @rule A skill belongs to exactly one category, and its slug to one skill. */
export const createSkill =
  (deps: Needs<"audit" | "clock" | "commit" | "hash" | "taxonomy">) =>
  async (actor: Actor, skill: Skill): Promise<Skill> => {
    const tree = await deps.taxonomy.readNow();
    if (!hasCategory(tree, skill.categoryId)) refuseField("category.unknown", "categoryId");
    if (tree.skills.some(({ id }) => id === skill.id)) refuseField("skill.exists", "id");
    const line = edited("skill.create", skill.id, undefined, skill);
    await deps.commit(deps.taxonomy.addSkill(skill), deps.taxonomy.revise(tree), await audited(deps, actor, line));
    return skill;
  };

/** Renames a skill or moves it; those who have it keep it. */
export const updateSkill =
  (deps: Needs<"audit" | "clock" | "commit" | "hash" | "taxonomy">) =>
  async (actor: Actor, skill: Skill): Promise<Skill> => {
    const tree = await deps.taxonomy.readNow();
    const before = tree.skills.find(({ id }) => id === skill.id);
    if (!before) throw new Refusal("resource.not_found");
    if (!hasCategory(tree, skill.categoryId)) refuseField("category.unknown", "categoryId");
    const line = edited("skill.update", skill.id, before, skill);
    await deps.commit(deps.taxonomy.putSkill(skill), deps.taxonomy.revise(tree), await audited(deps, actor, line));
    return skill;
  };

export const deleteSkill =
  (deps: Needs<"audit" | "clock" | "commit" | "hash" | "taxonomy">) =>
  async (actor: Actor, { skillId }: { skillId: string }) => {
    const tree = await deps.taxonomy.readNow();
    const before = tree.skills.find(({ id }) => id === skillId);
    if (!before) throw new Refusal("resource.not_found");
    const line = edited("skill.delete", skillId, before, undefined);
    await deps.commit(deps.taxonomy.removeSkill(skillId), deps.taxonomy.revise(tree), await audited(deps, actor, line));
    return {};
  };
