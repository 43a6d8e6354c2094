/** Best match: who is ranked for whom, by what, and that a walk through it holds together. */
import { DAY } from "@freelancerm/core/time";
import { CATEGORY, createWorld, jobDraft, type Someone, type World } from "../../tests/world/world.ts";
import { handler as jobs } from "../jobs/handler.ts";
import { handler as marketplace } from "./handler.ts";

let world: World;
let ana: Someone;
let ben: Someone;

beforeEach(async () => {
  world = await createWorld({ jobs, marketplace });
  ana = await world.join("Ana", "client");
  ben = await world.join("Ben", "freelancer");
  await profile(ben, {});
});

async function profile(someone: Someone, more: object): Promise<void> {
  const record = (await world.deps.freelancers.find(someone.id))!;
  const offered = { headline: "Builds", skills: ["react", "typescript"], categoryId: CATEGORY, ...more };
  await world.deps.commit(world.deps.freelancers.save({ ...record, ...offered }));
}
async function post(more: object = {}, by = ana): Promise<string> {
  world.clock.advance(1000);
  return (await by.api.createJob({ body: { ...jobDraft, ...more, publish: true } })).id;
}
const best = (query: object = {}) => ben.api.listJobs({ query: { sort: "match" as const, ...query } });
const idsOf = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id);

test("jobs are in the order of their points, and each says where they come from", async () => {
  await profile(ben, { skills: ["typescript"] });
  const none = await post({ skills: ["react"] });
  const half = await post({ skills: ["react", "typescript"] });
  const all = await post({ skills: ["typescript"] });
  const page = await best();
  expect(idsOf(page)).toEqual([all, half, none]);
  const { match } = page.items[1]!;
  const skills = { factor: "skills", fit: "part", points: 25, of: 50, skills: ["typescript"], asked: 2 };
  expect(match!.reasons[0]).toEqual(skills);
  expect(match!.reasons.reduce((sum, { points }) => sum + points, 0)).toBe(match!.score);
  expect(page.ranked).toEqual({ count: 3, all: true });
});

test("the newest first list says nothing of matches", async () => {
  await post();
  const page = await ben.api.listJobs();
  expect(page.ranked).toBeUndefined();
  expect(page.items[0]!.match).toBeUndefined();
});

test("filters hold for the best matches too, and one's own jobs are not among them", async () => {
  const bo = await world.join("Bo", "client", "freelancer");
  await profile(bo, {});
  const hourly = await post({ type: "hourly", budget: { min: 4000, max: 6000 } });
  const own = await post({}, bo);
  expect(idsOf(await best({ type: "hourly" }))).toEqual([hourly]);
  expect(idsOf(await bo.api.listJobs({ query: { sort: "match" } }))).toEqual([hourly]);
  expect(idsOf(await bo.api.listFreelancers({ query: { sort: "match", for: own } }))).toEqual([ben.id]);
});

test("jobs are ranked for freelancers only, freelancers for a job of one's own", async () => {
  const jobId = await post();
  const cleo = await world.join("Cleo", "client");
  const talent = (someone: { api: Someone["api"] }, query: object) =>
    someone.api.listFreelancers({ query: { sort: "match" as const, ...query } });
  const refused = (code: string) => expect.objectContaining({ code });
  await expect(world.anyone.listJobs({ query: { sort: "match" } })).rejects.toEqual(refused("auth.required"));
  await expect(ana.api.listJobs({ query: { sort: "match" } })).rejects.toEqual(refused("auth.role_required"));
  const visitor = world.anyone.listFreelancers({ query: { sort: "match", for: jobId } });
  await expect(visitor).rejects.toEqual(refused("auth.required"));
  await expect(talent(cleo, { for: jobId })).rejects.toEqual(refused("resource.not_found"));
  await expect(talent(ana, {})).rejects.toMatchObject({ problem: { errors: [{ field: "for" }] } });
  const unsorted = ana.api.listFreelancers({ query: { for: jobId } });
  await expect(unsorted).rejects.toMatchObject({ problem: { errors: [{ field: "for" }] } });
  expect(idsOf(await talent(ana, { for: jobId }))).toEqual([ben.id]);
});

test("freelancers for a job: what counts is what they can, then whether they have time", async () => {
  const jobId = await post({ skills: ["react", "typescript"] });
  const dan = await world.join("Dan", "freelancer");
  await profile(dan, { availability: "unavailable" });
  const eva = await world.join("Eva", "freelancer");
  await profile(eva, { skills: ["react"] });
  const page = await ana.api.listFreelancers({ query: { sort: "match", for: jobId } });
  expect(idsOf(page)).toEqual([ben.id, dan.id, eva.id]);
  expect(page.items[1]!.match!.reasons.at(-1)).toEqual({ factor: "availability", fit: "none", points: 0, of: 5 });
});

test("a walk repeats nothing and misses nothing while jobs are posted, and keeps its points as time passes", async () => {
  for (let index = 0; index < 12; index++) await post({ skills: index % 3 === 0 ? ["react"] : [] });
  const whole = await best({ limit: 100 });
  expect(whole.nextCursor).toBeNull();
  const seen: (typeof whole)["items"] = [];
  let cursor: string | undefined;
  do {
    const page = await best({ limit: 5, cursor });
    seen.push(...page.items);
    cursor = page.nextCursor ?? undefined;
    world.clock.advance(2 * DAY);
    await post({ skills: ["react", "typescript"] });
  } while (cursor);
  expect(seen).toEqual(whole.items);
});

test("a cursor of the best matches holds for its order and its reader only", async () => {
  for (let index = 0; index < 3; index++) await post();
  const { nextCursor } = await best({ limit: 1 });
  const dan = await world.join("Dan", "freelancer");
  const query = { limit: 1, cursor: nextCursor! };
  for (const attempt of [
    ben.api.listJobs({ query }),
    dan.api.listJobs({ query: { ...query, sort: "match" } }),
    best({ ...query, type: "fixed" }),
  ]) {
    await expect(attempt).rejects.toMatchObject({ code: "cursor.invalid" });
  }
});

test("the newest 200 are compared, and the answer says that there are more", async () => {
  const oldest = await post({ skills: ["react", "typescript"] });
  const template = (await world.deps.jobs.find(await post({ skills: [] })))!;
  for (let index = 0; index < 200; index++) {
    const id = `job_${ana.id.slice(4)}${String(index).padStart(10, "0")}`;
    await world.deps.commit(world.deps.jobs.save({ ...template, id, version: 0, outbox: undefined }));
  }
  const page = await best({ limit: 100 });
  expect(page.ranked).toEqual({ count: 200, all: false });
  const rest = await best({ limit: 100, cursor: page.nextCursor! });
  expect(rest.nextCursor).toBeNull();
  expect(new Set([...idsOf(page), ...idsOf(rest)]).size).toBe(200);
  expect(idsOf(page)).not.toContain(oldest);
});
