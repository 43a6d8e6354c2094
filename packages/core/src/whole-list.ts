/** Lists read to their end, page by page. */
import type { Listed, PageRequest } from "./entity.ts";

type Read<T> = (page: PageRequest) => Promise<Listed<T>>;

async function* itemsOf<T>(read: Read<T>): AsyncGenerator<T> {
  let after: PageRequest["after"];
  do {
    const { items, next } = await read({ limit: 100, after });
    yield* items;
    after = next ?? undefined;
  } while (after);
}

/** All items of a list. */
export async function every<T>(read: Read<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of itemsOf(read)) found.push(item);
  return found;
}

/** Whether any item of a list is such; reads no page after the one it is on. */
export async function some<T>(read: Read<T>, is: (item: T) => boolean): Promise<boolean> {
  for await (const item of itemsOf(read)) if (is(item)) return true;
  return false;
}
