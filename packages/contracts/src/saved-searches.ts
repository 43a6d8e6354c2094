/** Saved searches: what somebody looks for among the open jobs, and how often they are told of what is new. */
import * as z from "zod/mini";
import { line, Timestamp } from "./fields.ts";
import { FeedToken, SearchId } from "./ids.ts";
import { JobQuery } from "./jobs.ts";
import { bounds } from "./limits.ts";
import { defineRoutes } from "./route.ts";

/** How often somebody is told of new jobs: with each, once a day or a week with all of them, or not at all. */
export const Alerts = z.enum(["instant", "daily", "weekly", "never"]);
export type Alerts = z.infer<typeof Alerts>;

/** What a list of jobs is asked for, but for its pages. */
export const JobSearch = z.omit(JobQuery, { limit: true, cursor: true });
export type JobSearch = z.output<typeof JobSearch>;

export const SavedSearch = z.object({
  id: SearchId,
  name: z.string(),
  query: JobSearch,
  alerts: Alerts,
  createdAt: Timestamp,
  /** When what is new is next put together; null unless that is daily or weekly. */
  digestAt: z.nullable(Timestamp),
  /** Where whoever has this address reads what it finds; left out while there is none. */
  feedUrl: z.optional(z.string()),
});
export type SavedSearch = z.infer<typeof SavedSearch>;

const name = line(1, 80);
const searchParams = z.object({ searchId: SearchId });
const owner = { param: "searchId", as: "owner" } as const;

export const savedSearchRoutes = defineRoutes({
  createSavedSearch: {
    method: "POST",
    path: "/me/saved-searches",
    caller: "user",
    summary: "Save a search for jobs, to be told of new ones it finds",
    body: z.strictObject({ name, query: JobSearch, alerts: z._default(Alerts, "daily") }),
    response: SavedSearch,
    status: 201,
    errors: ["search.too_many"],
    limit: { max: 30, seconds: 60 },
  },
  listSavedSearches: {
    method: "GET",
    path: "/me/saved-searches",
    caller: "user",
    summary: `My saved searches, at most ${bounds.savedSearches}, newest first`,
    response: z.object({ items: z.array(SavedSearch) }),
  },
  updateSavedSearch: {
    method: "PATCH",
    path: "/me/saved-searches/{searchId}",
    caller: "user",
    access: owner,
    summary: "Rename a saved search, or be told of what it finds more or less often",
    params: searchParams,
    body: z.strictObject({ name: z.optional(name), alerts: z.optional(Alerts) }),
    response: SavedSearch,
  },
  deleteSavedSearch: {
    method: "DELETE",
    path: "/me/saved-searches/{searchId}",
    caller: "user",
    access: owner,
    summary: "Forget a saved search",
    params: searchParams,
    response: z.object({}),
  },
  openSearchFeed: {
    method: "POST",
    path: "/me/saved-searches/{searchId}/feed",
    caller: "user",
    access: owner,
    summary: "Give a saved search an address to read it at, in place of the one it may have",
    params: searchParams,
    response: SavedSearch,
  },
  closeSearchFeed: {
    method: "DELETE",
    path: "/me/saved-searches/{searchId}/feed",
    caller: "user",
    access: owner,
    summary: "Take the address of a saved search back",
    params: searchParams,
    response: SavedSearch,
  },
  readSearchFeed: {
    method: "GET",
    path: "/feeds/{feedToken}",
    caller: "anyone",
    summary: "The newest jobs a saved search finds, as an Atom feed",
    params: z.object({ feedToken: FeedToken }),
    response: z.string(),
    produces: "application/atom+xml",
    limit: { max: 60, seconds: 60 },
  },
});
