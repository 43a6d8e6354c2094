import { jobIdOf } from "@freelancerm/contracts/ids";
import { limits } from "@freelancerm/core/policy/policy";
import { DAY, iso } from "@freelancerm/core/time";
import { createWorld, jobDraft, unknownJob, type World } from "../../tests/world/world.ts";
import { handler as jobs } from "./handler.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld({ jobs });
});

const refused = (code: string) => expect.objectContaining({ code });

test("a client writes a draft that only they can see, and publishes it for everybody", async () => {
  const client = await world.join("Ana", "client");
  const draft = await client.api.createJob({ body: jobDraft });
  expect(draft).toMatchObject({ status: "draft", client: { displayName: "Ana" }, publishedAt: null });
  await expect(world.anyone.getJob({ params: { jobId: draft.id } })).rejects.toEqual(refused("resource.not_found"));

  const open = await client.api.publishJob({ params: { jobId: draft.id } });
  expect(open).toMatchObject({
    status: "open",
    publishedAt: iso(world.clock.now()),
    expiresAt: iso(world.clock.now() + 30 * DAY),
  });
  expect(await world.anyone.getJob({ params: { jobId: draft.id } })).toEqual(open);
});

test("only clients post jobs", async () => {
  const freelancer = await world.join("Ben", "freelancer");
  await expect(freelancer.api.createJob({ body: jobDraft })).rejects.toEqual(refused("auth.role_required"));
  await expect(world.anyone.createJob({ body: jobDraft })).rejects.toEqual(refused("auth.required"));
  expect(world.memory.all().filter(({ sk }) => sk.startsWith("JOB#"))).toEqual([]);
});

test("somebody else's job cannot be told from one that does not exist", async () => {
  const ana = await world.join("Ana", "client");
  const eve = await world.join("Eve", "client");
  const job = await ana.api.createJob({ body: jobDraft });
  const edit = { body: { ...jobDraft, title: "Mine now, surely" }, version: job.version };
  const foreign = eve.api.updateJob({ params: { jobId: job.id }, ...edit });
  const unknown = eve.api.updateJob({ params: { jobId: unknownJob(eve.id) }, ...edit });
  await expect(foreign).rejects.toEqual(refused("resource.not_found"));
  await expect(unknown).rejects.toEqual(refused("resource.not_found"));
});

test("a saved job that was withdrawn from view shows in no list of whoever saved it", async () => {
  const ana = await world.join("Ana", "client");
  const eve = await world.join("Eve", "freelancer");
  const job = await ana.api.createJob({ body: { ...jobDraft, publish: true } });
  const params = { jobId: job.id };
  await eve.api.saveJob({ params });
  await ana.api.saveJob({ params });
  const hidden = { ...jobDraft, title: "Not for everybody", visibility: "invite_only" } as const;
  await ana.api.updateJob({ params, body: hidden, version: job.version });
  expect((await eve.api.listSavedJobs({})).items).toEqual([]);
  expect((await ana.api.listSavedJobs({})).items).toMatchObject([{ title: "Not for everybody" }]);
});

test("saved jobs are listed by when they were saved, newest first, over pages", async () => {
  const ana = await world.join("Ana", "client");
  const eve = await world.join("Eve", "freelancer");
  const post = async () => {
    world.clock.advance(1000);
    return (await ana.api.createJob({ body: { ...jobDraft, publish: true } })).id;
  };
  const save = async (jobId: string) => {
    world.clock.advance(1000);
    await eve.api.saveJob({ params: { jobId } });
  };
  const [a, b, c] = [await post(), await post(), await post()];
  for (const jobId of [b, c, a]) await save(jobId);
  const first = await eve.api.listSavedJobs({ query: { limit: 2 } });
  const second = await eve.api.listSavedJobs({ query: { limit: 2, cursor: first.nextCursor! } });
  expect([first.items, second.items].map((items) => items.map(({ id }) => id))).toEqual([[a, c], [b]]);
  expect(second.nextCursor).toBeNull();
  await save(b);
  await eve.api.unsaveJob({ params: { jobId: a } });
  expect((await eve.api.listSavedJobs({})).items.map(({ id }) => id)).toEqual([b, c]);
});

