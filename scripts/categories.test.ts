import { createMemoryTable } from "@freelancerm/data/memory-table";
import { createDeps } from "@freelancerm/platform/deps";
import { addMissing, suggested, Tree } from "./categories.ts";

const marketplace = () => createDeps(createMemoryTable());

test("a marketplace without categories gets the suggested ones, once", async () => {
  const deps = marketplace();
  const all = { categories: suggested.length, skills: suggested.flatMap(({ skills }) => skills).length };
  expect(await addMissing(deps, suggested)).toEqual(all);
  expect(await addMissing(deps, suggested)).toEqual({ categories: 0, skills: 0 });
  const { categories } = await deps.taxonomy.readNow();
  expect(categories.map(({ id }) => id)).toEqual(suggested.map(({ id }) => id));
});

test("what an operator changed is left alone, and a new skill of a category that is there is added", async () => {
  const deps = marketplace();
  const [own] = suggested;
  await addMissing(deps, [{ ...own!, name: "Our own name", skills: [] }]);
  expect(await addMissing(deps, [own!])).toEqual({ categories: 0, skills: own!.skills.length });
  expect((await deps.taxonomy.readNow()).categories).toEqual([expect.objectContaining({ name: "Our own name" })]);
});

test("the suggested ones fit the file an operator may write in their place", () => {
  expect(Tree.parse(JSON.parse(JSON.stringify(suggested)))).toEqual(suggested);
});
