import { searchIdOf } from "@freelancerm/contracts/ids";
import type { Alerts, JobSearch, SavedSearch } from "@freelancerm/contracts/saved-searches";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import { requireSoundJobFilter } from "../marketplace/matching.ts";
import type { Site } from "../site.ts";
import { iso } from "../time.ts";
import { deadlinesOf, nextDigest, present, requireSearch, type SavedSearchRecord } from "./saved-search.ts";

/** Saves a search of the actor's, if the list of jobs takes it. */
export const createSavedSearch =
  (deps: Needs<"clock" | "commit" | "ids" | "savedSearches">) =>
  async (actor: Actor, given: { name: string; query: JobSearch; alerts: Alerts }): Promise<SavedSearch> => {
    requireSoundJobFilter(given.query);
    const now = deps.clock.now();
    const search: SavedSearchRecord = {
      ...given,
      id: searchIdOf(actor.id, deps.ids.time()),
      createdAt: iso(now),
      digestAt: nextDigest(given.alerts, now),
      lookedAt: iso(now),
      version: 0,
    };
    await deps.commit(...deps.savedSearches.add(search, { deadlines: deadlinesOf(search) }));
    return search;
  };

export const listSavedSearches =
  (deps: Needs<"savedSearches"> & Site) =>
  async (actor: Actor): Promise<{ items: SavedSearch[] }> => {
    const searches = await deps.savedSearches.listOf(actor.id);
    return { items: searches.map((search) => present(deps, search)) };
  };

/**
 * Renames a search or changes how often its owner is told.
 * @rule Whoever chooses daily or weekly alerts is told of what is new from then on; going from one to the other forgets nothing.
 */
export const updateSavedSearch =
  (deps: Needs<"clock" | "commit" | "savedSearches"> & Site) =>
  async (_: Actor, change: { searchId: string; name?: string; alerts?: Alerts }): Promise<SavedSearch> => {
    const before = requireSearch(await deps.savedSearches.find(change.searchId));
    const { name = before.name, alerts = before.alerts } = change;
    const search: SavedSearchRecord = { ...before, name, alerts };
    const now = deps.clock.now();
    if (alerts !== before.alerts) {
      search.digestAt = nextDigest(alerts, now);
      if (before.digestAt === null) search.lookedAt = iso(now);
    }
    const deadlines = search.digestAt === before.digestAt ? [] : deadlinesOf(search);
    await deps.commit(deps.savedSearches.save(search, { deadlines }));
    return present(deps, search);
  };

export const deleteSavedSearch =
  (deps: Needs<"commit" | "savedSearches">) =>
  async (_: Actor, { searchId }: { searchId: string }) => {
    await deps.commit(...deps.savedSearches.remove(requireSearch(await deps.savedSearches.find(searchId))));
    return {};
  };
