import { fund, hire, oneMilestone, postJob, proposalDraft, propose } from "../../tests/world/hiring.ts";
import { createLiveWorld, type LiveWorld, saying } from "../../tests/world/live.ts";
import type { Someone } from "../../tests/world/world.ts";

let world: LiveWorld;
let ana: Someone;
let ben: Someone;
beforeEach(async () => {
  world = await createLiveWorld();
  ana = await world.join("Ana", "client");
  ben = await world.join("Ben", "freelancer");
});

const block = (who: Someone, whom: Someone) => who.api.blockPerson({ params: { userId: whom.id } });
const refused = expect.objectContaining({ code: "person.blocked" });

describe.each([
  ["the client", () => [ana, ben] as const],
  ["the freelancer", () => [ben, ana] as const],
])("when %s has blocked the other", (_, sides) => {
  test("neither writes, changes what they wrote, or shows that they write", async () => {
    const { id: roomId } = await ana.api.openRoom({ body: { freelancerId: ben.id } });
    const params = { roomId };
    for (const [seq, who] of [ana, ben].entries()) await who.api.sendMessage({ params, body: saying("Hello", seq) });
    await block(...sides());
    const socket = await world.connect(ben);
    const before = world.memory.all();
    for (const [index, who] of [ana, ben].entries()) {
      await expect(who.api.sendMessage({ params, body: saying("Once more", 2) })).rejects.toEqual(refused);
      const edit = who.api.editMessage({ params: { roomId, seq: index + 1 }, body: { text: "Something else" } });
      await expect(edit).rejects.toEqual(refused);
    }
    const sent = await socket.send({ action: "message.send", roomId, ...saying("By socket", 2) });
    expect(sent).toMatchObject({ action: "error", code: "person.blocked" });
    expect(await socket.send({ action: "typing", roomId })).toMatchObject({ code: "person.blocked" });
    await expect(ana.api.openRoom({ body: { freelancerId: ben.id } })).rejects.toEqual(refused);
    expect(world.memory.all()).toEqual(before);
    expect((await ben.api.listMessages({ params })).items).toHaveLength(2);
  });

  test("no proposals and no offers go between them", async () => {
    const { id: proposalId } = await propose(ana, ben);
    const { id: jobId } = await postJob(ana, { title: "Another one" });
    await block(...sides());
    const again = ben.api.submitProposal({ params: { jobId }, body: proposalDraft });
    await expect(again).rejects.toEqual(refused);
    const body = { terms: oneMilestone(80_000), days: 7 };
    await expect(ana.api.makeOffer({ params: { proposalId }, body })).rejects.toEqual(refused);
    await expect(ben.api.getMyProposalQuota()).resolves.toMatchObject({ used: 1 });
  });

  test("their contract goes on", async () => {
    const { id: contractId } = await hire(ana, ben);
    await fund(world, contractId);
    await block(...sides());
    const params = { contractId, number: 1 };
    await ben.api.submitMilestone({ params, body: { note: "Here it is." } });
    await ana.api.requestChanges({ params, body: { reason: "Please mend the footer." } });
    await ben.api.submitMilestone({ params, body: { note: "Mended." } });
    const { milestones } = await ana.api.getContract({ params: { contractId } });
    expect(milestones[0]).toMatchObject({ status: "submitted" });
  });
});

test("who blocked whom is listed to who did it, and undone by nobody else", async () => {
  const cem = await world.join("Cem", "freelancer");
  await block(ana, ben);
  world.clock.advance(1000);
  await block(ana, cem);
  await block(ana, ben);
  const listed = async (who: Someone) => (await who.api.listBlocked()).items.map(({ person }) => person.displayName);
  expect([await listed(ana), await listed(ben)]).toEqual([["Cem", "Ben"], []]);
  await ben.api.unblockPerson({ params: { userId: ana.id } });
  await expect(ana.api.openRoom({ body: { freelancerId: ben.id } })).rejects.toEqual(refused);
  await ana.api.unblockPerson({ params: { userId: ben.id } });
  await ana.api.unblockPerson({ params: { userId: ben.id } });
  await expect(ana.api.openRoom({ body: { freelancerId: ben.id } })).resolves.toBeDefined();
});

test("nobody blocks themselves, somebody who is not there, or more than 500 people", async () => {
  const before = world.memory.all();
  await expect(block(ana, ana)).rejects.toMatchObject({ problem: { errors: [{ field: "userId" }] } });
  const absent = ana.api.blockPerson({ params: { userId: "usr_zzzzzzzzzzzzzzzz" } });
  await expect(absent).rejects.toMatchObject({ code: "resource.not_found" });
  expect(world.memory.all()).toEqual(before);
  const blockedAt = new Date(world.clock.now()).toISOString();
  for (let count = 0; count < 500; count++) {
    const userId = `usr_9${String(count).padStart(15, "0")}`;
    await world.deps.commit(world.deps.blocks.add(ana.id, { userId, blockedAt }));
  }
  await expect(block(ana, ben)).rejects.toMatchObject({ code: "person.too_many_blocked" });
});
