import { LARGEST_AMOUNT } from "@freelancerm/contracts/fields";
import { deadlineActions } from "@freelancerm/core/deadlines/actions";
import type { DeadlineKind } from "@freelancerm/core/entity";
import { DAY, HOUR, iso } from "@freelancerm/core/time";
import { fund, hire, put, release } from "../../tests/world/hiring.ts";
import { createStream, type Stream } from "../../tests/world/stream.ts";
import { createWorld, type Someone, type World } from "../../tests/world/world.ts";
import { handler as jobs } from "../jobs/handler.ts";
import { handler as proposals } from "../proposals/handler.ts";
import { handler as contracts } from "./handler.ts";

let world: World;
let stream: Stream;
let client: Someone;
let freelancer: Someone;
let contractId: string;
let params: { contractId: string };
let first: { contractId: string; number: number };
beforeEach(async () => {
  world = await createWorld({ jobs, proposals, contracts });
  stream = createStream(world.memory, world.table, {});
  client = await world.join("Ana", "client");
  freelancer = await world.join("Ben", "freelancer");
  contractId = (await hire(client, freelancer)).id;
  params = { contractId };
  first = { contractId, number: 1 };
});

const refused = (code: string) => expect.objectContaining({ code });
const submit = (number = 1) =>
  freelancer.api.submitMilestone({ params: { contractId, number }, body: { note: "Done, please look" } });
const approve = (key = "approve-1") => client.api.approveMilestone({ params: first, idempotencyKey: key });
const requestChanges = (reason = "The footer is missing") =>
  client.api.requestChanges({ params: first, body: { reason } });
const end = (who = client) => who.api.endContract({ params, body: { reason: "All done" } });
const events = async (type: string) => {
  await stream.settle();
  return stream.published.filter((event) => event.type === type);
};
const milestoneNow = async (number = 1) => (await client.api.getContract({ params })).milestones[number - 1]!;
const clientSide = () => client.api.getContract({ params });

/** The deadlines that were filed, in order of time. */
async function filed(kind: DeadlineKind) {
  await stream.settle();
  return world.memory
    .all()
    .filter(({ pk, body }) => pk.startsWith("DUE#") && (body as { kind: string }).kind === kind)
    .map(({ body }) => body as { at: string; kind: DeadlineKind; ref: string; facts: Record<string, string | number> })
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}
const fire = async (kind: DeadlineKind, index = 0) => {
  const deadline = (await filed(kind))[index]!;
  await deadlineActions(world.deps)[kind](deadline);
};

test("no work is handed in before it is funded", async () => {
  const before = world.memory.all();
  await expect(submit()).rejects.toEqual(refused("milestone.not_funded"));
  expect(world.memory.all()).toEqual(before);
  await expect(submit(3)).rejects.toEqual(refused("resource.not_found"));
});

test("handing in starts the review clock; whose turn it is follows", async () => {
  await fund(world, contractId);
  expect(await clientSide()).toMatchObject({
    held: 30_000,
    nextAction: { action: "submit_milestone", by: "freelancer", milestone: 1 },
  });
  const reviewEndsAt = iso(world.clock.now() + 7 * DAY);
  expect(await submit()).toMatchObject({
    milestones: [{ status: "submitted", note: "Done, please look", reviewEndsAt }, { status: "pending" }],
    nextAction: { action: "review_milestone", by: "client", dueAt: reviewEndsAt, byDefault: "approve" },
  });
  await expect(submit()).rejects.toEqual(refused("milestone.wrong_state"));
  expect(await events("milestone.submitted.v1")).toMatchObject([{ data: { by: "freelancer", amount: 30_000 } }]);
});

