/**
 * The outbox: entries that ride on the items they tell of. What the table's stream shows is what was committed, so an
 * entry leaves exactly when its change did. docs/adr/0004-the-stream-is-the-outbox.md.
 */
import type { OutboxEntry } from "@freelancerm/core/entity";
import { keys } from "./keys.ts";
import type { Item } from "./table.ts";

type Image = object | undefined;

const entriesIn = (image: Image): OutboxEntry[] => (image as { outbox?: OutboxEntry[] } | undefined)?.outbox ?? [];

/** Entries a change added: those of the new image that the old one did not have. */
export function addedEntries(before: Image, after: Image): OutboxEntry[] {
  const known = new Set(entriesIn(before).map(({ id }) => id));
  return entriesIn(after).filter(({ id }) => !known.has(id));
}

/** The row that makes a deadline fall due; filing it twice changes nothing. */
export const deadlineItem = ({ id, deadline }: Extract<OutboxEntry, { deadline: unknown }>): Item => ({
  ...keys.deadline(deadline.at, id),
  body: deadline,
});

/** Entries an item still carries from a time on: what is sent again after the stream was out of reach for a day. */
export const entriesSince = (item: Item, since: string): OutboxEntry[] =>
  entriesIn(item).filter(({ at }) => at >= since);
