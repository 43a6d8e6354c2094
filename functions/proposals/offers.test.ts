import { deadlineActions } from "@freelancerm/core/deadlines/actions";
import { DAY, iso } from "@freelancerm/core/time";
import { oneMilestone, proposalDraft, propose } from "../../tests/world/hiring.ts";
import { createWorld, type Someone, type World } from "../../tests/world/world.ts";
import { handler as contracts } from "../contracts/handler.ts";
import { handler as jobs } from "../jobs/handler.ts";
import { handler as proposals } from "./handler.ts";

let world: World;
let client: Someone;
let freelancer: Someone;
let params: { proposalId: string };
beforeEach(async () => {
  world = await createWorld({ jobs, proposals, contracts });
  client = await world.join("Ana", "client");
  freelancer = await world.join("Ben", "freelancer");
  params = { proposalId: (await propose(client, freelancer)).id };
});

const refused = (code: string) => expect.objectContaining({ code });
const offer = (amount = 80_000, days?: number) =>
  client.api.makeOffer({ params, body: { terms: oneMilestone(amount), ...(days && { days }) } });
const counter = (who: Someone, amount: number) =>
  who.api.counterOffer({ params, body: { terms: oneMilestone(amount) } });

test("an offer lives 7 days unless said, and is hired on its own terms", async () => {
  const { status, offer: made } = await offer();
  expect(status).toBe("offered");
  expect(made).toMatchObject({ by: "client", round: 1, expiresAt: iso(world.clock.now() + 7 * DAY) });
  const { contractId } = await freelancer.api.acceptOffer({ params, version: 2 });
  const contract = await client.api.getContract({ params: { contractId } });
  expect(contract).toMatchObject({ total: 80_000, milestones: [{ amount: 80_000, clientFee: 2_400 }] });
});

test("each side answers only the other's offer, and withdraws only its own", async () => {
  await offer();
  await expect(client.api.acceptOffer({ params, version: 2 })).rejects.toEqual(refused("offer.own_turn"));
  await expect(client.api.declineOffer({ params, body: { reason: "" } })).rejects.toEqual(refused("offer.own_turn"));
  await expect(counter(client, 85_000)).rejects.toEqual(refused("offer.own_turn"));
  await expect(freelancer.api.withdrawOffer({ params })).rejects.toEqual(refused("offer.own_turn"));
  expect(await counter(freelancer, 88_000)).toMatchObject({ offer: { by: "freelancer", round: 2 } });
  const { contractId } = await client.api.acceptOffer({ params, version: 3 });
  expect(await client.api.getContract({ params: { contractId } })).toMatchObject({ total: 88_000 });
});

test("terms that changed after they were read are signed by nobody", async () => {
  const read = await client.api.getProposal({ params });
  await freelancer.api.editProposal({
    params,
    body: { ...proposalDraft, terms: oneMilestone(6_000_000) },
    version: read.version,
  });
  const hired = client.api.acceptProposal({ params, version: read.version });
  await expect(hired).rejects.toEqual(refused("resource.changed"));

  const { version } = await offer(80_000);
  await client.api.withdrawOffer({ params });
  await offer(500);
  await expect(freelancer.api.acceptOffer({ params, version })).rejects.toEqual(refused("resource.changed"));
  expect(world.memory.all().filter(({ sk }) => sk === "CONTRACT")).toEqual([]);
});

test("an offer goes back and forth at most 10 times", async () => {
  await offer();
  for (let round = 2; round <= 10; round++) await counter(round % 2 ? client : freelancer, 80_000 + round);
  await expect(counter(client, 90_000)).rejects.toEqual(refused("offer.too_many_rounds"));
});

test("an offer taken back counts as well, so that nobody is told of offers without end", async () => {
  for (let made = 1; made <= 10; made++) {
    expect(await offer(80_000 + made)).toMatchObject({ offer: { round: made } });
    await client.api.withdrawOffer({ params });
  }
  await expect(offer(90_000)).rejects.toEqual(refused("offer.too_many_rounds"));
  const { version } = await client.api.getProposal({ params });
  await client.api.acceptProposal({ params, version });
});

test.each(["decline", "withdraw"])("after a %s the proposal stands as before", async (how) => {
  const before = await freelancer.api.getProposal({ params });
  await offer();
  const after =
    how === "decline"
      ? await freelancer.api.declineOffer({ params, body: { reason: "Too little" } })
      : await client.api.withdrawOffer({ params });
  expect(after).toMatchObject({ status: "submitted", offer: null, terms: before.terms });
  await expect(freelancer.api.acceptOffer({ params, version: 2 })).rejects.toEqual(refused("offer.wrong_state"));
});

test("an offer needs terms that add up and a job that can be filled", async () => {
  const terms = { total: 1_000, milestones: [{ title: "Half of it", amount: 500 }] };
  const wrong = client.api.makeOffer({ params, body: { terms } });
  await expect(wrong).rejects.toMatchObject({
    code: "proposal.terms_mismatch",
    problem: { errors: [{ field: "terms.total" }] },
  });
  const { jobId } = await client.api.getProposal({ params });
  await client.api.closeJob({ params: { jobId }, body: { reason: "" } });
  await expect(offer()).rejects.toEqual(refused("job.not_open"));
});

test("the client does not accept the proposal past the offer on it", async () => {
  await offer();
  await expect(client.api.acceptProposal({ params, version: 2 })).rejects.toEqual(refused("proposal.wrong_state"));
});

test("an offer nobody answers lapses, also before its deadline was noticed, and only that offer", async () => {
  const { offer: first } = await offer(80_000, 1);
  const due = (madeAt: string, round = 1) =>
    deadlineActions(world.deps)["offer.expire"]({
      at: iso(world.clock.now()),
      kind: "offer.expire",
      ref: params.proposalId,
      facts: { madeAt, round },
    });
  await due(first!.madeAt);
  expect(await client.api.getProposal({ params })).toMatchObject({ status: "offered" });

  world.clock.advance(DAY);
  await expect(freelancer.api.acceptOffer({ params, version: 2 })).rejects.toEqual(refused("offer.wrong_state"));
  await due(first!.madeAt);
  await due(first!.madeAt);
  expect(await client.api.getProposal({ params })).toMatchObject({ status: "submitted", offer: null, version: 3 });

  await offer(70_000);
  await due(first!.madeAt);
  expect(await client.api.getProposal({ params })).toMatchObject({
    status: "offered",
    offer: { terms: { total: 70_000 } },
  });
});

test("of 50 accepts and a withdrawal at once, one wins", async () => {
  await offer();
  const attempts = await Promise.allSettled([
    ...Array.from({ length: 25 }, () => freelancer.api.acceptOffer({ params, version: 2 })),
    client.api.withdrawOffer({ params }),
    ...Array.from({ length: 25 }, () => freelancer.api.acceptOffer({ params, version: 2 })),
  ]);
  expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const made = world.memory.all().filter(({ sk }) => sk === "CONTRACT").length;
  expect((await client.api.getProposal({ params })).status).toBe(made === 1 ? "accepted" : "submitted");
});