test("approval is final and says once that the money may go", async () => {
  await fund(world, contractId);
  await submit();
  expect(await approve()).toMatchObject({ milestones: [{ status: "approved", reviewEndsAt: null }, {}], held: 30_000 });
  expect(await approve()).toMatchObject({ milestones: [{ status: "approved" }, {}] });
  await expect(approve("another-key")).rejects.toEqual(refused("milestone.wrong_state"));
  await expect(requestChanges()).rejects.toEqual(refused("milestone.wrong_state"));
  expect(await events("milestone.approved.v1")).toMatchObject([{ data: { by: "client", milestone: 1 } }]);
});

test("of 51 approvals, requests for changes and silences at once, one wins", async () => {
  await fund(world, contractId);
  await submit();
  const silence = (await filed("milestone.approve"))[0]!;
  world.clock.advance(7 * DAY);
  const attempts = await Promise.allSettled(
    Array.from({ length: 17 }, (_, index) => index).flatMap((index) => [
      approve(`key-${index}`),
      requestChanges(),
      deadlineActions(world.deps)["milestone.approve"](silence),
    ]),
  );
  expect(attempts.some(({ status }) => status === "fulfilled")).toBe(true);
  const { status } = await milestoneNow();
  const approved = (await events("milestone.approved.v1")).length;
  const changes = (await events("milestone.changes_requested.v1")).length;
  expect([approved, changes]).toEqual(status === "approved" ? [1, 0] : [0, 1]);
});

test("a request for changes needs a reason, stops the clock and is counted", async () => {
  await fund(world, contractId);
  await submit();
  await expect(requestChanges("No")).rejects.toMatchObject({ problem: { errors: [{ field: "reason" }] } });
  expect(await requestChanges()).toMatchObject({
    milestones: [
      { status: "changes_requested", changeRounds: 1, reviewEndsAt: null, changes: "The footer is missing" },
      {},
    ],
    nextAction: { action: "revise_milestone", by: "freelancer" },
  });
  world.clock.advance(30 * DAY);
  await fire("milestone.approve");
  expect(await milestoneNow()).toMatchObject({ status: "changes_requested" });
  await submit();
  expect(await requestChanges()).toMatchObject({ milestones: [{ changeRounds: 2 }, {}] });
});

test("silence approves when the window ends, not before, and only what it was about", async () => {
  await fund(world, contractId);
  await submit();
  await fire("milestone.approve");
  expect(await milestoneNow()).toMatchObject({ status: "submitted" });
  world.clock.advance(DAY);
  await requestChanges();
  await submit();
  world.clock.advance(6 * DAY);
  await fire("milestone.approve", 0);
  expect(await milestoneNow()).toMatchObject({ status: "submitted" });
  world.clock.advance(DAY);
  expect(await clientSide()).toMatchObject({ nextAction: null, milestones: [{ status: "submitted" }, {}] });
  await fire("milestone.approve", 1);
  expect(await clientSide()).toMatchObject({ nextAction: { action: "fund_milestone", milestone: 2 } });
  await fire("milestone.approve", 1);
  expect(await milestoneNow()).toMatchObject({ status: "approved" });
  expect(await events("milestone.approved.v1")).toMatchObject([{ data: { by: "system" } }]);
});

test("the client is reminded at half of the window, 48 h and 24 h before its end, once each", async () => {
  await fund(world, contractId);
  await submit();
  const start = world.clock.now();
  const times: number[] = [];
  for (let reminders = await filed("milestone.remind"); reminders.length > times.length; ) {
    const reminder = reminders[times.length]!;
    times.push((Date.parse(reminder.at) - start) / HOUR);
    world.clock.advance(Date.parse(reminder.at) - world.clock.now());
    await deadlineActions(world.deps)["milestone.remind"](reminder);
    await deadlineActions(world.deps)["milestone.remind"](reminder);
    reminders = await filed("milestone.remind");
  }
  expect(times).toEqual([84, 120, 144]);
  const reminders = await filed("milestone.remind");
  expect(await events("milestone.review_due_soon.v1")).toHaveLength(3);
  await approve();
  await deadlineActions(world.deps)["milestone.remind"]({ ...reminders[2]!, at: iso(world.clock.now() + DAY) });
  expect(await events("milestone.review_due_soon.v1")).toHaveLength(3);
});

