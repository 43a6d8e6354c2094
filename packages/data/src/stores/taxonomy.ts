import type { Skill } from "@freelancerm/contracts/categories";
import type { CategoryRecord, Taxonomy, TaxonomyStore } from "@freelancerm/core/categories/taxonomy";
import type { Clock } from "@freelancerm/core/entity";
import { MINUTE } from "@freelancerm/core/time";
import { change } from "../entity.ts";
import { keys } from "../keys.ts";
import type { Item, Table } from "../table.ts";

const TREE = keys.taxonomyRevision();
const put = (key: { pk: string; sk: string }, value: object): Item => ({ ...key, body: value });

export function createTaxonomyStore(table: Table, clock: Clock): TaxonomyStore {
  let cached: { at: number; taxonomy: Promise<Taxonomy> } | undefined;

  async function readNow(): Promise<Taxonomy> {
    const { items } = await table.query({ pk: TREE.pk, consistent: true });
    const of = <T>(prefix: string) => items.filter(({ sk }) => sk.startsWith(prefix)).map(({ body }) => body as T);
    const categories = of<CategoryRecord>("CATEGORY#").sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1));
    const revision = Number(items.find(({ sk }) => sk === TREE.sk)?.revision ?? 0);
    return { categories, skills: of<Skill>("SKILL#"), revision };
  }

  return {
    readNow,
    read: () => {
      if (!cached || clock.now() - cached.at > MINUTE) {
        const taxonomy = readNow();
        taxonomy.catch(() => {
          cached = undefined;
        });
        cached = { at: clock.now(), taxonomy };
      }
      return cached.taxonomy;
    },
    counts: async () => {
      const { items } = await table.query({ pk: "COUNTS", prefix: "CATEGORY#" });
      return Object.fromEntries(
        items.map((item) => [
          item.sk.slice("CATEGORY#".length),
          { openJobs: Number(item.openJobs ?? 0), freelancers: Number(item.freelancers ?? 0) },
        ]),
      );
    },
    revise: ({ revision }) =>
      change({
        put: { ...TREE, revision: revision + 1 },
        when: revision === 0 ? { absent: true } : { equals: { revision } },
      }),
    addCategory: (category) =>
      change({ put: put(keys.category(category.id), category), when: { absent: true } }, "category.exists"),
    putCategory: (category) =>
      change({ put: put(keys.category(category.id), category), when: { exists: true } }, "resource.not_found"),
    removeCategory: (id) => change({ delete: keys.category(id), when: { exists: true } }, "resource.not_found"),
    addSkill: (skill) => change({ put: put(keys.skill(skill.id), skill), when: { absent: true } }, "skill.exists"),
    putSkill: (skill) =>
      change({ put: put(keys.skill(skill.id), skill), when: { exists: true } }, "resource.not_found"),
    removeSkill: (id) => change({ delete: keys.skill(id), when: { exists: true } }, "resource.not_found"),
  };
}
