/** Property 22: forged cursors are refused, and a walk while others post misses nothing and repeats nothing. */
import type { JobRecord } from "@freelancerm/core/jobs/job";
import { iso } from "@freelancerm/core/time";
import fc from "fast-check";
import { createWorld, jobDraft, type Someone, type World } from "../../tests/world/world.ts";
import { handler as jobs } from "../jobs/handler.ts";
import { handler as marketplace } from "./handler.ts";

let world: World;
let ana: Someone;
let template: JobRecord;
let count = 0;

beforeEach(async () => {
  count = 0;
  world = await createWorld({ jobs, marketplace });
  ana = await world.join("Ana", "client");
  const { id } = await ana.api.createJob({ body: { ...jobDraft, publish: true } });
  template = (await world.deps.jobs.find(id))!;
  await ana.api.closeJob({ params: { jobId: id }, body: { reason: "" } });
});

const idOf = (index: number) => `job_${ana.id.slice(4)}${String(index).padStart(10, "0")}`;

/** Posts many jobs at once, several of them in the same millisecond; every third is for experts. */
async function post(how: number): Promise<void> {
  const { deps } = world;
  for (let start = 0; start < how; start += 50) {
    const changes = Array.from({ length: Math.min(50, how - start) }, () => {
      const index = count++;
      const level = index % 3 === 0 ? ("expert" as const) : ("entry" as const);
      const publishedAt = iso(world.clock.now() + Math.floor(index / 4));
      return deps.jobs.save({ ...template, id: idOf(index), level, publishedAt, version: 0, outbox: undefined });
    });
    await deps.commit(...changes);
  }
}

async function walk(query: { limit: number; level?: "expert" }, between: () => Promise<void>): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await world.anyone.listJobs({ query: { ...query, cursor } });
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
    await between();
  } while (cursor);
  return seen;
}

test.each([
  ["without a filter", { limit: 37 }, 1],
  ["with a filter", { limit: 13, level: "expert" as const }, 3],
])(
  "a walk over 2,000 jobs %s shows each that was there once, while others are posted",
  async (_, query, step) => {
    await post(2000);
    const there = Array.from({ length: 2000 }, (_, index) => index).filter((index) => index % step === 0);
    const seen = await walk(query, () => post(1));
    expect(new Set(seen).size).toBe(seen.length);
    const expected = new Set(there.map(idOf));
    expect(seen.filter((id) => expected.has(id))).toHaveLength(expected.size);
    expect(seen).toEqual([...seen].sort().reverse());
  },
  60_000,
);

test("1,000 forged cursors are refused", async () => {
  await post(3);
  const { nextCursor } = await world.anyone.listJobs({ query: { limit: 1 } });
  const genuine = nextCursor!;
  const [payload = "", signature = ""] = genuine.split(".");
  const own = (position: object) => Buffer.from(JSON.stringify(position)).toString("base64url");
  const text = fc.string({ minLength: 1, maxLength: 60, unit: fc.constantFrom(..."abcXYZ019-_.") });
  const forged = fc.oneof(
    text,
    text.map((other) => `${payload}.${other}`),
    text.map((other) => `${other}.${signature}`),
    fc.record({ pk: fc.string(), sk: fc.string() }).map((position) => `${own(position)}.${signature}`),
    fc.nat(genuine.length - 1).map((at) => {
      const letter = genuine[at] === "A" ? "B" : "A";
      return genuine.slice(0, at) + letter + genuine.slice(at + 1);
    }),
  );
  await fc.assert(
    fc.asyncProperty(forged, async (cursor) => {
      fc.pre(
        Buffer.from(cursor.split(".")[1] ?? "", "base64url").compare(Buffer.from(signature, "base64url")) !== 0 ||
          cursor.split(".")[0] !== payload,
      );
      const code = await world.anyone.listJobs({ query: { limit: 1, cursor } }).then(
        () => "accepted",
        (error: { code: string }) => error.code,
      );
      expect(code).toBe("cursor.invalid");
    }),
    { numRuns: 1000 },
  );
}, 60_000);
