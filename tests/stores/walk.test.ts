/** A filtered list resumes exactly where it stopped, on every engine: the positions it makes are the engines' own. */
import type { Position } from "@freelancerm/core/entity";
import { walkPage } from "@freelancerm/data/walk";
import { engines, type Running } from "./engines.ts";

const runnable = engines.filter(({ missing }) => !missing);

interface Card {
  number: number;
}

describe.each(runnable)("a walk on $name", ({ start }) => {
  let running: Running;
  beforeAll(async () => {
    running = await start();
    const items = Array.from({ length: 730 }, (_, number) => ({
      pk: `item-${number}`,
      sk: "ITEM",
      gsi1pk: "WALK",
      // Several stand at the same place, as what is posted in one millisecond does.
      gsi1sk: String(Math.floor(number / 3)).padStart(6, "0"),
      card: { number },
    }));
    await running.table.load(items);
  }, 30_000);
  afterAll(() => running.close());

  test.each([
    ["all", 37, undefined],
    ["every third", 10, ({ number }: Card) => number % 3 === 0],
    ["a rare one", 1, ({ number }: Card) => number % 200 === 0],
    ["none", 5, () => false],
  ])("shows %s of them once", async (_, limit, keep) => {
    const seen: number[] = [];
    let after: Position | undefined;
    let pages = 0;
    do {
      const query = { index: "gsi1", pk: "WALK", descending: true } as const;
      const page: { items: Card[]; next: Position | null } = await walkPage(
        running.table,
        query,
        { limit, after },
        keep,
      );
      expect(page.items.length).toBeLessThanOrEqual(limit);
      seen.push(...page.items.map(({ number }) => number));
      after = page.next ?? undefined;
      pages++;
    } while (after && pages < 100);
    const expected = Array.from({ length: 730 }, (__, number) => number).filter((number) => !keep || keep({ number }));
    expect([...seen].sort((a, b) => a - b)).toEqual(expected);
  });
});
