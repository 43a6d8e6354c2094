/** A saved search as an Atom feed (RFC 4287), for whoever has its address: what it finds, and nothing of who saved it. */
import { formatMoney } from "@freelancerm/contracts/currencies";
import { Refusal } from "@freelancerm/contracts/errors";
import type { JobCard } from "@freelancerm/contracts/jobs";
import type { SavedSearch } from "@freelancerm/contracts/saved-searches";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import { escaped } from "../markup.ts";
import { pageOf, type Site } from "../site.ts";
import { addressOf, filterOf, present, requireSearch } from "./saved-search.ts";

/** Jobs a feed shows. */
const SHOWN = 20;

/**
 * Gives a search an address to be read at, in place of the one it may have had.
 * @rule A feed's address cannot be guessed and names nobody; whoever saved the search can take it back at any time.
 */
export const openFeed =
  (deps: Needs<"commit" | "ids" | "savedSearches"> & Site) =>
  async (_: Actor, { searchId }: { searchId: string }): Promise<SavedSearch> => {
    const before = requireSearch(await deps.savedSearches.find(searchId));
    // Two ids without their times: 160 bits of chance.
    const feed = `fed_${deps.ids.unique().slice(10)}${deps.ids.unique().slice(10)}`;
    const search = { ...before, feed };
    await deps.commit(
      deps.savedSearches.save(search),
      deps.savedSearches.openFeed(feed, searchId),
      ...(before.feed ? [deps.savedSearches.closeFeed(before.feed)] : []),
    );
    return present(deps, search);
  };

/** Takes the address of a search back. */
export const closeFeed =
  (deps: Needs<"commit" | "savedSearches"> & Site) =>
  async (_: Actor, { searchId }: { searchId: string }): Promise<SavedSearch> => {
    const { feed, ...search } = requireSearch(await deps.savedSearches.find(searchId));
    if (feed) await deps.commit(deps.savedSearches.save(search), deps.savedSearches.closeFeed(feed));
    return present(deps, search);
  };

/** The newest jobs a feed's search finds, as an Atom document. */
export const readFeed =
  (deps: Needs<"browse" | "savedSearches" | "taxonomy"> & Site) =>
  async ({ feedToken }: { feedToken: string }): Promise<string> => {
    const search = await deps.savedSearches.findByFeed(feedToken);
    if (search?.feed !== feedToken) throw new Refusal("resource.not_found");
    const { family, filter } = filterOf(search, await deps.taxonomy.read());
    const { items } = await deps.browse.jobs({
      limit: SHOWN,
      categoryId: family.length === 1 ? family[0] : undefined,
      keep: filter,
    });
    const link = pageOf(deps.siteUrl(), `/jobs?${new URLSearchParams(search.query as Record<string, string>)}`);
    return [
      '<?xml version="1.0" encoding="utf-8"?>',
      '<feed xmlns="http://www.w3.org/2005/Atom">',
      `<id>${escaped(addressOf(deps, feedToken))}</id>`,
      "<title>New jobs on FreelancerM</title>",
      "<author><name>FreelancerM</name></author>",
      `<updated>${items[0]?.publishedAt ?? search.createdAt}</updated>`,
      `<link rel="self" type="application/atom+xml" href="${escaped(addressOf(deps, feedToken))}"/>`,
      `<link rel="alternate" type="text/html" href="${escaped(link)}"/>`,
      ...items.map((job) => entryOf(deps, job)),
      "</feed>",
      "",
    ].join("\n");
  };

function entryOf(site: Site, { id, title, summary, budget, currency, type, publishedAt }: JobCard): string {
  const address = escaped(pageOf(site.siteUrl(), `/jobs/${id}`));
  const pay = [...new Set([budget.min, budget.max])].map((amount) => formatMoney(amount, currency)).join(" – ");
  return [
    "<entry>",
    `<id>${address}</id>`,
    `<title>${escaped(title)}</title>`,
    `<updated>${publishedAt}</updated>`,
    `<link rel="alternate" type="text/html" href="${address}"/>`,
    `<summary>${escaped(`${pay}${type === "hourly" ? " an hour" : ""}. ${summary}`)}</summary>`,
    "</entry>",
  ].join("");
}
