import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "./store.ts";

describe("a store", () => {
  const folder = mkdtempSync(join(tmpdir(), "store-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("gives back after a restart what was saved, and only that", () => {
    const file = join(folder, "a/b/state.json");
    const first = openStore(file, { count: 0 });
    first.value.count = 1;
    first.save();
    first.value.count = 2;
    expect(openStore(file, { count: 0 }).value).toEqual({ count: 1 });
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ count: 1 });
  });

  test("names a file it cannot read", () => {
    const file = join(folder, "broken.json");
    writeFileSync(file, "{");
    expect(() => openStore(file, {})).toThrow(/broken\.json is not readable JSON/);
  });

  test("keeps state in memory without a file", () => {
    const store = openStore<string[]>(undefined, []);
    store.value.push("x");
    store.save();
    expect(store.value).toEqual(["x"]);
  });
});
