import { deadlineActions } from "@freelancerm/core/deadlines/actions";
import { DAY, iso } from "@freelancerm/core/time";
import { postJob, proposalDraft } from "../../tests/world/hiring.ts";
import { createStream, type Stream } from "../../tests/world/stream.ts";
import { createWorld, type Someone, type World } from "../../tests/world/world.ts";
import { handler as jobs } from "../jobs/handler.ts";
import { handler as proposals } from "../proposals/handler.ts";
import { handler } from "./handler.ts";

let world: World;
let stream: Stream;
let client: Someone;
let people: Someone[];
beforeEach(async () => {
  world = await createWorld({ jobs, proposals });
  stream = createStream(world.memory, world.table, { "on-job-unlisted": handler.with(world) });
  client = await world.join("Ana", "client");
  people = await Promise.all(["Ben", "Carl", "Dora"].map((name) => world.join(name, "freelancer")));
});

const apply = (jobId: string) =>
  Promise.all(people.map(({ api }) => api.submitProposal({ params: { jobId }, body: proposalDraft })));
const outcomes = async (jobId: string) =>
  (await client.api.listJobProposals({ params: { jobId } })).items.map(({ status, reason }) => [status, reason]).sort();
const used = () => Promise.all(people.map(async ({ api }) => (await api.getMyProposalQuota({})).used));
const closed = () => stream.published.filter(({ type }) => type === "proposal.closed.v1");

test("hiring one closes the others with a reason; what they spent stays spent", async () => {
  const { id: jobId } = await postJob(client);
  const [ben] = await apply(jobId);
  await client.api.acceptProposal({ params: { proposalId: ben!.id }, version: 1 });
  await stream.settle();
  expect(await outcomes(jobId)).toEqual([
    ["accepted", null],
    ["closed", "The job was filled."],
    ["closed", "The job was filled."],
  ]);
  expect(
    closed()
      .map(({ data }) => (data as { freelancerId: string }).freelancerId)
      .sort(),
  ).toEqual([people[1]!.id, people[2]!.id].sort());
  expect(await used()).toEqual([1, 1, 1]);
});

test("a job that ends without a hire gives every open proposal back, once", async () => {
  const { id: jobId } = await postJob(client);
  const [ben] = await apply(jobId);
  await client.api.declineProposal({ params: { proposalId: ben!.id }, body: { reason: "Too far away" } });
  await client.api.closeJob({ params: { jobId }, body: { reason: "Plans changed" } });
  await stream.settle();
  const before = world.memory.all();
  for (const event of stream.published.slice()) await stream.deliver(event);
  expect(world.memory.all()).toEqual(before);
  expect(closed()).toHaveLength(2);
  expect(await used()).toEqual([1, 0, 0]);
});

test("pausing closes nothing", async () => {
  const { id: jobId } = await postJob(client);
  await apply(jobId);
  await client.api.pauseJob({ params: { jobId } });
  await stream.settle();
  expect(await outcomes(jobId)).toEqual([
    ["submitted", null],
    ["submitted", null],
    ["submitted", null],
  ]);
});

test("a job expires after 30 days, having warned once; a renewed one does not, and takes its applicants again", async () => {
  const { id: jobId, expiresAt } = await postJob(client);
  const act = (kind: "job.warn" | "job.expire", facts = { expiresAt: expiresAt! }) =>
    deadlineActions(world.deps)[kind]({ at: iso(world.clock.now()), kind, ref: jobId, facts });
  await apply(jobId);
  world.clock.advance(25 * DAY);
  await act("job.warn");
  await act("job.warn");
  await act("job.expire");
  await stream.settle();
  expect(stream.published.filter(({ type }) => type === "job.expires_soon.v1")).toHaveLength(1);
  expect(await client.api.getJob({ params: { jobId } })).toMatchObject({ status: "open" });

  world.clock.advance(5 * DAY);
  await act("job.expire");
  await stream.settle();
  expect(await client.api.getJob({ params: { jobId } })).toMatchObject({ status: "expired" });
  expect(await outcomes(jobId)).toEqual(Array(3).fill(["closed", "The job expired."]));

  await client.api.publishJob({ params: { jobId } });
  await act("job.expire");
  await apply(jobId);
  for (const event of stream.published.slice()) await stream.deliver(event);
  expect(await client.api.getJob({ params: { jobId } })).toMatchObject({ status: "open" });
  expect(await outcomes(jobId)).toEqual(Array(3).fill(["submitted", null]));
});

test("a warning that comes after the job's time warns of nothing: the job expires", async () => {
  const { id: jobId, expiresAt } = await postJob(client);
  world.clock.advance(31 * DAY);
  const late = { at: expiresAt!, kind: "job.warn", ref: jobId, facts: { expiresAt: expiresAt! } } as const;
  await deadlineActions(world.deps)["job.warn"](late);
  await stream.settle();
  expect(await client.api.getJob({ params: { jobId } })).toMatchObject({ status: "expired" });
  expect(stream.published.filter(({ type }) => type === "job.expires_soon.v1")).toEqual([]);
});

test("a job renewed before its warning is not warned of the old expiry", async () => {
  const { id: jobId, expiresAt } = await postJob(client);
  world.clock.advance(10 * DAY);
  await client.api.pauseJob({ params: { jobId } });
  await client.api.publishJob({ params: { jobId } });
  world.clock.advance(15 * DAY);
  const old = { at: iso(world.clock.now()), kind: "job.warn", ref: jobId, facts: { expiresAt: expiresAt! } } as const;
  await deadlineActions(world.deps)["job.warn"](old);
  await stream.settle();
  expect(stream.published.filter(({ type }) => type === "job.expires_soon.v1")).toEqual([]);
});

test("a proposal written while its job was being closed is closed too", async () => {
  const { id: jobId } = await postJob(client);
  await apply(jobId);
  const [ben] = await world.deps.proposals.allOfJob(jobId);
  await client.api.closeJob({ params: { jobId }, body: { reason: "" } });
  await stream.settle();
  const stale = (await world.deps.proposals.find(ben!.id))!;
  await world.deps.commit(world.deps.proposals.save({ ...stale, status: "submitted", reason: null }));
  const submitted = stream.published.find(
    ({ type, data }) => type === "proposal.submitted.v1" && (data as { proposalId: string }).proposalId === ben!.id,
  )!;
  await stream.deliver(submitted);
  expect(await world.deps.proposals.find(ben!.id)).toMatchObject({ status: "closed" });
});
