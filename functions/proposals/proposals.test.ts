import { createApiClient } from "@freelancerm/contracts/client";
import { DAY, iso, MINUTE } from "@freelancerm/core/time";
import { createDispatch } from "../../tests/world/dispatch.ts";
import { postJob, proposalDraft, propose } from "../../tests/world/hiring.ts";
import { createWorld, type Someone, START, unknownJob, type World } from "../../tests/world/world.ts";
import { handler as jobs } from "../jobs/handler.ts";
import { handler as proposals } from "./handler.ts";

let world: World;
let client: Someone;
let freelancer: Someone;
beforeEach(async () => {
  world = await createWorld({ jobs, proposals });
  client = await world.join("Ana", "client");
  freelancer = await world.join("Ben", "freelancer");
});

const refused = (code: string) => expect.objectContaining({ code });
const stored = (prefix: string) => world.memory.all().filter(({ sk }) => sk.startsWith(prefix));
const submit = (jobId: string, more: object = {}, who = freelancer) =>
  who.api.submitProposal({ params: { jobId }, body: { ...proposalDraft, ...more } });
const quota = () => freelancer.api.getMyProposalQuota({});

test("a freelancer proposes for an open job; both parties see it, nobody else does", async () => {
  const { id: jobId } = await postJob(client);
  const proposal = await submit(jobId);
  expect(proposal).toMatchObject({
    jobId,
    status: "submitted",
    freelancer: { displayName: "Ben" },
    sorting: null,
    currency: "EUR",
    terms: { total: 90_000, reviewDays: 7 },
    submittedAt: iso(world.clock.now()),
    version: 1,
  });
  const params = { proposalId: proposal.id };
  expect(await freelancer.api.getProposal({ params })).toEqual(proposal);
  expect(await client.api.getProposal({ params })).toEqual({ ...proposal, sorting: "none" });
  const eve = await world.join("Eve", "client", "freelancer");
  await expect(eve.api.getProposal({ params })).rejects.toEqual(refused("resource.not_found"));
});

test.each([
  ["milestones that do not add up", { terms: { ...proposalDraft.terms, total: 90_001 } }, "terms.total"],
  [
    "a milestone below 5.00",
    { terms: { total: 499, milestones: [{ title: "Tiny", amount: 499 }] } },
    "terms.milestones.0.amount",
  ],
  [
    "a milestone due in the past",
    { terms: { total: 900, milestones: [{ title: "Late", amount: 900, dueAt: "2020-01-01T00:00:00.000Z" }] } },
    "terms.milestones.0.dueAt",
  ],
  ["no milestones", { terms: { total: 900, milestones: [] } }, "terms.milestones"],
  ["an answer nobody asked for", { answers: ["Yes"] }, "answers"],
  ["a short letter", { letter: "Hire me" }, "letter"],
  ["a file that is not mine", { attachmentIds: [`fil_${"0".repeat(42)}`] }, "attachmentIds.0"],
  ["a field that does not exist", { status: "accepted" }, "status"],
])("refuses %s, naming the field, and writes nothing", async (_, wrong, field) => {
  const { id: jobId } = await postJob(client);
  const before = world.memory.all();
  await expect(submit(jobId, wrong)).rejects.toMatchObject({ problem: { errors: [{ field }] } });
  expect(world.memory.all()).toEqual(before);
});

test("the smallest milestone is 5.00 in every currency", async () => {
  const one = (amount: number) => ({ terms: { total: amount, milestones: [{ title: "All of it", amount }] } });
  const yen = await postJob(client, { currency: "JPY" });
  await expect(submit(yen.id, one(4))).rejects.toEqual(refused("request.invalid"));
  expect(await submit(yen.id, one(5))).toMatchObject({ currency: "JPY" });
  const dinar = await postJob(client, { currency: "KWD" });
  await expect(submit(dinar.id, one(4_999))).rejects.toEqual(refused("request.invalid"));
});

test("every screening question is answered", async () => {
  const { id: jobId } = await postJob(client, { questions: ["Where do you live?", "When can you start?"] });
  await expect(submit(jobId, { answers: ["Porto"] })).rejects.toEqual(refused("proposal.answers_mismatch"));
  expect(await submit(jobId, { answers: ["Porto", "Today"] })).toMatchObject({ answers: ["Porto", "Today"] });
});

