/** The count of open jobs is the number of jobs in the lists, whatever their owners do. */
import { deadlineActions } from "@freelancerm/core/deadlines/actions";
import { DAY } from "@freelancerm/core/time";
import * as fc from "fast-check";
import { postJob } from "../../tests/world/hiring.ts";
import { createLiveWorld, type LiveWorld } from "../../tests/world/live.ts";
import { CATEGORY, jobDraft, type Someone } from "../../tests/world/world.ts";

const OTHER = "graphics";

let world: LiveWorld;
let ana: Someone;

async function begin(): Promise<void> {
  world = await createLiveWorld();
  const category = { id: OTHER, name: "Graphics", description: "", parentId: null, order: 2, retired: false };
  await world.deps.commit(world.deps.taxonomy.addCategory(category));
  ana = await world.join("Ana", "client");
}
beforeEach(begin);

const counted = (sk: string): number =>
  (world.memory.all().find((item) => item.pk === "COUNTS" && item.sk === sk)?.openJobs as number | undefined) ?? 0;
const counts = () => [counted("TOTALS"), counted(`CATEGORY#${CATEGORY}`), counted(`CATEGORY#${OTHER}`)];
async function listed(): Promise<number[]> {
  const everything = { limit: 100, keep: () => true };
  const lists = [undefined, CATEGORY, OTHER].map((id) => world.deps.browse.jobs({ ...everything, categoryId: id }));
  return (await Promise.all(lists)).map(({ items }) => items.length);
}
async function edit(jobId: string, change: object): Promise<void> {
  const { version } = await ana.api.getJob({ params: { jobId } });
  await ana.api.updateJob({ params: { jobId }, body: { ...jobDraft, ...change }, version });
}
const posted = async () => (await world.deps.clients.find(ana.id))!.jobsPosted;

test("an open job that changes its category moves its count, and its applicants are not told of it", async () => {
  const { id: jobId } = await postJob(ana);
  const ben = await world.join("Ben", "freelancer");
  const letter = "I have built four booking pages like this one, two of them for hotels.";
  const terms = { total: 90_000, milestones: [{ title: "All of it", amount: 90_000 }] };
  await ben.api.submitProposal({ params: { jobId }, body: { letter, terms } });
  await world.stream.settle();
  expect(counts()).toEqual([1, 1, 0]);
  await edit(jobId, { categoryId: OTHER });
  await world.stream.settle();
  expect(counts()).toEqual([1, 0, 1]);
  expect((await ben.api.listNotifications({})).items).toEqual([]);
  await ana.api.pauseJob({ params: { jobId } });
  await edit(jobId, { categoryId: CATEGORY });
  await world.stream.settle();
  expect(counts()).toEqual([0, 0, 0]);
});

test("an invite-only job counts once it is shown to everybody, and until it is not", async () => {
  const { id: jobId } = await postJob(ana, { visibility: "invite_only" });
  await world.stream.settle();
  expect(counts()).toEqual([0, 0, 0]);
  await edit(jobId, { visibility: "public" });
  await world.stream.settle();
  expect(counts()).toEqual([1, 1, 0]);
  await edit(jobId, { visibility: "invite_only" });
  await ana.api.closeJob({ params: { jobId }, body: { reason: "" } });
  await world.stream.settle();
  expect(counts()).toEqual([0, 0, 0]);
});

test("a job that is resumed or opened again is posted once, and says no longer why it was closed", async () => {
  const { id: jobId, expiresAt } = await postJob(ana);
  await ana.api.pauseJob({ params: { jobId } });
  expect(await ana.api.publishJob({ params: { jobId } })).toMatchObject({ closedReason: null });
  world.clock.advance(30 * DAY);
  const expiry = { at: expiresAt!, kind: "job.expire", ref: jobId, facts: { expiresAt: expiresAt! } } as const;
  await deadlineActions(world.deps)["job.expire"](expiry);
  expect(await ana.api.getJob({ params: { jobId } })).toMatchObject({ status: "expired", closedReason: "expired" });
  expect(await ana.api.publishJob({ params: { jobId } })).toMatchObject({ status: "open", closedReason: null });
  await world.stream.settle();
  expect(await posted()).toBe(1);
  expect(counts()).toEqual([1, 1, 0]);
});

test("after any commands the counts are what the lists hold", async () => {
  const step = fc.tuple(
    fc.constantFrom("publish", "pause", "close", "edit"),
    fc.nat(2),
    fc.constantFrom(CATEGORY, OTHER),
    fc.constantFrom("public", "invite_only"),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      await begin();
      const jobs: string[] = [];
      for (let index = 0; index < 3; index++) jobs.push((await ana.api.createJob({ body: jobDraft })).id);
      for (const [command, index, categoryId, visibility] of steps) {
        const jobId = jobs[index]!;
        const body = { reason: "" };
        const run = {
          publish: () => ana.api.publishJob({ params: { jobId } }),
          pause: () => ana.api.pauseJob({ params: { jobId } }),
          close: () => ana.api.closeJob({ params: { jobId }, body }),
          edit: () => edit(jobId, { categoryId, visibility }),
        }[command];
        // What the state does not allow is refused and changes nothing.
        await (run!() as Promise<unknown>).catch((error: { code?: string }) =>
          expect(error.code).toBe("job.wrong_state"),
        );
      }
      await world.stream.settle();
      expect(counts()).toEqual(await listed());
    }),
    { numRuns: 20 },
  );
}, 30_000);
