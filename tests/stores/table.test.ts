/** One contract, every engine: what the stores rely on holds in memory, on dynoxide and on DynamoDB Local alike. */
import { ConditionFailed, type Item, type Table } from "@freelancerm/data/table";
import { engines, type Running } from "./engines.ts";

const runnable = engines.filter(({ missing }) => !missing);
for (const { name, missing } of engines)
  if (missing) console.warn(`The table contract did not run on ${name}: ${missing}.`);

describe.each(runnable)("the table on $name", ({ start }) => {
  let running: Running;
  let table: Table;
  beforeAll(async () => {
    running = await start();
    table = running.table;
  }, 30_000);
  afterAll(() => running.close());

  const item = (pk: string, sk: string, more: object = {}): Item => ({ pk, sk, version: 1, ...more });

  test("keeps what it is given, nested values and all, without undefined", async () => {
    const put = item("keep", "a", { card: { list: [1, { deep: null }], text: "ü", no: undefined }, on: true });
    await table.write({ put });
    expect(await table.get({ pk: "keep", sk: "a" })).toEqual(
      item("keep", "a", { card: { list: [1, { deep: null }], text: "ü" }, on: true }),
    );
    expect(await table.get({ pk: "keep", sk: "nothing" })).toBeUndefined();
  });

  test("writes only under its conditions", async () => {
    await table.write({ put: item("cond", "a"), when: { absent: true } });
    await expect(table.write({ put: item("cond", "a"), when: { absent: true } })).rejects.toThrow(ConditionFailed);
    await expect(table.write({ put: item("cond", "b"), when: { exists: true } })).rejects.toThrow(ConditionFailed);
    await expect(table.write({ put: item("cond", "a"), when: { equals: { version: 2 } } })).rejects.toThrow(
      ConditionFailed,
    );
    await table.write({ put: item("cond", "a", { version: 2 }), when: { equals: { version: 1 } } });
    await expect(table.write({ delete: { pk: "cond", sk: "a" }, when: { equals: { version: 1 } } })).rejects.toThrow(
      ConditionFailed,
    );
    await table.write({ delete: { pk: "cond", sk: "a" }, when: { equals: { version: 2 } } });
    expect(await table.get({ pk: "cond", sk: "a" })).toBeUndefined();
  });

  test("adds, sets and removes, up to a bound", async () => {
    const key = { pk: "count", sk: "a" };
    expect(await table.write({ update: key, add: { n: 2 }, set: { name: "x" } })).toEqual({ ...key, n: 2, name: "x" });
    expect(await table.write({ update: key, add: { n: 1 }, remove: ["name"], when: { below: { n: 3 } } })).toEqual({
      ...key,
      n: 3,
    });
    await expect(table.write({ update: key, add: { n: 1 }, when: { below: { n: 3 } } })).rejects.toThrow(
      ConditionFailed,
    );
  });

  test("a transaction is all or none and names the write that was refused", async () => {
    await table.write({ put: item("tx", "taken") });
    const attempt = table.transact([
      { put: item("tx", "new"), when: { absent: true } },
      { check: { pk: "tx", sk: "taken" }, when: { equals: { version: 9 } } },
    ]);
    await expect(attempt).rejects.toMatchObject({ name: "ConditionFailed", index: 1 });
    expect(await table.get({ pk: "tx", sk: "new" })).toBeUndefined();
    await table.transact([
      { put: item("tx", "new"), when: { absent: true } },
      { update: { pk: "tx", sk: "taken" }, set: { version: 2 }, when: { equals: { version: 1 } } },
      { delete: { pk: "tx", sk: "gone" } },
    ]);
    expect((await table.get({ pk: "tx", sk: "taken" }))?.version).toBe(2);
  });

  test("of 50 racers for one version exactly one wins", async () => {
    await table.write({ put: item("race", "a") });
    const racers = Array.from({ length: 50 }, (_, racer) =>
      table.transact([
        { put: item("race", "a", { version: 2, racer }), when: { equals: { version: 1 } } },
        { put: item("race", `mark-${racer}`), when: { absent: true } },
      ]),
    );
    const outcomes = await Promise.allSettled(racers);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await table.query({ pk: "race", prefix: "mark-", consistent: true })).items).toHaveLength(1);
  });

  describe("queries", () => {
    beforeAll(async () => {
      const items = Array.from({ length: 9 }, (_, index) =>
        item("list", `S#${index}`, {
          gsi1pk: "index",
          gsi1sk: `${9 - index}`,
          card: { index },
          body: { hidden: true },
        }),
      );
      await table.load([...items, item("list", "T#0"), item("other", "S#0")]);
    });
    const sks = (items: Item[]) => items.map(({ sk }) => sk).join(" ");

    test.each([
      ["by prefix", { prefix: "S#" }, "S#0 S#1 S#2 S#3 S#4 S#5 S#6 S#7 S#8"],
      ["whole partitions", {}, "S#0 S#1 S#2 S#3 S#4 S#5 S#6 S#7 S#8 T#0"],
      ["after a key", { after: "S#6" }, "S#7 S#8 T#0"],
      ["before a key, backwards", { before: "S#2", descending: true }, "S#1 S#0"],
      ["between two keys, excluding both", { after: "S#2", before: "S#5" }, "S#3 S#4"],
      ["a few", { prefix: "S#", limit: 2 }, "S#0 S#1"],
    ])("finds %s", async (_, query, expected) => {
      expect(sks((await table.query({ pk: "list", consistent: true, ...query })).items)).toBe(expected);
    });

    test("a bound that is stored is left out before the limit counts", async () => {
      const between = { pk: "list", after: "S#2", before: "S#5", limit: 2, consistent: true } as const;
      const back = await table.query({ ...between, descending: true });
      expect(sks(back.items)).toBe("S#4 S#3");
      expect(sks((await table.query({ ...between, descending: true, limit: 1 })).items)).toBe("S#4");
      const { items, next } = await table.query({ ...between, limit: 1 });
      expect(sks(items)).toBe("S#3");
      const rest = await table.query({ ...between, limit: 5, from: next! });
      expect([sks(rest.items), rest.next]).toEqual(["S#4", null]);
      const whole = await table.query({ ...between, limit: 3, descending: true });
      expect([sks(whole.items), whole.next]).toEqual(["S#4 S#3", null]);
    });

    test.each([
      ["neighbours", "S#4", "S#5"],
      ["one key", "S#4", "S#4"],
      ["bounds the wrong way round", "S#5", "S#4"],
    ])("between %s there is nothing", async (_, after, before) => {
      expect(await table.query({ pk: "list", after, before, limit: 5 })).toEqual({ items: [], next: null });
    });

    test("walks a list in pages without missing or repeating", async () => {
      const seen: string[] = [];
      let from: Record<string, unknown> | null | undefined;
      do {
        const page = await table.query({
          pk: "list",
          prefix: "S#",
          limit: 2,
          descending: true,
          from: from ?? undefined,
        });
        seen.push(...page.items.map(({ sk }) => sk));
        from = page.next;
      } while (from);
      expect(seen).toEqual(Array.from({ length: 9 }, (_, index) => `S#${8 - index}`));
    });

    test("an index is ordered by its own key, carries keys and card only, and pages", async () => {
      const first = await table.query({ index: "gsi1", pk: "index", limit: 4 });
      expect(first.items.map(({ card }) => (card as { index: number }).index)).toEqual([8, 7, 6, 5]);
      expect(Object.keys(first.items[0]!).sort()).toEqual(["card", "gsi1pk", "gsi1sk", "pk", "sk"]);
      const second = await table.query({ index: "gsi1", pk: "index", limit: 100, from: first.next! });
      expect(second.items.map(({ card }) => (card as { index: number }).index)).toEqual([4, 3, 2, 1, 0]);
      expect(second.next).toBeNull();
    });

    test("many keys come back in their order, with gaps where nothing is", async () => {
      const keys = ["S#3", "nothing", "S#1", "S#3"].map((sk) => ({ pk: "list", sk }));
      expect((await table.getMany(keys)).map((found) => found?.sk)).toEqual(["S#3", undefined, "S#1", "S#3"]);
    });
  });
});
