import { DAY } from "@freelancerm/core/time";
import type { Table } from "@freelancerm/data/table";
import { CATEGORY, createWorld, jobDraft, type Someone, type World } from "../../tests/world/world.ts";
import { handler as categories } from "../categories/handler.ts";
import { handler as jobs } from "../jobs/handler.ts";
import { handler as marketplace } from "./handler.ts";

let world: World;
let ana: Someone;
let calls: string[];

/** Notes each read that reaches the table. */
const counted = (table: Table): Table => ({
  ...table,
  query: (query) => {
    calls.push(`query ${query.index ?? "table"} ${query.pk} ${query.limit ?? ""}`.trim());
    return table.query(query);
  },
  get: (key, options) => {
    if (key.pk !== "SECRET") calls.push(`get ${key.pk}`);
    return table.get(key, options);
  },
});

beforeEach(async () => {
  calls = [];
  world = await createWorld({ categories, jobs, marketplace }, counted);
  ana = await world.join("Ana", "client");
});

const refused = (code: string) => expect.objectContaining({ code });

async function post(more: object = {}): Promise<string> {
  world.clock.advance(3000);
  return (await ana.api.createJob({ body: { ...jobDraft, ...more, publish: true } })).id;
}
const found = async (query: object) => (await world.anyone.listJobs({ query })).items.map(({ id }) => id);

test("a plain page is one query of exactly its cards", async () => {
  for (let index = 0; index < 25; index++) await post();
  calls = [];
  const page = await world.anyone.listJobs();
  expect(page.items).toHaveLength(20);
  expect(calls).toEqual(["query gsi1 JOBS#OPEN 20"]);
});

test("a page of a category is one query too, the tree of categories being in memory", async () => {
  await post();
  await world.anyone.listJobs({ query: { category: CATEGORY } });
  calls = [];
  await world.anyone.listJobs({ query: { category: CATEGORY } });
  expect(calls).toEqual([`query gsi2 JOBS#OPEN#${CATEGORY} 20`]);
});

test("shows open public jobs only, the newest first", async () => {
  const first = await post();
  await ana.api.createJob({ body: jobDraft });
  await post({ visibility: "invite_only" });
  const closed = await post();
  await ana.api.closeJob({ params: { jobId: closed }, body: { reason: "" } });
  const last = await post();
  expect(await found({})).toEqual([last, first]);
});

test("filters by words, type, level, skill, currency, budget and age, alone and together", async () => {
  const plain = await post();
  const hourly = await post({
    type: "hourly",
    title: "Review of an invoicing engine",
    budget: { min: 4000, max: 6000 },
  });
  const expert = await post({ level: "expert", skills: ["typescript"], currency: "USD" });
  expect(await found({ q: "INVOICING engine" })).toEqual([hourly]);
  expect(await found({ q: "invoicing nonsense" })).toEqual([]);
  expect(await found({ type: "hourly" })).toEqual([hourly]);
  expect(await found({ level: "expert" })).toEqual([expert]);
  expect(await found({ skill: "react" })).toEqual([hourly, plain]);
  expect(await found({ currency: "USD" })).toEqual([expert]);
  expect(await found({ budgetMin: 6001, currency: "EUR" })).toEqual([plain]);
  expect(await found({ budgetMin: 6001, currency: "USD" })).toEqual([expert]);
  expect(await found({ budgetMin: 6000, budgetMax: 6000, currency: "EUR" })).toEqual([hourly]);
  expect(await found({ skill: "react", type: "fixed" })).toEqual([plain]);
  world.clock.advance(3 * DAY);
  const fresh = await post();
  expect(await found({ postedWithin: 2 })).toEqual([fresh]);
});