test("nobody proposes for their own job, for a draft, a closed, a private or an unknown one", async () => {
  const both = await world.join("Eve", "client", "freelancer");
  const own = await postJob(both);
  await expect(submit(own.id, {}, both)).rejects.toEqual(refused("proposal.own_job"));
  const closed = await postJob(client);
  await client.api.closeJob({ params: { jobId: closed.id }, body: { reason: "" } });
  await expect(submit(closed.id)).rejects.toEqual(refused("job.not_open"));
  const hidden = await postJob(client, { visibility: "invite_only" });
  await expect(submit(hidden.id)).rejects.toEqual(refused("resource.not_found"));
  await expect(submit(unknownJob(client.id))).rejects.toEqual(refused("resource.not_found"));
  await expect(submit(own.id, {}, client)).rejects.toEqual(refused("auth.role_required"));
  expect(stored("PROPOSAL#")).toEqual([]);
  expect(await quota()).toMatchObject({ used: 0, open: 0 });
});

test("of 50 submissions at once for one job, one is stored and one is spent", async () => {
  const { id: jobId } = await postJob(client);
  // Five containers of the function, since each limits the rate of its callers.
  const containers = Array.from({ length: 5 }, () => {
    const fetch = createDispatch({ proposals }, { ...world, verifyToken: async (token) => JSON.parse(token) });
    return { ...freelancer, api: createApiClient({ baseUrl: "http://world", token: () => freelancer.token, fetch }) };
  });
  const attempts = await Promise.allSettled(
    Array.from({ length: 50 }, (_, index) => submit(jobId, {}, containers[index % 5])),
  );
  expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const attempt of attempts) {
    if (attempt.status === "rejected") expect(attempt.reason).toMatchObject({ code: "proposal.exists", status: 409 });
  }
  expect(stored("PROPOSAL#")).toHaveLength(1);
  expect(await quota()).toMatchObject({ used: 1, open: 1 });
});

test("20 proposals in 7 days, also when 30 are sent at once", async () => {
  const posted = await Promise.all(Array.from({ length: 30 }, () => postJob(client)));
  const sendAll = () => Promise.allSettled(posted.map(({ id }) => submit(id)));
  for (let round = 0; round < 20 && (await quota()).used < 20; round++) {
    await sendAll();
    world.clock.advance(MINUTE);
  }
  const { nextReturnAt } = await quota();
  expect(await quota()).toMatchObject({
    perWeek: 20,
    used: 20,
    open: 20,
    nextReturnAt: iso(START + 7 * DAY),
  });
  expect(stored("PROPOSAL#")).toHaveLength(20);
  const left = posted.find(({ id }) => !world.memory.all().some(({ pk }) => pk === id))!;
  await expect(submit(left.id)).rejects.toMatchObject({
    code: "proposal.quota_spent",
    problem: { facts: { nextReturnAt } },
  });
  const [sent] = (await freelancer.api.listMyProposals({})).items;
  await freelancer.api.withdrawProposal({ params: { proposalId: sent!.id } });
  expect(await submit(sent!.jobId)).toMatchObject({ status: "submitted" });
  world.clock.advance(7 * DAY);
  expect(await submit(left.id)).toMatchObject({ status: "submitted" });
});

test("at most 30 proposals are open; one that ends makes room", async () => {
  const ids: string[] = [];
  for (let index = 0; index < 30; index++) {
    if (index === 20) world.clock.advance(7 * DAY);
    ids.push((await submit((await postJob(client)).id)).id);
  }
  const { id: jobId } = await postJob(client);
  await expect(submit(jobId)).rejects.toEqual(refused("proposal.too_many_open"));
  await freelancer.api.withdrawProposal({ params: { proposalId: ids[3]! } });
  expect(await submit(jobId)).toMatchObject({ status: "submitted" });
  expect(await quota()).toMatchObject({ used: 11, open: 30, maxOpen: 30 });
});

test("a crash between quota and proposal is healed by trying again, and spends one", async () => {
  let broken = true;
  world = await createWorld({ jobs, proposals }, (table) => ({
    ...table,
    write: async (write) => {
      if (broken && "put" in write && write.put.sk.startsWith("PROPOSAL#")) throw new Error("lost");
      return table.write(write);
    },
  }));
  client = await world.join("Ana", "client");
  freelancer = await world.join("Ben", "freelancer");
  const { id: jobId } = await postJob(client);
  await expect(submit(jobId)).rejects.toEqual(refused("service.internal"));
  broken = false;
  await submit(jobId);
  expect(await quota()).toMatchObject({ used: 1, open: 1 });
});

