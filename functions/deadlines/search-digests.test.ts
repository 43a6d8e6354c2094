/** Daily and weekly alerts: what is put together, when, and that each job is told once. */
import type { EventData } from "@freelancerm/contracts/events";
import type { Alerts } from "@freelancerm/contracts/saved-searches";
import { deadlineActions } from "@freelancerm/core/deadlines/actions";
import type { Deadline } from "@freelancerm/core/entity";
import { DAY, HOUR, iso } from "@freelancerm/core/time";
import { noting } from "../../tests/world/noting.ts";
import { createStream, type Stream } from "../../tests/world/stream.ts";
import { CATEGORY, createWorld, jobDraft, type Someone, type World } from "../../tests/world/world.ts";
import { handler as jobs } from "../jobs/handler.ts";
import { handler as onJobListed } from "../on-job-listed/handler.ts";
import { handler as savedSearches } from "../saved-searches/handler.ts";

/** Calls that reached the table. */
let calls: string[];
const watched = noting(
  // Of a get, the kind of what it is for.
  (call) => calls.push(call.replace(/^(get ...).*/, "$1")),
  "get",
  "getMany",
  "query",
  "write",
  "transact",
);
let world: World;
let stream: Stream;
let ana: Someone;
let ben: Someone;
beforeEach(async () => {
  calls = [];
  world = await createWorld({ jobs, "saved-searches": savedSearches }, watched);
  stream = createStream(world.memory, world.memory, { "on-job-listed": onJobListed.with(world) });
  ana = await world.join("Ana", "client");
  ben = await world.join("Ben", "freelancer");
});

async function post(title: string, more: object = {}, who = ana) {
  world.clock.advance(3000);
  return (await who.api.createJob({ body: { ...jobDraft, title, ...more, publish: true } })).id;
}
const save = (alerts: Alerts, query: object = {}, who = ben) =>
  who.api.createSavedSearch({ body: { name: "Mine", query, alerts } });

/** Every digest that was ever set and is due by now fires, as often as that brings new ones. */
async function pass(time: number): Promise<void> {
  await stream.settle();
  world.clock.advance(time);
  for (;;) {
    await stream.settle();
    const due = world.memory.all().filter(({ pk, sk }) => pk.startsWith("DUE#") && sk <= `${iso(world.clock.now())}~`);
    const next = due.find(({ sk }) => sk.includes("#search.digest#"));
    if (!next) return;
    await deadlineActions(world.deps)["search.digest"](next.body as Deadline);
    await world.memory.write({ delete: next });
  }
}
const digests = () =>
  stream.published
    .filter(({ type }) => type === "search.matched.v1")
    .map(({ data }) => data as EventData<"search.matched.v1">);
const told = () => digests().map(({ userId, jobs, total }) => [userId, total, jobs.map(({ title }) => title)]);

test("a daily search tells of a day's new jobs at once, the newest first, and of nothing where there is nothing", async () => {
  await post("Posted before it was saved");
  await save("daily", { category: CATEGORY });
  await post("First");
  await post("Second");
  await pass(DAY);
  expect(told()).toEqual([[ben.id, 2, ["Second", "First"]]]);
  await pass(3 * DAY);
  await post("Third");
  await pass(DAY);
  expect(told().slice(1)).toEqual([[ben.id, 1, ["Third"]]]);
});

test("a weekly one waits for its week; each is due at its own time of day, however late it fires", async () => {
  const { id, digestAt } = await save("weekly");
  await post("First");
  await pass(6 * DAY);
  expect(told()).toEqual([]);
  await pass(DAY + 5 * HOUR);
  expect(told()).toEqual([[ben.id, 1, ["First"]]]);
  const next = iso(Date.parse(digestAt!) + 7 * DAY);
  expect((await ben.api.listSavedSearches()).items).toMatchObject([{ id, digestAt: next }]);
  await pass(30 * DAY);
  expect((await ben.api.listSavedSearches()).items).toMatchObject([{ digestAt: iso(Date.parse(next) + 28 * DAY) }]);
});

test("nobody is told of a job twice: not by another search, nor when it is opened again, nor of their own", async () => {
  const both = await world.join("Gus", "client", "freelancer");
  await save("instant", { q: "first" });
  await save("daily");
  await save("weekly");
  await save("daily", {}, both);
  const jobId = await post("First");
  await post("Of his own", {}, both);
  await pass(DAY);
  expect(told()).toEqual([
    [ben.id, 1, ["First"]],
    [ben.id, 1, ["Of his own"]],
    [both.id, 1, ["First"]],
  ]);
  await ana.api.pauseJob({ params: { jobId } });
  await ana.api.publishJob({ params: { jobId } });
  await pass(40 * DAY);
  expect(digests()).toHaveLength(3);
});

test("a digest that fires again, or that was overtaken by a change, tells nothing", async () => {
  const { id: searchId, digestAt } = await save("daily");
  await post("First");
  await pass(DAY);
  const deadline: Deadline = { at: digestAt!, kind: "search.digest", ref: searchId };
  await deadlineActions(world.deps)["search.digest"](deadline);
  const quiet = await save("daily", { q: "second" });
  await post("Second");
  await ben.api.updateSavedSearch({ params: { searchId }, body: { alerts: "never" } });
  await ben.api.deleteSavedSearch({ params: { searchId: quiet.id } });
  await pass(8 * DAY);
  expect(told()).toEqual([[ben.id, 1, ["First"]]]);
});

test("from daily to weekly nothing is forgotten; whoever begins with digests begins now", async () => {
  const { id: searchId } = await save("daily");
  const { id: other } = await save("never");
  await post("First");
  for (const id of [searchId, other]) {
    await ben.api.updateSavedSearch({ params: { searchId: id }, body: { alerts: "weekly" } });
  }
  await ben.api.deleteSavedSearch({ params: { searchId } });
  await pass(7 * DAY);
  expect(told()).toEqual([]);
  const { id: kept } = await save("daily");
  await post("Second");
  await ben.api.updateSavedSearch({ params: { searchId: kept }, body: { alerts: "weekly" } });
  await pass(7 * DAY);
  expect(told()).toEqual([[ben.id, 1, ["Second"]]]);
});

test("more than fit into one alert come with the next, none twice", async () => {
  await save("daily", { q: "job" });
  for (let index = 1; index <= 60; index++) await post(`A job with number ${index}`);
  await pass(DAY);
  expect(digests().map(({ total }) => total)).toEqual([50]);
  await pass(DAY);
  expect(digests().map(({ total }) => total)).toEqual([50, 10]);
  await pass(DAY);
  expect(digests()).toHaveLength(2);
});

test("a quiet search does not grow by the digests it had", async () => {
  const { id } = await save("daily");
  const size = () => JSON.stringify(world.memory.all().find(({ sk }) => sk === id)).length;
  await pass(DAY);
  const before = size();
  for (let day = 0; day < 10; day++) await pass(DAY);
  expect(size()).toBeLessThanOrEqual(before + 4);
});

test("a digest costs its search, a page of the list and one write; what it tells of, one more read", async () => {
  await save("daily", { category: CATEGORY, type: "fixed" });
  await world.deps.taxonomy.read();
  calls = [];
  await pass(DAY);
  const list = `query JOBS#OPEN#${CATEGORY}`;
  expect(calls.filter((call) => call !== "query TAXONOMY")).toEqual(["get sch", list, "write"]);
  await post("First");
  await post("Second");
  await stream.settle();
  calls = [];
  await pass(DAY);
  expect(calls.filter((call) => call !== "query TAXONOMY")).toEqual(["get sch", list, "getMany 2", "transact 3"]);
});
