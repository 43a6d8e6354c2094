import { addedEntries } from "@freelancerm/data/outbox";
import { hire, oneMilestone, postJob, proposalDraft, propose } from "../../tests/world/hiring.ts";
import { createWorld, type Someone, type World } from "../../tests/world/world.ts";
import { handler as contracts } from "../contracts/handler.ts";
import { handler as jobs } from "../jobs/handler.ts";
import { handler as proposals } from "./handler.ts";

let world: World;
let client: Someone;
let freelancer: Someone;
beforeEach(async () => {
  world = await createWorld({ jobs, proposals, contracts });
  client = await world.join("Ana", "client");
  freelancer = await world.join("Ben", "freelancer");
});

const refused = (code: string) => expect.objectContaining({ code });
const stored = (prefix: string) => world.memory.all().filter(({ sk }) => sk.startsWith(prefix));
const eventsOf = (type: string) =>
  world.memory
    .all()
    .flatMap((item) => addedEntries(undefined, item) as { type?: string; data: object }[])
    .filter((entry) => entry.type === type);

test("accepting makes the contract, accepts the proposal, fills the job and says so", async () => {
  const proposal = await propose(client, freelancer);
  const { contractId } = await client.api.acceptProposal({ params: { proposalId: proposal.id }, version: 1 });

  expect(await freelancer.api.getContract({ params: { contractId } })).toMatchObject({
    id: contractId,
    jobId: proposal.jobId,
    status: "active",
    client: { displayName: "Ana" },
    freelancer: { displayName: "Ben" },
    currency: "EUR",
    total: 90_000,
    milestones: [
      { number: 1, amount: 30_000, clientFee: 900, freelancerFee: 1_500, status: "pending" },
      { number: 2, amount: 60_000, clientFee: 1_800, freelancerFee: 3_000, status: "pending" },
    ],
    nextAction: { action: "fund_milestone", by: "client", milestone: 1 },
  });
  expect(await client.api.getProposal({ params: { proposalId: proposal.id } })).toMatchObject({
    status: "accepted",
    contractId,
  });
  expect(await client.api.getJob({ params: { jobId: proposal.jobId } })).toMatchObject({ status: "filled", hires: 1 });
  expect(eventsOf("contract.started.v1")).toMatchObject([{ data: { contractId, jobFilled: true } }]);
  expect(eventsOf("job.unlisted.v1")).toMatchObject([{ data: { jobId: proposal.jobId, status: "filled" } }]);
});

test("of 50 accepts at once one makes the contract, 49 get 409, and nothing is half-written", async () => {
  const { id: proposalId, jobId } = await propose(client, freelancer);
  const attempts = await Promise.allSettled(
    Array.from({ length: 50 }, () => client.api.acceptProposal({ params: { proposalId }, version: 1 })),
  );
  expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const losers = attempts.filter((attempt) => attempt.status === "rejected");
  expect(losers).toHaveLength(49);
  for (const { reason } of losers) expect(reason).toMatchObject({ status: 409 });
  expect(stored("CONTRACT")).toHaveLength(1);
  expect(eventsOf("contract.started.v1")).toHaveLength(1);
  expect(await client.api.getJob({ params: { jobId } })).toMatchObject({ status: "filled", hires: 1 });
});

