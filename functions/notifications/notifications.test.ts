import { deadlineActions } from "@freelancerm/core/deadlines/actions";
import { DAY } from "@freelancerm/core/time";
import { hire, oneMilestone, postJob, propose } from "../../tests/world/hiring.ts";
import { createLiveWorld, type LiveWorld, saying } from "../../tests/world/live.ts";
import { jobDraft, type Someone } from "../../tests/world/world.ts";

let world: LiveWorld;
let ana: Someone;
let ben: Someone;
beforeEach(async () => {
  world = await createLiveWorld();
  ana = await world.join("Ana", "client");
  ben = await world.join("Ben", "freelancer");
});

const feedOf = async (who: Someone) => (await who.api.listNotifications({ query: { limit: 100 } })).items;
const bellOf = async (who: Someone) => (await who.api.countUnread()).unread;

test("a new proposal notifies the client once per channel, and the freelancer not at all", async () => {
  const socket = await world.connect(ana);
  const proposal = await propose(ana, ben);
  await world.stream.settle();
  const submitted = world.stream.published.find(({ type }) => type === "proposal.submitted.v1")!;
  for (let again = 0; again < 4; again++) await world.stream.deliver(submitted);

  const [entry, ...more] = await feedOf(ana);
  expect(more).toEqual([]);
  expect(entry).toMatchObject({
    kind: "proposal_received",
    title: "New proposal from Ben",
    link: `/proposals/${proposal.id}`,
    readAt: null,
  });
  expect(socket.received.filter(({ action }) => action === "notification.new")).toEqual([
    { action: "notification.new", notification: entry },
  ]);
  expect(world.mails).toMatchObject([{ to: "ana@example.com", subject: "New proposal from Ben" }]);
  expect(world.mails[0]!.text).toContain(`https://site.example/proposals/${proposal.id}`);
  expect(await feedOf(ben)).toEqual([]);
});

test("declining and hiring reach the other side live", async () => {
  const socket = await world.connect(ben);
  const declined = await propose(ana, ben);
  await ana.api.declineProposal({ params: { proposalId: declined.id }, body: { reason: "Found somebody nearby" } });
  const contract = await hire(ana, ben);
  await world.stream.settle();
  expect(socket.received).toContainEqual({ action: "entity.changed", entity: "proposal", id: declined.id });
  expect(socket.received).toContainEqual({ action: "entity.changed", entity: "contract", id: contract.id });
  const kinds = (await feedOf(ben)).map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(["proposal_declined", "contract_started"]));
});

test("a material change of a job is told to its applicants only", async () => {
  const cem = await world.join("Cem", "freelancer");
  const proposal = await propose(ana, ben);
  await propose(ana, cem, {}, { title: "Another job altogether" });
  const job = await ana.api.getJob({ params: { jobId: proposal.jobId } });
  await ana.api.updateJob({
    params: { jobId: job.id },
    body: { ...jobDraft, title: "Build a booking page for two hotels" },
    version: job.version,
  });
  await world.stream.settle();
  expect(await feedOf(ben)).toMatchObject([{ kind: "job_changed", link: `/jobs/${job.id}` }]);
  expect(await feedOf(cem)).toEqual([]);
});

test("a client is told that a job is about to expire and that it has, with when, and of no pause", async () => {
  const { id: jobId, expiresAt } = await postJob(ana);
  const deadline = (kind: "job.warn" | "job.expire") =>
    deadlineActions(world.deps)[kind]({ at: expiresAt!, kind, ref: jobId, facts: { expiresAt: expiresAt! } });
  await ana.api.pauseJob({ params: { jobId } });
  await world.stream.settle();
  expect(await feedOf(ana)).toEqual([]);

  world.clock.advance(25 * DAY);
  await deadline("job.warn");
  await world.stream.settle();
  expect(await feedOf(ana)).toMatchObject([{ kind: "job_expiring", link: `/jobs/${jobId}` }]);
  expect((await feedOf(ana))[0]!.body).toMatch(
    new RegExp(
      `until ${Number(expiresAt!.slice(8, 10))} [A-Z][a-z]+ ${expiresAt!.slice(0, 4)}, ${expiresAt!.slice(11, 16)} UTC`,
    ),
  );

  world.clock.advance(5 * DAY);
  await deadline("job.expire");
  await world.stream.settle();
  expect((await feedOf(ana)).map(({ kind }) => kind)).toEqual(["job_expired", "job_expiring"]);
});

