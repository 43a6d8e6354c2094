/** Searches that the demo's freelancers have saved, each told of in its own way. */
import { createSavedSearch } from "@freelancerm/core/saved-searches/save-search";
import { DAY } from "@freelancerm/core/time";
import type { Cast } from "./cast.ts";
import type { Simulation } from "./simulation.ts";

export function tellOfSearches({ world, tell }: Simulation, { demo: { freelancer, both } }: Cast, end: number): void {
  const saved = [
    [freelancer, 3, { name: "My trade", query: { category: freelancer.categoryId }, alerts: "daily" }],
    [freelancer, 2, { name: "Shops", query: { category: "ecommerce" }, alerts: "instant" }],
    [both, 15, { name: "Design, fixed price", query: { category: both.categoryId, type: "fixed" }, alerts: "weekly" }],
  ] as const;
  for (const [owner, daysAgo, search] of saved) {
    tell(end - (daysAgo - 0.1) * DAY, async () => void (await createSavedSearch(world)(owner, search)));
  }
}
