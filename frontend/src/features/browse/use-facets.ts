import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { read } from "../../lib/api.ts";

/** What each choice would list beside the other filters; `settled` once it is about just these. */
export function useFacets(values: Partial<Record<string, string>>, enabled = true) {
  const { data, isPlaceholderData } = useQuery({
    ...read("listJobs", { query: { ...(values as object), limit: 1, include: "facets" } }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    enabled,
  });
  return { facets: data?.facets, settled: enabled && !isPlaceholderData };
}
