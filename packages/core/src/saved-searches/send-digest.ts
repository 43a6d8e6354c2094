import { ownerOfSearch } from "@freelancerm/contracts/ids";
import type { JobCard } from "@freelancerm/contracts/jobs";
import type { Needs } from "../deps.ts";
import { type Deadline, happened, type Position } from "../entity.ts";
import { limits } from "../policy/policy.ts";
import { iso, MINUTE, ms } from "../time.ts";
import { deadlinesOf, filterOf, matchedBy, type SavedSearchRecord } from "./saved-search.ts";

type Given = Needs<"browse" | "clock" | "commit" | "ids" | "savedSearches" | "taxonomy">;

/** Lists show a job a moment after it was published; who was told of a job is not told again, so looking twice does no harm. */
const OVERLAP = 5 * MINUTE;
/** How often a list is gone on with; each time it looks at five index pages at most. */
const MOST_WALKS = 10;

/** Jobs its owner was not told of, newest first, at most `limits.digestJobs`. */
async function newsFor(deps: Given, search: SavedSearchRecord): Promise<JobCard[]> {
  const owner = ownerOfSearch(search.id);
  const { family, filter } = filterOf(search, await deps.taxonomy.read());
  const news: JobCard[] = [];
  let after: Position | undefined;
  for (let walks = 0; walks < MOST_WALKS; walks++) {
    const { items, next } = await deps.browse.jobs({
      limit: limits.digestJobs,
      after,
      since: search.lookedAt,
      categoryId: family.length === 1 ? family[0] : undefined,
      keep: filter,
    });
    const told = await deps.savedSearches.toldOf(
      owner,
      items.map(({ id }) => id),
    );
    news.push(...items.filter(({ id, clientId }) => !told.has(id) && clientId !== owner));
    if (!next || news.length >= limits.digestJobs) break;
    after = next;
  }
  return news.slice(0, limits.digestJobs);
}

/**
 * Puts together what a daily or weekly search found since the last time, and sets the next. What it tells of, that it was
 * told and the event are one transaction.
 */
export const sendDigest =
  (deps: Given) =>
  async ({ ref, at }: Deadline): Promise<void> => {
    const before = await deps.savedSearches.find(ref);
    const now = deps.clock.now();
    if (before?.digestAt !== at || ms(at) > now) return;
    const { alerts, id: searchId } = before;
    if (alerts !== "daily" && alerts !== "weekly") return;
    const userId = ownerOfSearch(searchId);
    const jobs = await newsFor(deps, before);
    // At its own time of day, however late it is; what was missed comes with this one.
    const every = limits.digestEvery[alerts];
    const digestAt = iso(ms(at) + every * (Math.floor((now - ms(at)) / every) + 1));
    // Where more was found than fits, the next digest looks again; what was told is known.
    const lookedAt = jobs.length < limits.digestJobs ? iso(now - OVERLAP) : before.lookedAt;
    const search = { ...before, digestAt, lookedAt };
    const events = jobs.length > 0 ? [happened(deps, "search.matched.v1", matchedBy(before, userId, jobs))] : [];
    await deps.commit(
      deps.savedSearches.save(search, { events, deadlines: deadlinesOf(search) }),
      ...jobs.map(({ id: jobId }) =>
        deps.savedSearches.tell({ userId, jobId, searchId, toldAt: iso(now), version: 0 }),
      ),
    );
  };
