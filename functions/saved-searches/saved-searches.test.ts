import { bounds } from "@freelancerm/contracts/limits";
import { DAY, iso } from "@freelancerm/core/time";
import { noting } from "../../tests/world/noting.ts";
import { CATEGORY, createWorld, type Someone, START, type World } from "../../tests/world/world.ts";
import { handler } from "./handler.ts";

let world: World;
let ben: Someone;
beforeEach(async () => {
  world = await createWorld({ "saved-searches": handler });
  ben = await world.join("Ben", "freelancer");
});

const refused = (code: string) => expect.objectContaining({ code });
const search = {
  name: "React work",
  query: { q: "booking", category: CATEGORY, budgetMin: 10_000, currency: "EUR" },
} as const;
async function save(more: object = {}) {
  world.clock.advance(3000);
  return ben.api.createSavedSearch({ body: { ...search, ...more } });
}
const names = async () => (await ben.api.listSavedSearches()).items.map(({ name }) => name);

test("a search is kept as it was asked, the newest first, and told of daily unless said otherwise", async () => {
  const first = await save();
  expect(first).toEqual({
    ...search,
    id: first.id,
    alerts: "daily",
    createdAt: iso(START + 3000),
    digestAt: iso(START + 3000 + DAY),
  });
  const second = await save({ name: "Anything", query: {}, alerts: "instant" });
  expect(second).toMatchObject({ query: {}, digestAt: null });
  expect(await ben.api.listSavedSearches()).toEqual({ items: [second, first] });
});

test("amounts and days out of an address are numbers from then on", async () => {
  const query = { budgetMin: "5000", currency: "EUR", postedWithin: "7" } as unknown as object;
  expect((await save({ query })).query).toEqual({ budgetMin: 5000, currency: "EUR", postedWithin: 7 });
});

test("is renamed, and told of more or less often from then on", async () => {
  const { id: searchId } = await save();
  const params = { searchId };
  world.clock.advance(DAY / 2);
  const renamed = await ben.api.updateSavedSearch({ params, body: { name: "Hotels" } });
  expect(renamed).toMatchObject({ name: "Hotels", alerts: "daily", digestAt: iso(START + 3000 + DAY) });
  const now = world.clock.now();
  expect(await ben.api.updateSavedSearch({ params, body: { alerts: "weekly" } })).toMatchObject({
    name: "Hotels",
    digestAt: iso(now + 7 * DAY),
  });
  for (const alerts of ["instant", "never"] as const) {
    expect(await ben.api.updateSavedSearch({ params, body: { alerts } })).toMatchObject({ alerts, digestAt: null });
  }
  expect(await names()).toEqual(["Hotels"]);
});

test("one that is deleted is gone, and cannot be deleted again", async () => {
  const { id: searchId } = await save();
  await ben.api.deleteSavedSearch({ params: { searchId } });
  expect(await names()).toEqual([]);
  await expect(ben.api.deleteSavedSearch({ params: { searchId } })).rejects.toEqual(refused("resource.not_found"));
  const changing = ben.api.updateSavedSearch({ params: { searchId }, body: { name: "Back" } });
  await expect(changing).rejects.toEqual(refused("resource.not_found"));
});

test("there are never more than twenty, however many are saved at once; a place that comes free is used again", async () => {
  const all = Array.from({ length: bounds.savedSearches + 5 }, (_, index) => save({ name: `Search ${index}` }));
  const outcomes = await Promise.allSettled(all);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(20);
  for (const outcome of outcomes) {
    if (outcome.status === "rejected") expect(outcome.reason).toEqual(refused("search.too_many"));
  }
  const { items } = await ben.api.listSavedSearches();
  expect(items).toHaveLength(20);
  await ben.api.deleteSavedSearch({ params: { searchId: items[0]!.id } });
  await ben.api.deleteSavedSearch({ params: { searchId: items[0]!.id } }).catch(() => undefined);
  await save();
  await expect(save()).rejects.toEqual(refused("search.too_many"));
});

test("costs one transaction to save and one query to list", async () => {
  const calls: string[] = [];
  const watched = await createWorld(
    { "saved-searches": handler },
    noting((call) => calls.push(call), "get", "query", "write", "transact"),
  );
  const ben = await watched.join("Ben", "freelancer");
  calls.length = 0;
  await ben.api.createSavedSearch({ body: search });
  await ben.api.listSavedSearches();
  expect(calls).toEqual(["transact 2", `query SEARCHES#${ben.id}`]);
});

test.each([
  ["a name of more than 80 characters", { name: "x".repeat(81) }, "name"],
  ["a name of two lines", { name: "a\nb" }, "name"],
  ["a filter that does not exist", { query: { owner: "ana" } }, "query.owner"],
  ["where a list was left", { query: { cursor: "x" } }, "query.cursor"],
  ["an amount of no currency", { query: { budgetMin: 5000 } }, "currency"],
  ["alerts by the hour", { alerts: "hourly" }, "alerts"],
])("refuses %s, naming the field", async (_, more, field) => {
  await expect(save(more)).rejects.toMatchObject({ code: "request.invalid", problem: { errors: [{ field }] } });
});