test("a reminder of an earlier submission says nothing about the present one", async () => {
  await fund(world, contractId);
  await submit();
  await requestChanges();
  world.clock.advance(5 * DAY);
  await submit();
  await fire("milestone.remind", 0);
  expect(await events("milestone.review_due_soon.v1")).toEqual([]);
});

test("a refund request is answered before anything else; handing in answers it", async () => {
  await fund(world, contractId);
  const dueAt = iso(world.clock.now() + 7 * DAY);
  await put(world, contractId, 1, { refundRequest: { by: "client", reason: "Nothing came", dueAt } });
  expect(await clientSide()).toMatchObject({
    nextAction: { action: "answer_refund_request", by: "freelancer", dueAt, byDefault: "refund" },
  });
  expect(await submit()).toMatchObject({ milestones: [{ refundRequest: null }, {}] });
});

test("a further milestone bears what the fees of the new total exceed the frozen ones", async () => {
  const added = await client.api.addMilestone({ params, body: { title: "Extra page", amount: 10_001 } });
  expect(added).toMatchObject({
    total: 100_001,
    milestones: [{}, {}, { number: 3, amount: 10_001, clientFee: 300, freelancerFee: 500, status: "pending" }],
  });
  expect(await freelancer.api.getContract({ params })).toEqual(added);
  const small = client.api.addMilestone({ params, body: { title: "Tiny", amount: 499 } });
  await expect(small).rejects.toMatchObject({ code: "request.invalid", problem: { errors: [{ field: "amount" }] } });
  const whole = client.api.addMilestone({ params, body: { title: "Everything", amount: LARGEST_AMOUNT } });
  await expect(whole).rejects.toMatchObject({ problem: { errors: [{ field: "amount" }] } });
  const foreign = freelancer.api.addMilestone({ params, body: { title: "Mine", amount: 5_000 } });
  await expect(foreign).rejects.toEqual(refused("auth.role_required"));
});

test("a contract has at most 50 milestones, also when they are added at once", async () => {
  const add = () => client.api.addMilestone({ params, body: { title: "Extra page", amount: 1_000 } });
  for (let round = 0; round < 30 && (await clientSide()).milestones.length < 50; round++) {
    await Promise.allSettled(Array.from({ length: 20 }, add));
  }
  expect((await clientSide()).milestones.map(({ number }) => number)).toEqual(
    Array.from({ length: 50 }, (_, i) => i + 1),
  );
  await expect(add()).rejects.toEqual(refused("contract.milestone_limit"));
});

test("a contract ends only when it holds nothing; what was not funded is cancelled", async () => {
  await fund(world, contractId);
  await expect(end()).rejects.toEqual(refused("contract.wrong_state"));
  await release(world, contractId);
  expect(await end(freelancer)).toMatchObject({
    status: "ended",
    released: 30_000,
    endReason: "All done",
    endedAt: iso(world.clock.now()),
    milestones: [{ status: "released" }, { status: "cancelled" }],
    nextAction: { action: "leave_review", by: "freelancer", byDefault: "close" },
  });
  expect(await events("contract.ended.v1")).toMatchObject([{ data: { by: "freelancer", released: 30_000 } }]);
  expect(await filed("reviews.publish")).toMatchObject([{ at: iso(world.clock.now() + 14 * DAY), ref: contractId }]);
  await expect(end()).rejects.toEqual(refused("contract.wrong_state"));
  const late = client.api.addMilestone({ params, body: { title: "Too late", amount: 5_000 } });
  await expect(late).rejects.toEqual(refused("contract.wrong_state"));
});

