/** Lists that are filtered while they are read: a bounded walk over index pages that resumes exactly where it stopped. */
import type { Listed, PageRequest } from "@freelancerm/core/entity";
import { cardOf, listPage } from "./lists.ts";
import { type IndexName, tableSchema } from "./schema.ts";
import type { Item, Position, Query, Table } from "./table.ts";

/** @rule One request examines at most 5 index pages of 100; its cursor goes on after the last item examined. */
const EXAMINED_AT_ONCE = 100;
const MOST_PAGES = 5;

/** Where a list goes on after this item of an index. */
const positionOf = (item: Item, index: IndexName): Position => {
  const { partitionKey, sortKey } = tableSchema.indexes[index];
  return { pk: item.pk, sk: item.sk, [partitionKey]: item[partitionKey], [sortKey]: item[sortKey] };
};

/**
 * A page of the cards `keep` wants; without `keep` one query of exactly the page. A page may be short, even empty,
 * while `next` says that there is more to examine.
 */
export async function walkPage<C>(
  table: Table,
  query: Query & { index: IndexName },
  page: PageRequest,
  keep?: (card: C) => boolean,
): Promise<Listed<C>> {
  if (!keep) return listPage(table, query, page, cardOf<C>);
  const kept: C[] = [];
  let from = page.after as Position | undefined;
  for (let walked = 0; walked < MOST_PAGES; walked++) {
    const { items, next } = await table.query({ ...query, limit: EXAMINED_AT_ONCE, from });
    for (const [index, item] of items.entries()) {
      const card = cardOf<C>(item);
      if (!keep(card)) continue;
      kept.push(card);
      const atEnd = index === items.length - 1 && !next;
      if (kept.length === page.limit) return { items: kept, next: atEnd ? null : positionOf(item, query.index) };
    }
    if (!next) return { items: kept, next: null };
    from = next;
  }
  return { items: kept, next: from ?? null };
}