test("a category shows what is in its sub-categories", async () => {
  const olga = await world.employ("Olga", "administrator");
  const body = { id: "frontend", name: "Frontend", description: "", parentId: CATEGORY };
  await olga.api.createCategory({ body });
  world.clock.advance(DAY);
  const above = await post();
  const below = await post({ categoryId: "frontend" });
  expect(await found({ category: CATEGORY })).toEqual([below, above]);
  expect(await found({ category: "frontend" })).toEqual([below]);
  expect(await found({ category: "nonsense" })).toEqual([]);
});

test("the best matches are a profile and pages of the same index, beside the tree of categories from memory", async () => {
  const ben = await world.join("Ben", "freelancer");
  await post();
  await world.anyone.listJobs({ query: { category: CATEGORY } });
  calls = [];
  await ben.api.listJobs({ query: { sort: "match" } });
  expect(calls.sort()).toEqual([`get ${ben.id}`, "query gsi1 JOBS#OPEN 100"]);
});

test("a filter that nothing matches examines at most five pages and says where to go on", async () => {
  const deps = world.deps;
  const record = (await deps.jobs.find(await post()))!;
  for (let index = 0; index < 620; index++) {
    const id = `job_${ana.id.slice(4)}${String(index).padStart(10, "0")}`;
    await deps.commit(deps.jobs.save({ ...record, id, version: 0, outbox: undefined }));
  }
  calls = [];
  const first = await world.anyone.listJobs({ query: { q: "nonsense" } });
  expect(calls).toHaveLength(5);
  expect(first.items).toEqual([]);
  const second = await world.anyone.listJobs({ query: { q: "nonsense", cursor: first.nextCursor! } });
  expect(second).toEqual({ items: [], nextCursor: null });
});

test("freelancers are found by what they can and ask for; who names no rate is not among the cheap", async () => {
  const listed = async (name: string, more: object) => {
    const someone = await world.join(name, "freelancer");
    const record = (await world.deps.freelancers.find(someone.id))!;
    const profile = { ...record, headline: `${name} builds`, skills: ["react"], categoryId: CATEGORY, ...more };
    await world.deps.commit(world.deps.freelancers.save(profile));
    world.clock.advance(1000);
    return someone.id;
  };
  const ben = await listed("Ben", { hourlyRate: 5000, availability: "part_time" });
  const cleo = await listed("Cleo", {
    currency: "EUR",
    country: "DE",
    languages: ["de"],
    skills: ["typescript"],
    categoryId: null,
  });
  await listed("Dan", { visibility: "signed_in" });
  const search = async (query: object) => (await world.anyone.listFreelancers({ query })).items.map(({ id }) => id);
  expect(await search({})).toEqual([cleo, ben]);
  expect(await search({ category: CATEGORY })).toEqual([ben]);
  expect(await search({ rateMax: 5000, currency: "USD" })).toEqual([ben]);
  expect(await search({ rateMax: 4999, currency: "USD" })).toEqual([]);
  expect(await search({ rateMax: 5000, currency: "EUR" })).toEqual([]);
  expect(await search({ currency: "EUR" })).toEqual([cleo]);
  expect(await search({ country: "DE", language: "de" })).toEqual([cleo]);
  expect(await search({ skill: "react", availability: "part_time" })).toEqual([ben]);
  expect(await search({ q: "cleo" })).toEqual([cleo]);
});

test("the home page has the newest of everything and its totals, in five reads while few are rated", async () => {
  for (let index = 0; index < 10; index++) await post();
  await world.table.write({ update: { pk: "COUNTS", sk: "TOTALS" }, add: { openJobs: 10, contracts: 4 } });
  await world.table.write({ update: { pk: "COUNTS", sk: `CATEGORY#${CATEGORY}` }, add: { openJobs: 10 } });
  calls = [];
  const home = await world.anyone.getHome();
  expect(calls.length).toBeLessThanOrEqual(5);
  expect(home.newestJobs).toHaveLength(8);
  expect(home.totals).toEqual({ openJobs: 10, freelancers: 0, contracts: 4 });
  expect(home.categories).toMatchObject([
    { id: CATEGORY, openJobs: 10, skills: [{ id: "react" }, { id: "typescript" }] },
  ]);
});

