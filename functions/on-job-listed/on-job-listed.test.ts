/** Instant alerts: who is told of a job when it comes into the lists, and what finding them costs. */
import type { EventData } from "@freelancerm/contracts/events";
import type { Alerts } from "@freelancerm/contracts/saved-searches";
import { DAY } from "@freelancerm/core/time";
import { noting } from "../../tests/world/noting.ts";
import { createStream, type Stream } from "../../tests/world/stream.ts";
import { CATEGORY, createWorld, jobDraft, type Someone, type World } from "../../tests/world/world.ts";
import { handler as categories } from "../categories/handler.ts";
import { handler as jobs } from "../jobs/handler.ts";
import { onNotifyWith } from "../on-notify/handler.ts";
import { handler as savedSearches } from "../saved-searches/handler.ts";
import { handler } from "./handler.ts";

let world: World;
let stream: Stream;
let ana: Someone;
let ben: Someone;
let calls: string[];
beforeEach(async () => {
  calls = [];
  world = await createWorld(
    { categories, jobs, "saved-searches": savedSearches },
    noting((call) => calls.push(call), "get", "query", "write"),
  );
  stream = createStream(world.memory, world.memory, { "on-job-listed": handler.with(world) });
  ana = await world.join("Ana", "client");
  ben = await world.join("Ben", "freelancer");
});

const post = (more: object = {}) => ana.api.createJob({ body: { ...jobDraft, ...more, publish: true } });
async function wait(who: Someone, query: object, alerts: Alerts = "instant", name = "Mine") {
  world.clock.advance(3000);
  return who.api.createSavedSearch({ body: { name, query, alerts } });
}
async function told(): Promise<[string, string][]> {
  await stream.settle();
  const matched = stream.published.filter(({ type }) => type === "search.matched.v1");
  return matched.map(({ data }) => {
    const { userId, jobs, total } = data as EventData<"search.matched.v1">;
    expect(total).toBe(1);
    return [userId, jobs[0]!.id];
  });
}

test("whoever has an instant search for a job is told, and nobody else", async () => {
  const people = await Promise.all(["Cleo", "Dan", "Eve", "Flo"].map((name) => world.join(name, "freelancer")));
  const [cleo, dan, eve, flo] = people as [Someone, Someone, Someone, Someone];
  await wait(ben, { category: CATEGORY });
  await wait(cleo, { q: "HOTEL booking", skill: "react" });
  await wait(dan, { q: "hospital" });
  await wait(eve, {}, "daily");
  await wait(flo, {}, "never");
  const { id } = await post();
  expect((await told()).sort()).toEqual([
    [ben.id, id],
    [cleo.id, id],
  ]);
});

test("a search for a category finds what is in its sub-categories, and not the other way round", async () => {
  const olga = await world.employ("Olga", "administrator");
  await olga.api.createCategory({ body: { id: "frontend", name: "Frontend", description: "", parentId: CATEGORY } });
  world.clock.advance(DAY);
  const cleo = await world.join("Cleo", "freelancer");
  await wait(ben, { category: CATEGORY });
  await wait(cleo, { category: "frontend" });
  const below = await post({ categoryId: "frontend" });
  const above = await post();
  expect((await told()).sort()).toEqual([
    [ben.id, below.id],
    [ben.id, above.id],
    [cleo.id, below.id],
  ]);
});

test("somebody is told of a job once: by the oldest of their searches, however often the event comes and the job opens", async () => {
  const first = await wait(ben, { q: "hotel" }, "instant", "Hotels");
  await wait(ben, { category: CATEGORY }, "instant", "Web");
  const { id: jobId } = await post();
  expect(await told()).toHaveLength(1);
  expect(stream.published.find(({ type }) => type === "search.matched.v1")?.data).toEqual({
    searchId: first.id,
    userId: ben.id,
    name: "Hotels",
    query: { q: "hotel" },
    jobs: [{ id: jobId, title: jobDraft.title }],
    total: 1,
  });
  await ana.api.pauseJob({ params: { jobId } });
  await ana.api.publishJob({ params: { jobId } });
  await stream.settle();
  for (const event of stream.published.slice()) await stream.deliver(event);
  expect(await told()).toHaveLength(1);
});

