/** Categories and skills by slug, so that people read names. */
import type { Category } from "@freelancerm/contracts/categories";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { read } from "./api.ts";
import { capitalised } from "./format.ts";

const spoken = (slug: string) => capitalised(slug.replaceAll("-", " "));

export function useCatalog() {
  const { data } = useQuery({ ...read("listCategories"), staleTime: 300_000 });
  return useMemo(() => {
    const categories: Category[] = data?.items ?? [];
    const names = new Map(categories.map(({ id, name }) => [id, name]));
    const skills = new Map(categories.flatMap((category) => category.skills).map((skill) => [skill.id, skill.name]));
    const current = categories.filter(({ retired }) => !retired);
    return {
      categories: current,
      topLevel: current.filter(({ parentId }) => parentId === null),
      childrenOf: (id: string) => current.filter(({ parentId }) => parentId === id),
      categoryName: (id: string) => names.get(id) ?? spoken(id),
      skillName: (id: string) => skills.get(id) ?? spoken(id),
      /** For selects: grouped when a category has sub-categories. */
      categoryOptions: current.map(({ id, name, parentId }) => ({
        value: id,
        label: parentId ? `${names.get(parentId) ?? ""} › ${name}` : name,
      })),
      skillOptions: [...skills].map(([value, label]) => ({ value, label })),
    };
  }, [data]);
}