test("top freelancers are the best rated, and newcomers only where those are few", async () => {
  const listed = async (name: string, reviews: number, score: number | null) => {
    const someone = await world.join(name, "freelancer");
    const record = (await world.deps.freelancers.find(someone.id))!;
    const tally = { hundredths: reviews * (score ?? 5) * 100, reviewers: [] };
    const rated = { headline: `${name} builds`, skills: ["react"], rating: { reviews, score }, tally };
    await world.deps.commit(world.deps.freelancers.save({ ...record, ...rated }));
    world.clock.advance(1000);
  };
  const top = async () => (await world.anyone.getHome()).topFreelancers.map(({ displayName }) => displayName);
  await listed("Three fives", 3, 5);
  await listed("Twenty of 4.9", 20, 4.9);
  await listed("Three of 4.5", 3, 4.5);
  await listed("New", 2, null);
  expect(await top()).toEqual(["Twenty of 4.9", "Three fives", "Three of 4.5", "New"]);

  for (let index = 0; index < 5; index++) await listed(`Also rated ${index}`, 3, 4);
  calls = [];
  expect(await top()).not.toContain("New");
  expect(calls).toHaveLength(3);
});

test.each([
  ["a limit above 100", { limit: 101 }, "limit"],
  ["a filter that does not exist", { owner: "ana" }, "owner"],
  ["a level that does not exist", { level: "guru" }, "level"],
  ["an amount that is none", { budgetMin: "abc", currency: "EUR" }, "budgetMin"],
  ["an amount without its currency", { budgetMax: 5000 }, "currency"],
  ["a budget that ends below where it begins", { budgetMin: 500, budgetMax: 499, currency: "EUR" }, "budgetMax"],
  ["an order that does not exist", { sort: "luck" }, "sort"],
])("refuses %s, naming the field", async (_, query, field) => {
  const attempt = world.anyone.listJobs({ query: query as object });
  await expect(attempt).rejects.toMatchObject({ code: "request.invalid", problem: { errors: [{ field }] } });
});

test("an amount that is none is refused in words people can read", async () => {
  for (const budgetMin of ["abc", "1.5"]) {
    const attempt = world.anyone.listJobs({ query: { budgetMin, currency: "EUR" } });
    await expect(attempt).rejects.toMatchObject({
      problem: { errors: [{ field: "budgetMin", message: "must be an amount in minor units" }] },
    });
  }
});

test("refuses a rate without its currency, naming the field", async () => {
  const attempt = world.anyone.listFreelancers({ query: { rateMax: 5000 } });
  await expect(attempt).rejects.toMatchObject({
    code: "request.invalid",
    problem: { errors: [{ field: "currency" }] },
  });
});

test("the documents describe every list and every frame", async () => {
  const openApi = (await world.anyone.getOpenApi()) as { openapi: string; paths: Record<string, object> };
  expect(openApi.openapi).toBe("3.1.0");
  expect(openApi.paths["/jobs"]).toMatchObject({
    get: { operationId: "listJobs" },
    post: { operationId: "createJob" },
  });
  expect(await world.anyone.getAsyncApi()).toMatchObject({ asyncapi: "3.0.0" });
});

test("a cursor holds only for the query it came from", async () => {
  for (let index = 0; index < 3; index++) await post();
  const { nextCursor: cursor } = await world.anyone.listJobs({ query: { limit: 1 } });
  const elsewhere = [{ limit: 1, q: "x" }, { limit: 1, category: CATEGORY }, { limit: 2 }];
  for (const query of elsewhere) {
    const attempt = world.anyone.listJobs({ query: { ...query, cursor: cursor! } });
    await expect(attempt).rejects.toEqual(refused("cursor.invalid"));
  }
  await expect(ana.api.listJobs({ query: { limit: 1, cursor: cursor! } })).rejects.toEqual(refused("cursor.invalid"));
});
