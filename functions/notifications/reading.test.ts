import { DAY } from "@freelancerm/core/time";
import { hire, oneMilestone, postJob, propose } from "../../tests/world/hiring.ts";
import { createLiveWorld, type LiveSocket, type LiveWorld, saying } from "../../tests/world/live.ts";
import { jobDraft, type Someone } from "../../tests/world/world.ts";

let world: LiveWorld;
let ana: Someone;
let ben: Someone;
beforeEach(async () => {
  world = await createLiveWorld();
  ana = await world.join("Ana", "client");
  ben = await world.join("Ben", "freelancer");
});

const bellOf = async (who: Someone) => (await who.api.countUnread()).unread;
const unreadKindsOf = async (who: Someone) =>
  (await who.api.listNotifications({ query: { unread: "true" } })).items.map(({ kind }) => kind);
const readFrames = (socket: LiveSocket) => socket.received.filter(({ action }) => action === "notification.read");

describe("opening the page", () => {
  test("reads what leads to it and nothing else, shows that in all tabs, and again changes nothing", async () => {
    const [{ id }] = [await propose(ana, ben), await propose(ana, ben, {}, { title: "Another one" })];
    await world.stream.settle();
    const tabs = [await world.connect(ana), await world.connect(ana)];
    const seen = () => ana.api.markNotificationsSeen({ body: { link: `/proposals/${id}` } });
    expect(await seen()).toEqual({ unread: 1 });
    expect(await bellOf(ana)).toBe(1);
    expect(tabs.map((tab) => readFrames(tab).length)).toEqual([1, 1]);
    const before = world.memory.all();
    expect(await seen()).toEqual({ unread: 1 });
    expect(world.memory.all()).toEqual(before);
    expect(tabs.map((tab) => readFrames(tab).length)).toEqual([1, 1]);
  });

  test("is for one's own feed only", async () => {
    const { id } = await propose(ana, ben);
    await world.stream.settle();
    expect(await ben.api.markNotificationsSeen({ body: { link: `/proposals/${id}` } })).toEqual({ unread: 0 });
    expect(await bellOf(ana)).toBe(1);
  });
});

describe("acting", () => {
  test("on a proposal reads what was told of it, wherever it was acted on", async () => {
    const { id: proposalId } = await propose(ana, ben);
    await propose(ana, ben, {}, { title: "Another one" });
    await world.stream.settle();
    world.clock.advance(1000);
    await ana.api.declineProposal({ params: { proposalId }, body: { reason: "Somebody nearby" } });
    await world.stream.settle();
    const unread = (await ana.api.listNotifications({ query: { unread: "true" } })).items;
    expect(unread.map(({ body }) => body)).toEqual(["For “Another one”."]);
  });

  test("by accepting an offer reads the offer, and the news of the hire stays with who was told", async () => {
    const { id: proposalId } = await propose(ana, ben);
    const body = { terms: oneMilestone(80_000), message: "A little less?", days: 7 };
    const offer = await ana.api.makeOffer({ params: { proposalId }, body });
    await world.stream.settle();
    expect(await unreadKindsOf(ben)).toEqual(["offer_received"]);
    world.clock.advance(1000);
    await ben.api.acceptOffer({ params: { proposalId }, version: offer.version });
    await world.stream.settle();
    expect(await unreadKindsOf(ben)).toEqual([]);
    expect(await unreadKindsOf(ana)).toEqual(["contract_started"]);
  });

  test("reads nothing that came after it", async () => {
    const contract = await hire(ana, ben);
    await world.stream.settle();
    const started = world.stream.published.find(({ type }) => type === "contract.started.v1")!;
    world.clock.advance(1000);
    const late = {
      id: `ntf_${world.deps.ids.unique()}`,
      kind: "milestone_submitted",
      title: "Later",
      body: "",
    } as const;
    const createdAt = new Date(world.clock.now()).toISOString();
    const notification = { ...late, link: `/contracts/${contract.id}`, createdAt, readAt: null };
    await world.deps.commit(world.deps.notifications.add(ana.id, notification, world.clock.now() + DAY));
    await world.stream.deliver(started);
    expect(await unreadKindsOf(ana)).toContain("milestone_submitted");
  });

  test("on a job reads its warnings, and time acts for nobody", async () => {
    const job = await postJob(ana);
    const tell = async (kind: "job_expiring" | "job_expired") => {
      const createdAt = new Date(world.clock.now()).toISOString();
      const notice = { id: `ntf_${world.deps.ids.unique()}`, kind, title: kind, body: "", createdAt, readAt: null };
      const link = `/jobs/${job.id}`;
      await world.deps.commit(world.deps.notifications.add(ana.id, { ...notice, link }, world.clock.now() + DAY));
    };
    await tell("job_expiring");
    world.clock.advance(1000);
    const { version } = await ana.api.getJob({ params: { jobId: job.id } });
    await ana.api.updateJob({ params: { jobId: job.id }, version, body: { ...jobDraft, title: "Draw two logos" } });
    await world.stream.settle();
    expect(await bellOf(ana)).toBe(0);
  });
});

test("reading a room, or answering in it, reads its notification in all tabs", async () => {
  const { id: roomId } = await ana.api.openRoom({ body: { freelancerId: ben.id } });
  await ana.api.sendMessage({ params: { roomId }, body: saying("One") });
  await world.stream.settle();
  const tab = await world.connect(ben);
  await ben.api.markRoomRead({ params: { roomId }, body: { seq: 1 } });
  expect([await bellOf(ben), readFrames(tab).length]).toEqual([0, 1]);
});

test("the unread feed is what the bell counts, whole, however many there are", async () => {
  for (let count = 0; count < 120; count++) {
    const createdAt = new Date(world.clock.now()).toISOString();
    const id = `ntf_${String(count).padStart(26, "0")}`;
    const notice = { id, kind: "job_changed", title: "News", body: "", link: "/", createdAt, readAt: null } as const;
    await world.deps.commit(world.deps.notifications.add(ana.id, notice, world.clock.now() + DAY));
  }
  const { items, unread, nextCursor } = await ana.api.listNotifications({ query: { unread: "true" } });
  expect([items.length, unread, await bellOf(ana), nextCursor]).toEqual([100, 100, 100, null]);
});
