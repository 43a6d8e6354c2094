/** How many proposals a job says it has. */
import { postJob, proposalDraft } from "../../tests/world/hiring.ts";
import { createLiveWorld, type LiveWorld } from "../../tests/world/live.ts";
import { jobDraft, type Someone } from "../../tests/world/world.ts";

let world: LiveWorld;
let ana: Someone;
let jobId: string;
beforeEach(async () => {
  world = await createLiveWorld();
  ana = await world.join("Ana", "client");
  ({ id: jobId } = await postJob(ana));
});

async function propose(count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const somebody = await world.join(`Somebody ${index}`, "freelancer");
    await somebody.api.submitProposal({ params: { jobId }, body: proposalDraft });
  }
  await world.stream.settle();
}
const saidInLists = async () => (await world.deps.browse.jobs({ limit: 20 })).items[0]?.proposals;
const saidOnItsPage = async () => (await ana.api.getJob({ params: { jobId } })).proposals;

test("a job says in bands how many proposals were sent, in the lists and on its page", async () => {
  await propose(4);
  expect([await saidInLists(), await saidOnItsPage()]).toEqual([undefined, undefined]);
  await propose(1);
  expect([await saidInLists(), await saidOnItsPage()]).toEqual([5, 5]);
  await propose(4);
  expect(await saidInLists()).toBe(5);
  await propose(1);
  expect(await saidInLists()).toBe(10);
});

test("what it says survives its owner's edits, and does not come between them", async () => {
  const { version } = await ana.api.getJob({ params: { jobId } });
  await propose(5);
  const body = { ...jobDraft, title: "Another title for it" };
  expect(await ana.api.updateJob({ params: { jobId }, body, version })).toMatchObject({ proposals: 5 });
  expect(await saidInLists()).toBe(5);
});
