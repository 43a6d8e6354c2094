/** The consumers bear what a bus does: each event 1–5 times, in any order, ends in one state. */
import type { AnyEvent, EventData, EventType } from "@freelancerm/contracts/events";
import { contractIdOf, jobIdOf, proposalIdOf, roomIdOf } from "@freelancerm/contracts/ids";
import type { Message } from "@freelancerm/contracts/messaging";
import { ensureRoom } from "@freelancerm/core/messaging/open-room";
import { iso } from "@freelancerm/core/time";
import type { Item } from "@freelancerm/data/table";
import * as fc from "fast-check";
import { createLiveWorld, type LiveWorld } from "../../tests/world/live.ts";
import { CATEGORY, type Someone, START } from "../../tests/world/world.ts";

const CLIENTS = ["Ana", "Dora"];
const FREELANCERS = ["Ben", "Cem"];

interface Scene {
  world: LiveWorld;
  clients: Someone[];
  freelancers: Someone[];
}

async function setScene(): Promise<Scene> {
  const world = await createLiveWorld();
  const join = async (names: string[], role: "client" | "freelancer") => {
    const people: Someone[] = [];
    for (const name of names) people.push(await world.join(name, role));
    return people;
  };
  const [clients, freelancers] = [await join(CLIENTS, "client"), await join(FREELANCERS, "freelancer")];
  for (const client of clients) await ensureRoom(world.deps)(client.id, freelancers[0]!.id);
  return { world, clients, freelancers };
}

/** What happened, the same in every scene: people's ids are given in order. */
function history({ clients, freelancers }: Scene): AnyEvent[] {
  let count = 0;
  const events: AnyEvent[] = [];
  const add = <T extends EventType>(type: T, data: EventData<T>) => {
    const number = String(++count).padStart(10, "0");
    events.push({ id: `evt_${number}${"0".repeat(16)}`, type, at: iso(START + count * 1000), data } as never);
  };
  clients.forEach((client, clientIndex) => {
    const jobId = jobIdOf(client.id, String(clientIndex).padStart(10, "0"));
    const job = { jobId, clientId: client.id, title: "A job to do" };
    const listing = { categoryId: CATEGORY, visibility: "public" as const };
    add("job.published.v1", { ...job, ...listing });
    freelancers.forEach((freelancer) => {
      const proposalId = proposalIdOf(jobId, freelancer.id);
      const parties = { clientId: client.id, freelancerId: freelancer.id };
      add("proposal.submitted.v1", { proposalId, jobId, jobTitle: job.title, ...parties });
      const contractId = contractIdOf(proposalId);
      const contract = { contractId, ...parties, title: job.title };
      add("contract.started.v1", { ...contract, proposalId, jobId, jobFilled: false, by: "client" });
      const milestone = {
        ...contract,
        milestone: 1,
        amount: 50_000,
        clientFee: 1_500,
        freelancerFee: 2_500,
        currency: "EUR" as const,
      };
      add("milestone.funded.v1", { ...milestone, by: "client" });
      add("milestone.submitted.v1", { ...milestone, by: "freelancer" });
      add("milestone.approved.v1", { ...milestone, by: "system" });
      add("milestone.released.v1", { ...milestone, by: "system" });
      add("contract.ended.v1", { ...contract, by: "client", reason: "Done", released: 50_000, endedAt: iso(START) });
      const review = { contractId, overall: 4 + clientIndex * 0.5, jobTitle: job.title };
      add("review.published.v1", { ...review, subjectId: freelancer.id, as: "freelancer" });
      add("review.published.v1", { ...review, subjectId: client.id, as: "client" });
    });
    const previousStatus = clientIndex === 0 ? "open" : "paused";
    add("job.unlisted.v1", { ...job, ...listing, status: "closed", previousStatus, reason: "" });
    const roomId = roomIdOf(client.id, freelancers[0]!.id);
    for (let seq = 1; seq <= 4; seq++) {
      const [sender, recipient] = seq % 2 ? [client, freelancers[0]!] : [freelancers[0]!, client];
      const message: Message = {
        roomId,
        seq,
        senderId: sender.id,
        clientMessageId: `message-${seq}`,
        text: `Message ${seq}`,
        attachments: [],
        sentAt: iso(START + seq),
        editedAt: null,
        deletedAt: null,
      };
      add("message.sent.v1", { message, recipientId: recipient.id });
      if (seq < 3) continue;
      const edited = { ...message, text: `Message ${seq}, edited`, editedAt: iso(START + seq + 10) };
      add("message.changed.v1", { message: edited, recipientId: recipient.id });
      const deleted = { ...edited, text: "", deletedAt: iso(START + seq + 20) };
      if (clientIndex === 0) add("message.changed.v1", { message: deleted, recipientId: recipient.id });
    }
  });
  freelancers.forEach(({ id }, index) => {
    const listed = {
      userId: id,
      listed: true,
      previouslyListed: false,
      categoryId: CATEGORY,
      previousCategoryId: null,
    };
    add("freelancer.listed.v1", listed);
    if (index > 0) return;
    const away = { ...listed, listed: false, previouslyListed: true, categoryId: null, previousCategoryId: CATEGORY };
    add("freelancer.listed.v1", away);
  });
  return events;
}

