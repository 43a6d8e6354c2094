/** A saved search: what somebody looks for, how often they are told of it, and what they were told of. */
import { Refusal } from "@freelancerm/contracts/errors";
import type { JobCard } from "@freelancerm/contracts/jobs";
import type { Alerts, SavedSearch } from "@freelancerm/contracts/saved-searches";
import { familyOf, type Taxonomy } from "../categories/taxonomy.ts";
import type { Change, Deadline, SaveOptions, Versioned } from "../entity.ts";
import { jobFilter } from "../marketplace/matching.ts";
import { limits } from "../policy/policy.ts";
import { pageOf, type Site } from "../site.ts";
import { iso } from "../time.ts";

export interface SavedSearchRecord extends Omit<SavedSearch, "feedUrl">, Versioned {
  /** What its feed's address ends with, while it has one. */
  feed?: string;
  /** Jobs published until then were looked at; ISO 8601. What came before is no news. */
  lookedAt: string;
}

/** What is known of a search where jobs are held against it. */
export type WaitingSearch = Pick<SavedSearchRecord, "id" | "name" | "query">;

/** That somebody was told of a job. */
export interface MatchRecord extends Versioned {
  userId: string;
  jobId: string;
  searchId: string;
  /** ISO 8601. */
  toldAt: string;
}

export interface SavedSearchStore {
  find(id: string): Promise<SavedSearchRecord | undefined>;
  /** All that somebody saved, newest first. */
  listOf(userId: string): Promise<SavedSearchRecord[]>;
  /** A new one; refused with "search.too_many" beyond `limits.savedSearches`, however many are added at once. */
  add(search: SavedSearchRecord, options?: SaveOptions): Change[];
  save(search: SavedSearchRecord, options?: SaveOptions): Change;
  /** With its feed; refused with "resource.not_found" when it is gone. */
  remove(search: SavedSearchRecord): Change[];
  openFeed(feed: string, searchId: string): Change;
  closeFeed(feed: string): Change;
  findByFeed(feed: string): Promise<SavedSearchRecord | undefined>;
  /** Instant searches in this category and those in all, the oldest first, within bounds. Eventually consistent. */
  waitingIn(categoryId: string | null): Promise<WaitingSearch[]>;
  /** Which of these jobs somebody was told of. */
  toldOf(userId: string, jobIds: string[]): Promise<Set<string>>;
  /** Refused with "resource.changed" when they were told before. */
  tell(match: MatchRecord, options?: SaveOptions): Change;
}

/** The search if it exists; whose it is was settled by its id. */
export function requireSearch(search: SavedSearchRecord | undefined): SavedSearchRecord {
  if (!search) throw new Refusal("resource.not_found");
  return search;
}

/** @rule A saved search finds what the list of jobs shows for it; how long ago a job was posted does not matter: new ones are new. */
export function finds({ query }: WaitingSearch, job: JobCard, tree: Taxonomy): boolean {
  const { filter, family } = filterOf({ query }, tree);
  return (family.length === 0 || family.includes(job.categoryId)) && (filter?.(job) ?? true);
}

/** What a search keeps of a list, and the categories it is for: none are all. */
export function filterOf({ query: { postedWithin: _, ...wanted } }: Pick<SavedSearch, "query">, tree: Taxonomy) {
  const family = wanted.category ? familyOf(tree, wanted.category) : [];
  return { family, filter: jobFilter(wanted, family) };
}

/** Where a feed is read. */
export const addressOf = ({ siteUrl }: Site, feed: string): string => pageOf(siteUrl(), `/api/feeds/${feed}`);

/** A search as its owner is answered. */
export const present = (site: Site, search: SavedSearchRecord): SavedSearch =>
  search.feed ? { ...search, feedUrl: addressOf(site, search.feed) } : search;

/** When a search with such alerts is next due; null when it is not put together at times. */
export const nextDigest = (alerts: Alerts, now: number): string | null =>
  alerts === "daily" || alerts === "weekly" ? iso(now + limits.digestEvery[alerts]) : null;

/** The deadlines that go with a search. */
export const deadlinesOf = ({ id, digestAt }: SavedSearchRecord): Deadline[] =>
  digestAt === null ? [] : [{ at: digestAt, kind: "search.digest", ref: id }];

/** Jobs an alert names. */
const NAMED = 3;

/** The facts of what a search found. */
export const matchedBy = ({ id, name, query }: WaitingSearch, userId: string, jobs: JobCard[]) => ({
  searchId: id,
  userId,
  name,
  query,
  jobs: jobs.slice(0, NAMED).map(({ id, title }) => ({ id, title })),
  total: jobs.length,
});
