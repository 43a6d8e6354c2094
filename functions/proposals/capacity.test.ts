import { createMeter } from "../../tests/world/capacity.ts";
import { oneMilestone, postJob, proposalDraft, propose } from "../../tests/world/hiring.ts";
import { createWorld, type Someone, type World } from "../../tests/world/world.ts";
import { handler as contracts } from "../contracts/handler.ts";
import { handler as jobs } from "../jobs/handler.ts";
import { handler as proposals } from "./handler.ts";

const meter = createMeter();
let world: World;
let client: Someone;
let freelancer: Someone;
beforeEach(async () => {
  world = await createWorld({ jobs, proposals, contracts }, meter.through);
  meter.watch(world.memory);
  client = await world.join("Ana", "client");
  freelancer = await world.join("Ben", "freelancer");
});

test("a submission costs at most 4 write units and 3 calls", async () => {
  const { id: jobId } = await postJob(client);
  meter.reset();
  const letter = "I have built four booking pages like this one. ".repeat(20);
  await freelancer.api.submitProposal({ params: { jobId }, body: { ...proposalDraft, letter } });
  expect(meter).toMatchObject({ reads: 1, writes: 2, units: 4 });
});

test.each([
  ["of up to 1 KB", {}, 10],
  ["of up to 2 KB, 2 more", { description: "Twelve rooms, two languages, payment on arrival. ".repeat(20) }, 12],
])("hiring for a job %s costs one read and one transaction", async (_, more, units) => {
  const { id: proposalId } = await propose(client, freelancer, { terms: oneMilestone(90_000) }, more);
  meter.reset();
  await client.api.acceptProposal({ params: { proposalId }, version: 1 });
  expect(meter).toMatchObject({ reads: 1, writes: 1, units });
});

test("the milestones of a hire cost nothing of their own", async () => {
  const milestones = Array.from({ length: 5 }, (_, index) => ({ title: `Part ${index}`, amount: 10_000 }));
  const { id: proposalId } = await propose(client, freelancer, { terms: { total: 50_000, milestones } });
  meter.reset();
  await client.api.acceptProposal({ params: { proposalId }, version: 1 });
  expect(meter.units).toBeLessThanOrEqual(14);
});

test("reading costs at most 2 calls", async () => {
  const { id: proposalId, jobId } = await propose(client, freelancer);
  const calls = async (read: () => Promise<unknown>) => {
    meter.reset();
    await read();
    return meter.reads;
  };
  expect(await calls(() => client.api.getProposal({ params: { proposalId } }))).toBe(1);
  expect(await calls(() => client.api.listJobProposals({ params: { jobId } }))).toBe(2);
  expect(await calls(() => freelancer.api.listMyProposals({}))).toBe(2);
});
