import type { Listed, PageRequest } from "@freelancerm/core/entity";
import type { Item, Position, Query, Table } from "./table.ts";

/** One page of a query, each item made into what the list shows. */
export async function listPage<T>(
  table: Table,
  query: Query,
  page: PageRequest,
  show: (item: Item) => T,
): Promise<Listed<T>> {
  const { items, next } = await table.query({ ...query, limit: page.limit, from: page.after as Position | undefined });
  return { items: items.map(show), next };
}

/** What the indexes carry of an item. */
export const cardOf = <T>(item: Item): T => item.card as T;
