/** Facets: what each choice would list beside the other filters. */
import fc from "fast-check";
import { CATEGORY, createWorld, jobDraft, type Someone, type World } from "../../tests/world/world.ts";
import { handler as categories } from "../categories/handler.ts";
import { handler as jobs } from "../jobs/handler.ts";
import { handler as marketplace } from "./handler.ts";

let world: World;
let ana: Someone;
const TYPES = ["fixed", "hourly"] as const;
const LEVELS = ["entry", "intermediate", "expert"] as const;
const CATEGORIES = [CATEGORY, "frontend"];

beforeAll(async () => {
  world = await createWorld({ categories, jobs, marketplace });
  ana = await world.join("Ana", "client");
  const olga = await world.employ("Olga", "administrator");
  await olga.api.createCategory({ body: { id: "frontend", name: "Frontend", description: "", parentId: CATEGORY } });
  world.clock.advance(120_000);
  for (let index = 0; index < 24; index++) {
    world.clock.advance(3_000);
    const [type, level] = [TYPES[index % 2]!, LEVELS[index % 3]!];
    const categoryId = CATEGORIES[index % 5 === 0 ? 1 : 0]!;
    const title = index % 4 === 0 ? "A quiet engine" : "A loud engine";
    await ana.api.createJob({ body: { ...jobDraft, type, level, categoryId, title, publish: true } });
  }
});

const list = (query: object) => world.anyone.listJobs({ query: { limit: 100, ...query } });
const facets = async (query: object) => (await list({ ...query, limit: 1, include: "facets" })).facets!;

test("each choice counts just what it lists beside the other filters", async () => {
  const chosen = fc.record(
    {
      q: fc.constantFrom("quiet", "loud engine", "nonsense"),
      type: fc.constantFrom(...TYPES),
      level: fc.constantFrom(...LEVELS),
      category: fc.constantFrom(...CATEGORIES),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(chosen, async (query) => {
      const { matching, all, ...counts } = await facets(query);
      expect(all).toBe(true);
      expect(matching).toBe((await list(query)).items.length);
      for (const [name, options] of Object.entries({ type: TYPES, level: LEVELS, category: CATEGORIES })) {
        for (const option of options) {
          const listed = (await list({ ...query, [name]: option })).items.length;
          expect(counts[name as "type"][option] ?? 0).toBe(listed);
        }
      }
    }),
    { numRuns: 25 },
  );
});

test("facets come when they are asked for, beside the best matches too", async () => {
  expect((await list({})).facets).toBeUndefined();
  const ben = await world.join("Ben", "freelancer");
  const page = await ben.api.listJobs({ query: { sort: "match", include: "facets", type: "fixed" } });
  expect(page.facets!.matching).toBe(page.ranked!.count);
});

test("beyond 500 jobs the newest are counted, and that those are not all is said", async () => {
  const template = (await world.deps.jobs.find((await list({})).items[0]!.id))!;
  for (let index = 0; index < 480; index++) {
    const id = `job_${ana.id.slice(4)}${String(index).padStart(10, "0")}`;
    await world.deps.commit(world.deps.jobs.save({ ...template, id, version: 0, outbox: undefined }));
  }
  const { matching, all } = await facets({});
  expect({ matching, all }).toEqual({ matching: 500, all: false });
});