test("closing a job with the word expired is not its expiry", async () => {
  const { id: jobId } = await postJob(ana);
  await ana.api.closeJob({ params: { jobId }, body: { reason: "expired" } });
  await world.stream.settle();
  expect(await feedOf(ana)).toEqual([]);
});

test("an offer taken back is told to the side it was made to", async () => {
  const { id: proposalId } = await propose(ana, ben);
  await ana.api.makeOffer({
    params: { proposalId },
    body: { terms: oneMilestone(80_000), message: "A little less?", days: 7 },
  });
  world.clock.advance(1000);
  await ana.api.withdrawOffer({ params: { proposalId } });
  await world.stream.settle();
  expect(await feedOf(ben)).toMatchObject([
    { kind: "offer_withdrawn", title: "Ana withdrew the offer", link: `/proposals/${proposalId}` },
    { kind: "offer_received" },
  ]);
  expect((await feedOf(ana)).map(({ kind }) => kind)).toEqual(["proposal_received"]);
});

test("names and titles cannot smuggle markup or header lines into a mail", async () => {
  const eve = await world.join("<b>Eve</b>", "freelancer");
  await propose(ana, eve, {}, { title: 'Fix <script>alert("x")</script> now' });
  await world.stream.settle();
  const [mail] = world.mails;
  expect(mail!.html).not.toMatch(/<script|<b>Eve/);
  expect(mail!.html).toContain("&lt;b&gt;Eve&lt;/b&gt;");
  expect(mail!.subject).not.toMatch(/[\r\n]/);
});

describe("mail", () => {
  const submitted = () => world.stream.published.find(({ type }) => type === "proposal.submitted.v1")!;

  test("a mail that fails is tried again with the event, without a second feed entry or push", async () => {
    const socket = await world.connect(ana);
    world.faults.mail = () => {
      throw new Error("the mail server is down");
    };
    await propose(ana, ben);
    await expect(world.stream.settle()).rejects.toThrow("the mail server is down");
    expect(await bellOf(ana)).toBe(1);
    world.faults.mail = undefined;
    await world.stream.deliver(submitted());
    await world.stream.deliver(submitted());
    expect(world.mails).toHaveLength(1);
    expect(await feedOf(ana)).toHaveLength(1);
    expect(socket.received.filter(({ action }) => action === "notification.new")).toHaveLength(1);
  });

  test("deliveries that meet send one mail", async () => {
    await propose(ana, ben);
    await world.stream.settle();
    world.mails.length = 0;
    await propose(ana, await world.join("Cem", "freelancer"));
    const before = world.stream.published.length;
    await world.stream.settle();
    const event = world.stream.published.slice(before).find(({ type }) => type === "proposal.submitted.v1")!;
    await Promise.allSettled(Array.from({ length: 5 }, () => world.stream.deliver(event)));
    expect(world.mails).toHaveLength(1);
  });

  test("kinds I do not want mailed still show in the feed", async () => {
    const preferences = await ana.api.updatePreferences({ body: { email: { proposal_received: false } } });
    expect(preferences.email).toMatchObject({ proposal_received: false, contract_ended: true });
    await propose(ana, ben);
    await world.stream.settle();
    expect(world.mails).toEqual([]);
    expect(await bellOf(ana)).toBe(1);
    await ana.api.updatePreferences({ body: { email: { contract_ended: false } } });
    expect((await ana.api.getPreferences()).email).toMatchObject({ proposal_received: false, contract_ended: false });
    await ana.api.updatePreferences({ body: { email: { proposal_received: true } } });
    expect((await ana.api.getPreferences()).email).toMatchObject({ proposal_received: true, contract_ended: false });
  });

  test("an unknown kind is refused by name", async () => {
    const attempt = ana.api.updatePreferences({ body: { email: { nonsense: true } as never } });
    await expect(attempt).rejects.toMatchObject({ code: "request.invalid" });
  });
});