test("no more jobs are saved than a list takes; what is saved can be saved again", async () => {
  const ana = await world.join("Ana", "client");
  const eve = await world.join("Eve", "freelancer");
  const { id: jobId } = await ana.api.createJob({ body: { ...jobDraft, publish: true } });
  const { deps } = world;
  for (let index = 0; index < limits.savedJobs - 1; index++) {
    const other = jobIdOf(ana.id, String(index).padStart(10, "0"));
    await deps.commit(deps.jobs.remember(eve.id, other, iso(world.clock.now())));
  }
  await eve.api.saveJob({ params: { jobId } });
  await eve.api.saveJob({ params: { jobId } });
  const { id: further } = await ana.api.createJob({ body: { ...jobDraft, publish: true } });
  const attempt = eve.api.saveJob({ params: { jobId: further } });
  await expect(attempt).rejects.toEqual(refused("job.too_many_saved"));
});

test.each([
  ["a budget of nothing", { budget: { min: 0, max: 5 } }, "budget.min"],
  ["an inverted budget", { budget: { min: 900, max: 800 } }, "budget.max"],
  ["a past deadline", { deadlineAt: "2020-01-01T00:00:00.000Z" }, "deadlineAt"],
  ["an unknown category", { categoryId: "nonsense" }, "categoryId"],
  ["an unknown skill", { skills: ["react", "nonsense"] }, "skills.1"],
  ["a field that does not exist", { clientId: "usr_0000000000000009" }, "clientId"],
])("refuses %s, naming the field, and writes nothing", async (_, wrong, field) => {
  const client = await world.join("Ana", "client");
  const before = world.memory.all();
  const attempt = client.api.createJob({ body: { ...jobDraft, ...wrong, publish: true } });
  await expect(attempt).rejects.toMatchObject({ status: 422, problem: { errors: [{ field }] } });
  expect(world.memory.all()).toEqual(before);
});

test("an edit needs the version it was made from", async () => {
  const client = await world.join("Ana", "client");
  const job = await client.api.createJob({ body: jobDraft });
  const edit = (title: string, version: number) =>
    client.api.updateJob({ params: { jobId: job.id }, body: { ...jobDraft, title }, version });
  expect(await edit("First edit wins", job.version)).toMatchObject({ title: "First edit wins", version: 2 });
  await expect(edit("Second edit is late", job.version)).rejects.toEqual(refused("resource.changed"));
});

test("lists my jobs in pages, newest first, each once", async () => {
  const client = await world.join("Ana", "client");
  for (let index = 0; index < 5; index++) {
    await client.api.createJob({ body: { ...jobDraft, title: `Job number ${index}` } });
    world.clock.advance(1000);
  }
  const first = await client.api.listMyJobs({ query: { limit: 3 } });
  const second = await client.api.listMyJobs({ query: { limit: 3, cursor: first.nextCursor! } });
  expect([...first.items, ...second.items].map(({ title }) => title)).toEqual(
    [4, 3, 2, 1, 0].map((n) => `Job number ${n}`),
  );
  expect(second.nextCursor).toBeNull();
});

test("a cursor works only for its reader and its list", async () => {
  const ana = await world.join("Ana", "client");
  const eve = await world.join("Eve", "client");
  for (let index = 0; index < 3; index++) await ana.api.createJob({ body: jobDraft });
  const { nextCursor } = await ana.api.listMyJobs({ query: { limit: 1 } });
  for (const attempt of [
    eve.api.listMyJobs({ query: { limit: 1, cursor: nextCursor! } }),
    ana.api.listMyJobs({ query: { limit: 2, cursor: nextCursor! } }),
    ana.api.listMyJobs({ query: { limit: 1, cursor: `${nextCursor}x` } }),
  ]) {
    await expect(attempt).rejects.toEqual(refused("cursor.invalid"));
  }
});