test("a job that comes to match, or to be shown to everybody, later on is told then", async () => {
  await wait(ben, { q: "museum" });
  const { id: jobId, version } = await post({ visibility: "invite_only", title: "A page for a museum" });
  expect(await told()).toEqual([]);
  await ana.api.updateJob({ params: { jobId }, version, body: { ...jobDraft, visibility: "public" } });
  expect(await told()).toEqual([]);
  const body = { ...jobDraft, title: "Build a booking page for a museum" };
  await ana.api.updateJob({ params: { jobId }, version: version + 1, body });
  expect(await told()).toEqual([[ben.id, jobId]]);
});

test("a draft, a job that was closed meanwhile and one's own job are told to nobody", async () => {
  const both = await world.join("Gus", "client", "freelancer");
  await wait(both, {});
  await ana.api.createJob({ body: jobDraft });
  const { id: jobId } = await post();
  await ana.api.closeJob({ params: { jobId }, body: { reason: "" } });
  await both.api.createJob({ body: { ...jobDraft, publish: true } });
  expect(await told()).toEqual([]);
});

test("a search that was deleted or made quieter waits no more, one that was made instant does", async () => {
  const params = async (query: object) => ({ searchId: (await wait(ben, query)).id });
  await ben.api.deleteSavedSearch({ params: await params({ q: "hotel" }) });
  const quiet = await params({ q: "booking" });
  await ben.api.updateSavedSearch({ params: quiet, body: { alerts: "weekly" } });
  await post();
  expect(await told()).toEqual([]);
  await ben.api.updateSavedSearch({ params: quiet, body: { alerts: "instant" } });
  const { id } = await post();
  expect(await told()).toEqual([[ben.id, id]]);
});

test("finding who waits is a read of the job, one of each list it is in, and one write per person told", async () => {
  const people = await Promise.all(Array.from({ length: 30 }, (_, index) => world.join(`P${index}`, "freelancer")));
  for (const [index, one] of people.entries()) await wait(one, index % 3 === 0 ? { q: "hospital" } : { q: "hotel" });
  await post();
  await world.deps.taxonomy.read();
  calls = [];
  expect(await told()).toHaveLength(20);
  const [job, ...rest] = calls.filter((call) => call !== "query TAXONOMY");
  expect(job).toMatch(/^get JOB#/);
  expect(rest.sort()).toEqual(
    [`query SEARCHES#INSTANT#${CATEGORY}`, "query SEARCHES#INSTANT#ANY", ...Array(20).fill("write")].sort(),
  );
});

test("the alert is in the feed and the mail once, and leads to the job", async () => {
  const mails: string[] = [];
  const channels = {
    sockets: { post: async () => "sent" as const, close: async () => undefined },
    mailer: { send: async ({ to, subject }: { to: string; subject: string }) => void mails.push(`${to}: ${subject}`) },
    siteUrl: () => "https://site.example",
  };
  const notified = createStream(world.memory, world.memory, {
    "on-job-listed": handler.with(world),
    "on-notify": onNotifyWith(channels).with(world),
  });
  await wait(ben, { q: "hotel" }, "instant", "Hotels");
  const { id, title } = await post();
  await notified.settle();
  for (const event of notified.published.slice()) await notified.deliver(event);
  const { items } = await world.deps.notifications.listOf(ben.id, { limit: 10 });
  expect(items).toMatchObject([
    {
      kind: "search_matched",
      title: `New job: “${title}”`,
      body: "Your saved search “Hotels” found it.",
      link: `/jobs/${id}`,
    },
  ]);
  expect(mails).toEqual([`ben@example.com: New job: “${title}”`]);
});