test("after withdrawal a proposal can be submitted again once, and is not spent twice", async () => {
  const { id: jobId } = await postJob(client);
  const { id: proposalId } = await submit(jobId);
  expect(await freelancer.api.withdrawProposal({ params: { proposalId } })).toMatchObject({ status: "withdrawn" });
  const better = { letter: "A second, much better letter than the first." };
  expect(await submit(jobId, better)).toMatchObject({ ...better, status: "submitted", viewedAt: null });
  await freelancer.api.withdrawProposal({ params: { proposalId } });
  await expect(submit(jobId)).rejects.toEqual(refused("proposal.exists"));
  expect(await quota()).toMatchObject({ used: 1, open: 0 });
});

test("terms change until there is an offer, the letter until it was read", async () => {
  const { id: proposalId, version } = await propose(client, freelancer);
  const params = { proposalId };
  const edit = (more: object, at: number) =>
    freelancer.api.editProposal({ params, body: { ...proposalDraft, ...more }, version: at });
  const letter = "Another letter, written before anybody has read the first.";
  expect(await edit({ letter }, version)).toMatchObject({ letter, version: 2 });
  await expect(edit({ letter }, version)).rejects.toEqual(refused("resource.changed"));

  const viewed = await client.api.markProposalViewed({ params });
  expect(viewed).toMatchObject({ viewedAt: iso(world.clock.now()), version: 3 });
  await expect(edit({ letter: `${letter} Too late.` }, 3)).rejects.toMatchObject({
    code: "proposal.letter_fixed",
    problem: { errors: [{ field: "letter" }] },
  });
  const terms = { total: 70_000, milestones: [{ title: "All of it", amount: 70_000 }], reviewDays: 5 };
  expect(await edit({ letter, terms }, 3)).toMatchObject({ terms: { total: 70_000 } });

  await client.api.makeOffer({ params, body: { terms } });
  await expect(edit({ letter }, 5)).rejects.toEqual(refused("proposal.wrong_state"));
});

test("opening a proposal twice keeps the first time", async () => {
  const { id: proposalId } = await propose(client, freelancer);
  const first = await client.api.markProposalViewed({ params: { proposalId } });
  world.clock.advance(DAY);
  expect(await client.api.markProposalViewed({ params: { proposalId } })).toEqual(first);
});

test("only the client sees how proposals are sorted", async () => {
  const { id: proposalId } = await propose(client, freelancer);
  const params = { proposalId };
  const sorted = await client.api.sortProposal({ params, body: { sorting: "shortlisted" } });
  expect(sorted).toMatchObject({ sorting: "shortlisted" });
  expect(await freelancer.api.getProposal({ params })).toMatchObject({ sorting: null });
});

test("a declined proposal says why and is final", async () => {
  const { id: proposalId, jobId } = await propose(client, freelancer);
  const params = { proposalId };
  await client.api.declineProposal({ params, body: { reason: "Too far away" } });
  expect(await freelancer.api.getProposal({ params })).toMatchObject({ status: "declined", reason: "Too far away" });
  await expect(freelancer.api.withdrawProposal({ params })).rejects.toEqual(refused("proposal.wrong_state"));
  await expect(client.api.acceptProposal({ params, version: 2 })).rejects.toEqual(refused("proposal.wrong_state"));
  await expect(submit(jobId)).rejects.toEqual(refused("proposal.exists"));
});

test("both lists show the newest first, in pages, each once", async () => {
  const { id: jobId } = await postJob(client);
  const people = await Promise.all(
    ["Carl", "Dora", "Emil", "Fay", "Gus"].map((name) => world.join(name, "freelancer")),
  );
  for (const index of [3, 0, 4, 1, 2]) {
    await submit(jobId, {}, people[index]);
    world.clock.advance(1000);
  }
  const params = { jobId };
  const first = await client.api.listJobProposals({ params, query: { limit: 3 } });
  const second = await client.api.listJobProposals({ params, query: { limit: 3, cursor: first.nextCursor! } });
  const names = [...first.items, ...second.items].map((proposal) => proposal.freelancer.displayName);
  expect(names).toEqual(["Emil", "Dora", "Gus", "Carl", "Fay"]);
  expect(second.nextCursor).toBeNull();

  for (const title of ["Job number one", "Job number two", "Job number three"]) {
    await submit((await postJob(client, { title })).id);
    world.clock.advance(1000);
  }
  const mine = await freelancer.api.listMyProposals({ query: { limit: 2 } });
  const rest = await freelancer.api.listMyProposals({ query: { limit: 2, cursor: mine.nextCursor! } });
  const titles = [...mine.items, ...rest.items].map(({ jobTitle }) => jobTitle);
  expect(titles).toEqual(["Job number three", "Job number two", "Job number one"]);
});