test("of an end and a payment at the same moment, one wins", async () => {
  for (let round = 0; round < 20; round++) {
    const { id } = await hire(client, await world.join(`Carl ${round}`, "freelancer"));
    const ending = () => client.api.endContract({ params: { contractId: id }, body: { reason: "" } });
    await Promise.allSettled(round % 2 ? [ending(), fund(world, id)] : [fund(world, id), ending()]);
    const contract = await client.api.getContract({ params: { contractId: id } });
    expect([contract.status, contract.milestones[0]!.status].join(" ")).toMatch(/^(active funded|ended cancelled)$/);
  }
});

test("the log is read newest first in pages, and takes each line once", async () => {
  const line = (index: number) => ({
    id: `evt_${String(index).padStart(26, "0")}`,
    type: "milestone.funded.v1",
    by: "client" as const,
    milestone: index,
    amount: 100,
    note: null,
    at: iso(world.clock.now()),
  });
  for (const index of [2, 1, 3]) await world.deps.commit(world.deps.contracts.record(contractId, line(index)));
  await expect(world.deps.commit(world.deps.contracts.record(contractId, line(2)))).rejects.toThrow();
  const page = await freelancer.api.listActivity({ params, query: { limit: 2 } });
  const rest = await freelancer.api.listActivity({ params, query: { limit: 2, cursor: page.nextCursor! } });
  expect([...page.items, ...rest.items].map(({ milestone }) => milestone)).toEqual([3, 2, 1]);
});

test("strangers find no contract, and each side gives only its own commands", async () => {
  await fund(world, contractId);
  const eve = await world.join("Eve", "client", "freelancer");
  await expect(eve.api.getContract({ params })).rejects.toEqual(refused("resource.not_found"));
  await expect(end(eve)).rejects.toEqual(refused("resource.not_found"));
  const body = { note: "Mine" };
  await expect(eve.api.submitMilestone({ params: first, body })).rejects.toEqual(refused("resource.not_found"));
  await expect(client.api.submitMilestone({ params: first, body })).rejects.toEqual(refused("auth.role_required"));
  await submit();
  const own = freelancer.api.approveMilestone({ params: first, idempotencyKey: "mine" });
  await expect(own).rejects.toEqual(refused("auth.role_required"));
});

test("my contracts are listed per role, newest first, with the other side", async () => {
  world.clock.advance(1000);
  const second = await hire(client, await world.join("Carl", "freelancer"));
  const { items } = await client.api.listMyContracts({ query: { role: "client" } });
  expect(items.map(({ id, counterpart }) => [id, counterpart.displayName])).toEqual([
    [second.id, "Carl"],
    [contractId, "Ben"],
  ]);
  expect((await client.api.listMyContracts({ query: { role: "freelancer" } })).items).toEqual([]);
});

test("the list says of each contract what its page says: whose turn it is, what is held and what was paid", async () => {
  const standing = async (who: Someone, role: "client" | "freelancer") => {
    const [card] = (await who.api.listMyContracts({ query: { role } })).items;
    const page = await who.api.getContract({ params });
    const { nextAction, held, released } = card!;
    expect({ nextAction, held, released }).toEqual({
      nextAction: page.nextAction,
      held: page.held,
      released: page.released,
    });
    return [nextAction?.action, nextAction?.by, held, released];
  };
  expect(await standing(client, "client")).toEqual(["fund_milestone", "client", 0, 0]);
  await fund(world, contractId);
  expect(await standing(freelancer, "freelancer")).toEqual(["submit_milestone", "freelancer", 30_000, 0]);
  await submit();
  expect(await standing(client, "client")).toEqual(["review_milestone", "client", 30_000, 0]);
  await release(world, contractId);
  expect(await standing(client, "client")).toEqual(["fund_milestone", "client", 0, 30_000]);
  await end();
  expect(await standing(client, "client")).toEqual(["leave_review", "client", 0, 30_000]);
  expect(await standing(freelancer, "freelancer")).toEqual(["leave_review", "freelancer", 0, 30_000]);
});
