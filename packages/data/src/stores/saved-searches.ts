import { ownerOfSearch } from "@freelancerm/contracts/ids";
import type { SaveOptions } from "@freelancerm/core/entity";
import { limits } from "@freelancerm/core/policy/policy";
import type {
  MatchRecord,
  SavedSearchRecord,
  SavedSearchStore,
  WaitingSearch,
} from "@freelancerm/core/saved-searches/saved-search";
import { ms } from "@freelancerm/core/time";
import { change, type Mapping, save, toEntity, toEntityIf } from "../entity.ts";
import { keys, lists } from "../keys.ts";
import { cardOf } from "../lists.ts";
import type { Position, Table } from "../table.ts";

/** Where searches are that name no category. */
const ANY = "ANY";
/** Index pages of at most 1 MB (some 2,500 searches) that are read of one list. */
const MOST_PAGES = 10;

const mapping: Mapping<SavedSearchRecord, "id" | "name" | "query"> = {
  key: ({ id }) => keys.savedSearch(id),
  card: ["id", "name", "query"],
  // Sparse: only searches that want to be told at once wait for jobs.
  index: ({ alerts, query, createdAt }) => {
    if (alerts !== "instant") return {};
    return { gsi1pk: lists.instantSearches(query.category ?? ANY), gsi1sk: createdAt };
  },
};

const matches: Mapping<MatchRecord, never> = {
  key: ({ userId, jobId }) => keys.searchMatch(userId, jobId),
  card: [],
  ttl: ({ toldAt }) => Math.ceil((ms(toldAt) + limits.matchKept) / 1000),
};

/** Only the digest that was set last still applies: the deadlines of earlier ones need not travel along. */
const saveSearch = (search: SavedSearchRecord, options?: SaveOptions) =>
  save(mapping, { ...search, outbox: search.outbox?.filter(({ type }) => type !== undefined) }, options);

export const createSavedSearchStore = (table: Table): SavedSearchStore => ({
  find: async (id) => toEntityIf(await table.get(keys.savedSearch(id))),

  listOf: async (userId) => {
    const { items } = await table.query({ pk: keys.savedSearchCount(userId).pk, prefix: "sch_", descending: true });
    return items.map(toEntity<SavedSearchRecord>);
  },

  add: (search, options) => {
    const count = keys.savedSearchCount(ownerOfSearch(search.id));
    const when = { below: { searches: limits.savedSearches } };
    return [change({ update: count, add: { searches: 1 }, when }, "search.too_many"), saveSearch(search, options)];
  },

  save: saveSearch,

  remove: ({ id, feed }) => [
    change({ delete: keys.savedSearch(id), when: { exists: true } }, "resource.not_found"),
    change({ update: keys.savedSearchCount(ownerOfSearch(id)), add: { searches: -1 } }),
    ...(feed ? [change({ delete: keys.searchFeed(feed) })] : []),
  ],

  openFeed: (feed, searchId) => change({ put: { ...keys.searchFeed(feed), searchId }, when: { absent: true } }),
  closeFeed: (feed) => change({ delete: keys.searchFeed(feed) }),
  findByFeed: async (feed) => {
    const row = await table.get(keys.searchFeed(feed));
    return row && toEntityIf(await table.get(keys.savedSearch(String(row.searchId))));
  },

  waitingIn: async (categoryId) => {
    const waiting: WaitingSearch[] = [];
    let from: Position | undefined;
    for (let read = 0; read < MOST_PAGES; read++) {
      const { items, next } = await table.query({ index: "gsi1", pk: lists.instantSearches(categoryId ?? ANY), from });
      waiting.push(...items.map((item) => cardOf<WaitingSearch>(item)));
      if (!next) break;
      from = next;
    }
    return waiting;
  },

  toldOf: async (userId, jobIds) => {
    if (jobIds.length === 0) return new Set();
    const items = await table.getMany(
      jobIds.map((jobId) => keys.searchMatch(userId, jobId)),
      { consistent: true },
    );
    return new Set(jobIds.filter((_, index) => items[index] !== undefined));
  },

  tell: (match, options) => save(matches, match, { orElse: "resource.changed", ...options }),
});