test("of two proposals for one position accepted at once, one is hired and the other stays as it was", async () => {
  const carl = await world.join("Carl", "freelancer");
  const first = await propose(client, freelancer);
  const second = await carl.api.submitProposal({ params: { jobId: first.jobId }, body: proposalDraft });
  const attempts = await Promise.allSettled(
    [first, second].map(({ id }) => client.api.acceptProposal({ params: { proposalId: id }, version: 1 })),
  );
  expect(attempts.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(attempts.find((attempt) => attempt.status === "rejected")!.reason).toEqual(refused("job.wrong_state"));
  expect(stored("CONTRACT")).toHaveLength(1);
  const statuses = (await client.api.listJobProposals({ params: { jobId: first.jobId } })).items.map((p) => p.status);
  expect(statuses.sort()).toEqual(["accepted", "submitted"]);
});

test("a job with several positions stays open until all are filled", async () => {
  const { id: jobId } = await postJob(client, { positions: 2 });
  const people = await Promise.all(["Carl", "Dora", "Emil"].map((name) => world.join(name, "freelancer")));
  const ids: string[] = [];
  for (const person of people) {
    ids.push((await person.api.submitProposal({ params: { jobId }, body: proposalDraft })).id);
  }
  await client.api.acceptProposal({ params: { proposalId: ids[0]! }, version: 1 });
  expect(await client.api.getJob({ params: { jobId } })).toMatchObject({ status: "open", hires: 1 });
  await client.api.acceptProposal({ params: { proposalId: ids[1]! }, version: 1 });
  expect(await client.api.getJob({ params: { jobId } })).toMatchObject({ status: "filled", hires: 2 });
  const third = client.api.acceptProposal({ params: { proposalId: ids[2]! }, version: 1 });
  await expect(third).rejects.toEqual(refused("job.wrong_state"));
});

test("of 10 accepts at once for 3 positions, never more than 3 are hired, and each has its contract", async () => {
  const { id: jobId } = await postJob(client, { positions: 3 });
  const people = await Promise.all(Array.from({ length: 10 }, (_, index) => world.join(`Carl ${index}`, "freelancer")));
  const sent = await Promise.all(
    people.map(({ api }) => api.submitProposal({ params: { jobId }, body: proposalDraft })),
  );
  for (let round = 0; round < 5; round++) {
    await Promise.allSettled(
      sent.map(({ id }) => client.api.acceptProposal({ params: { proposalId: id }, version: 1 })),
    );
  }
  const { items } = await client.api.listJobProposals({ params: { jobId } });
  expect(items.filter(({ status }) => status === "accepted")).toHaveLength(3);
  expect(stored("CONTRACT")).toHaveLength(3);
  expect(await client.api.getJob({ params: { jobId } })).toMatchObject({ status: "filled", hires: 3 });
  expect(eventsOf("job.unlisted.v1")).toHaveLength(1);
});

test.each([
  ["EUR", 1_000_001, [333_333, 333_333, 333_335]],
  ["JPY", 10_007, [5, 5_001, 5_001]],
  ["KWD", 123_457, [100_000, 18_457, 5_000]],
])("fees in %s are frozen per milestone and add up to the fees of the whole", async (currency, total, amounts) => {
  const { id: jobId } = await postJob(client, { currency });
  const terms = { total, milestones: amounts.map((amount, index) => ({ title: `Part ${index}`, amount })) };
  const { id: proposalId } = await freelancer.api.submitProposal({
    params: { jobId },
    body: { ...proposalDraft, terms },
  });
  const { contractId } = await client.api.acceptProposal({ params: { proposalId }, version: 1 });
  const { milestones } = await client.api.getContract({ params: { contractId } });
  const sum = (name: "clientFee" | "freelancerFee") => milestones.reduce((all, milestone) => all + milestone[name], 0);
  expect(sum("clientFee")).toBe(Math.round(total * 0.03));
  expect(sum("freelancerFee")).toBe(Math.round(total * 0.05));
});

test("only the job's client accepts; for everybody else there is nothing to accept", async () => {
  const eve = await world.join("Eve", "client");
  const { id: proposalId } = await propose(client, freelancer);
  const before = world.memory.all();
  const accept = (who: Someone) => who.api.acceptProposal({ params: { proposalId }, version: 1 });
  await expect(accept(eve)).rejects.toEqual(refused("resource.not_found"));
  await expect(accept(freelancer)).rejects.toEqual(refused("auth.role_required"));
  expect(world.memory.all()).toEqual(before);
});

test("a closed job cannot be hired for", async () => {
  const { id: proposalId, jobId } = await propose(client, freelancer);
  await client.api.closeJob({ params: { jobId }, body: { reason: "done elsewhere" } });
  const late = client.api.acceptProposal({ params: { proposalId }, version: 1 });
  await expect(late).rejects.toEqual(refused("job.wrong_state"));
  expect(stored("CONTRACT")).toEqual([]);
});

test("a contract belongs to its two parties and to nobody else, whatever their roles", async () => {
  const contract = await hire(client, freelancer, { terms: oneMilestone(50_000) });
  const mine = await client.api.listMyContracts({ query: { role: "client" } });
  expect(mine.items).toMatchObject([{ id: contract.id, counterpart: { displayName: "Ben" } }]);
  const eve = await world.join("Eve", "client", "freelancer");
  const foreign = eve.api.getContract({ params: { contractId: contract.id } });
  await expect(foreign).rejects.toEqual(refused("resource.not_found"));
  expect((await eve.api.listMyContracts({ query: { role: "client" } })).items).toEqual([]);
});
