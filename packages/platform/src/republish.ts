/** Recovery after the stream was out of reach for longer than it remembers: what items still carry is sent again. */
import type { AnyEvent } from "@freelancerm/contracts/events";
import { deadlineItem, entriesSince } from "@freelancerm/data/outbox";
import type { Item, Table } from "@freelancerm/data/table";
import type { Publish } from "./relay.ts";

/**
 * Publishes every entry committed since `since` (ISO 8601), oldest first, and files every deadline. Consumers know what
 * they have seen, so sending too much is harmless. Throws when the bus refuses an entry; run it again then.
 */
export async function republish(
  { table, publish }: { table: Table; publish: Publish },
  items: AsyncIterable<Item> | Iterable<Item>,
  since: string,
): Promise<{ events: number; deadlines: number }> {
  const events: AnyEvent[] = [];
  let deadlines = 0;
  for await (const item of items) {
    for (const entry of entriesSince(item, since)) {
      if ("deadline" in entry) {
        await table.write({ put: deadlineItem(entry) });
        deadlines++;
      } else events.push(entry);
    }
  }
  events.sort((a, b) => (a.at < b.at ? -1 : 1));
  for (let start = 0; start < events.length; start += 10) {
    const accepted = await publish(events.slice(start, start + 10));
    if (accepted.includes(false)) throw new Error("The bus refused an entry; nothing is lost, run it again.");
  }
  return { events: events.length, deadlines };
}