describe("the bell", () => {
  const notifyTimes = async (times: number) => {
    for (let count = 0; count < times; count++) {
      world.clock.advance(1000);
      await world.deps.commit(
        world.deps.notifications.add(
          ana.id,
          {
            id: `ntf_${world.deps.ids.unique()}`,
            kind: "job_changed",
            title: `Number ${count}`,
            body: "",
            link: "/",
            createdAt: new Date(world.clock.now()).toISOString(),
            readAt: null,
          },
          world.clock.now() + DAY,
        ),
      );
    }
  };

  test("equals the unread of the feed after every step", async () => {
    await notifyTimes(7);
    const check = async (expected: number) => {
      const feed = await ana.api.listNotifications({ query: { limit: 100 } });
      expect([await bellOf(ana), feed.unread, feed.items.filter(({ readAt }) => !readAt).length]).toEqual(
        Array(3).fill(expected),
      );
    };
    await check(7);
    const [newest] = await feedOf(ana);
    const mark = () => ana.api.markNotificationRead({ params: { notificationId: newest!.id } });
    expect(await mark()).toEqual({ unread: 6 });
    await check(6);
    expect(await mark()).toEqual({ unread: 6 });
    expect(await ana.api.markAllNotificationsRead()).toEqual({ unread: 0 });
    await check(0);
    await notifyTimes(1);
    await check(1);
  });

  test("pages show each notification once, newest first, and the same count", async () => {
    await notifyTimes(5);
    const first = await ana.api.listNotifications({ query: { limit: 3 } });
    const second = await ana.api.listNotifications({ query: { limit: 3, cursor: first.nextCursor! } });
    expect([...first.items, ...second.items].map(({ title }) => title)).toEqual(
      [4, 3, 2, 1, 0].map((n) => `Number ${n}`),
    );
    expect([first.unread, second.unread, second.nextCursor]).toEqual([5, 5, null]);
  });

  test("somebody else's notification cannot be marked, and is not told from one that does not exist", async () => {
    await notifyTimes(1);
    const [mine] = await feedOf(ana);
    expect(await ben.api.markNotificationRead({ params: { notificationId: mine!.id } })).toEqual({ unread: 0 });
    expect(await bellOf(ana)).toBe(1);
    await expect(world.anyone.countUnread()).rejects.toMatchObject({ code: "auth.required" });
  });

  test("nothing is kept beyond 90 days", async () => {
    await propose(ana, ben);
    await world.stream.settle();
    const [item] = world.memory.all().filter(({ pk }) => pk === `NOTIFICATIONS#${ana.id}`);
    expect(item!.ttl).toBe((world.clock.now() + 90 * DAY) / 1000);
  });
});

describe("unread messages", () => {
  const roomOf = async () => (await ana.api.openRoom({ body: { freelancerId: ben.id } })).id;
  const write = async (roomId: string, text: string, afterSeq = 0) => {
    await ana.api.sendMessage({ params: { roomId }, body: saying(text, afterSeq) });
    await world.stream.settle();
  };

  test("who is away finds one notification per room, however many messages came", async () => {
    const roomId = await roomOf();
    await write(roomId, "One");
    await write(roomId, "Two", 1);
    expect(await feedOf(ben)).toMatchObject([
      { kind: "message_received", title: "Ana wrote to you", link: `/messages/${roomId}` },
    ]);
    expect(world.mails).toEqual([]);
  });

  test("who is connected gets the message and no notification", async () => {
    const roomId = await roomOf();
    const socket = await world.connect(ben);
    await write(roomId, "One");
    expect(await feedOf(ben)).toEqual([]);
    socket.cut();
    await write(roomId, "Two", 1);
    expect(await feedOf(ben)).toHaveLength(1);
  });

  test("reading the room reads its notification; the next message brings another", async () => {
    const roomId = await roomOf();
    await write(roomId, "One");
    await ben.api.markRoomRead({ params: { roomId }, body: { seq: 1 } });
    expect(await bellOf(ben)).toBe(0);
    world.clock.advance(1000);
    await write(roomId, "Two", 1);
    expect(await bellOf(ben)).toBe(1);
    expect(await feedOf(ben)).toHaveLength(2);
  });
});

test("posting a job tells nobody", async () => {
  await postJob(ana);
  await world.stream.settle();
  expect([await feedOf(ana), await feedOf(ben), world.mails]).toEqual([[], [], []]);
});
