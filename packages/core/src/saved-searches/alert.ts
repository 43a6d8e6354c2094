import { ownerOfSearch } from "@freelancerm/contracts/ids";
import type { Needs } from "../deps.ts";
import { happened } from "../entity.ts";
import { type JobRecord, listedIn } from "../jobs/job.ts";
import { isRefusal } from "../refusals.ts";
import { iso } from "../time.ts";
import { finds, matchedBy, type WaitingSearch } from "./saved-search.ts";

type Given = Needs<"clock" | "commit" | "ids" | "jobs" | "savedSearches" | "taxonomy">;

/** How many people are told side by side. */
const AT_ONCE = 25;

/** One search of each person who waits for the job: the oldest that finds it. */
async function waitingFor(deps: Given, job: JobRecord): Promise<Map<string, WaitingSearch>> {
  const tree = await deps.taxonomy.read();
  const parent = tree.categories.find(({ id }) => id === job.categoryId)?.parentId;
  const places = [job.categoryId, ...(parent ? [parent] : []), null];
  const waiting = (await Promise.all(places.map((place) => deps.savedSearches.waitingIn(place)))).flat();
  const found = new Map<string, WaitingSearch>();
  for (const search of waiting.sort((a, b) => (a.id.slice(-10) < b.id.slice(-10) ? -1 : 1))) {
    const owner = ownerOfSearch(search.id);
    if (owner !== job.clientId && !found.has(owner) && finds(search, job, tree)) found.set(owner, search);
  }
  return found;
}

/**
 * Tells whoever has an instant search for a job that it is there. Bears repetition: the match is stored with its event.
 * @rule Somebody is told of a job once, whichever of their saved searches find it and however often it is opened again; of their own jobs never.
 */
export const alertOf =
  (deps: Given) =>
  async ({ jobId }: { jobId: string }): Promise<void> => {
    const job = await deps.jobs.find(jobId);
    if (!job || listedIn(job) === null) return;
    const found = [...(await waitingFor(deps, job))];
    const tell = async ([userId, search]: [string, WaitingSearch]) => {
      const events = [happened(deps, "search.matched.v1", matchedBy(search, userId, [job]))];
      const match = { userId, jobId, searchId: search.id, toldAt: iso(deps.clock.now()), version: 0 };
      await deps.commit(deps.savedSearches.tell(match, { events })).catch((error) => {
        if (!isRefusal(error, "resource.changed")) throw error;
      });
    };
    for (let start = 0; start < found.length; start += AT_ONCE) {
      await Promise.all(found.slice(start, start + AT_ONCE).map(tell));
    }
  };
