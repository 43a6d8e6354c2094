import { useQuery } from "@tanstack/react-query";
import { read } from "../../lib/api.ts";
import type { UrlFilters } from "./use-url-filters.ts";

/**
 * How many a list has in all, from the figures the home page shows, when it is longer than what is in sight; undefined while
 * something besides one category narrows it: that is counted nowhere.
 */
export function useTotal<K extends string>(
  of: "openJobs" | "freelancers",
  { values, active }: UrlFilters<K | "category">,
  longer: boolean,
): number | undefined {
  const counts = longer && active.every((name) => name === "category");
  const { data } = useQuery({ ...read("getHome"), enabled: counts });
  if (!counts || !data) return undefined;
  const { category } = values as { category?: string };
  return category ? data.categories.find(({ id }) => id === category)?.[of] : data.totals[of];
}
