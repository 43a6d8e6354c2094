import { useSearchParams } from "react-router";

/** Filters that live in the address, so that a search can be shared, bookmarked and gone back to. */
export function useUrlFilters<K extends string>(names: readonly K[]) {
  const [search, setSearch] = useSearchParams();
  const values = Object.fromEntries(
    names.flatMap((name) => {
      const value = search.get(name);
      return value ? [[name, value]] : [];
    }),
  ) as Partial<Record<K, string>>;
  const set = (changes: Partial<Record<K, string | null>>) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(changes) as [string, string | null][]) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  return {
    values,
    active: names.filter((name) => values[name] !== undefined),
    set,
    clear: () => set(Object.fromEntries(names.map((name) => [name, null])) as Record<K, null>),
    /** Props of a select of one filter. */
    choose: (name: K) => ({
      value: values[name] ?? null,
      onChange: (value: string | null) => set({ [name]: value } as Partial<Record<K, string | null>>),
    }),
  };
}
export type UrlFilters<K extends string> = ReturnType<typeof useUrlFilters<K>>;