/**
 * Everything stored, without what may differ between two orders and means the same: how often a profile was saved, for
 * which of several messages the notification was filed that waits until the room is read, and whether what somebody did
 * found a notice there to read: one that comes later than the answer to it stays unread until its page is opened.
 */
function stateOf({ world }: Scene): string[] {
  const ofMessages = ({ body }: Item) => (body as { kind?: string } | undefined)?.kind === "message_received";
  const items = world.memory.all().filter((item) => !(ofMessages(item) && item.readAt));
  return items
    .map(({ version: _, noticeId: __, readAt: ___, ...item }) =>
      ofMessages(item) ? { pk: item.pk, waits: (item.body as { title: string }).title } : item,
    )
    .map((item) => JSON.stringify(item, Object.keys(namesIn(item)).sort()))
    .sort();
}
/** Names of all fields at any depth, so that the order of keys does not count. */
function namesIn(value: unknown, names: Record<string, true> = {}): Record<string, true> {
  if (value && typeof value === "object") {
    for (const [name, inner] of Object.entries(value)) {
      names[name] = true;
      namesIn(inner, names);
    }
  }
  return names;
}

test("each event once, in order: the figures are those of what happened", async () => {
  const scene = await setScene();
  for (const event of history(scene)) await scene.world.stream.deliver(event);
  const { world, clients, freelancers } = scene;
  const figures = world.memory.all().filter(({ pk }) => pk === "COUNTS");
  const [counts, totals] = figures.sort((a, b) => (a.sk < b.sk ? -1 : 1));
  expect(counts).toMatchObject({ sk: `CATEGORY#${CATEGORY}`, openJobs: 1, freelancers: 1 });
  expect(totals).toMatchObject({ sk: "TOTALS", openJobs: 1, freelancers: 1, contracts: 4 });
  expect(await world.deps.clients.find(clients[1]!.id)).toMatchObject({
    jobsPosted: 1,
    hires: 2,
    rating: { score: null, reviews: 2 },
  });
  expect(await world.deps.freelancers.find(freelancers[0]!.id)).toMatchObject({
    completedContracts: 2,
    rating: { score: null, reviews: 2 },
  });
  const activity = world.memory.all().filter(({ sk }) => sk.startsWith("ACTIVITY#"));
  expect(activity).toHaveLength(4 * 6);
  expect((await freelancers[1]!.api.listRooms({})).items).toHaveLength(2);
});

test("a score shows from three reviewed contracts with two people on", async () => {
  const { world, clients, freelancers } = await setScene();
  const review = (client: Someone, number: number, overall: number) => {
    const proposalId = proposalIdOf(jobIdOf(client.id, String(number).padStart(10, "0")), freelancers[0]!.id);
    const data = { contractId: contractIdOf(proposalId), subjectId: freelancers[0]!.id, overall, jobTitle: "It" };
    const event = { id: `evt_${String(number).padStart(26, "0")}`, type: "review.published.v1", at: iso(START) };
    return world.stream.deliver({ ...event, data: { ...data, as: "freelancer" } } as AnyEvent);
  };
  const rating = async () => (await world.deps.freelancers.find(freelancers[0]!.id))!.rating;
  for (let number = 1; number <= 3; number++) await review(clients[0]!, number, 5);
  expect(await rating()).toEqual({ score: null, reviews: 3 });
  await review(clients[1]!, 4, 3.33);
  expect(await rating()).toEqual({ score: 4.58, reviews: 4 });
});

test("each event 1–5 times, shuffled: the same state", async () => {
  const ordered = await setScene();
  for (const event of history(ordered)) await ordered.world.stream.deliver(event);
  const expected = stateOf(ordered);
  const size = history(ordered).length;
  const deliveries = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: size, maxLength: size }).chain((times) => {
    const all = times.flatMap((count, index) => Array<number>(count).fill(index));
    return fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length });
  });
  await fc.assert(
    fc.asyncProperty(deliveries, async (order) => {
      const scene = await setScene();
      const events = history(scene);
      for (const index of order) await scene.world.stream.deliver(events[index]!);
      expect(stateOf(scene)).toEqual(expected);
      expect(scene.world.mails).toHaveLength(ordered.world.mails.length);
    }),
    { numRuns: 15, endOnFailure: true },
  );
}, 60_000);

test("deliveries that meet count once", async () => {
  const scene = await setScene();
  const published = history(scene).filter(({ type }) => type === "job.published.v1");
  const meeting = published.flatMap((event) => Array.from({ length: 5 }, () => scene.world.stream.deliver(event)));
  await Promise.all(meeting);
  const totals = scene.world.memory.all().find(({ sk }) => sk === "TOTALS");
  expect(totals?.openJobs).toBe(2);
});
