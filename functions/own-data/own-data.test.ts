import type { OwnItem } from "@freelancerm/contracts/own-data";
import { DAY } from "@freelancerm/core/time";
import { hire, postJob, propose, release } from "../../tests/world/hiring.ts";
import { createTill } from "../../tests/world/till.ts";
import { createWorld, type Someone, type World } from "../../tests/world/world.ts";
import { handler as contracts } from "../contracts/handler.ts";
import { handler as jobs } from "../jobs/handler.ts";
import { handler as messaging } from "../messaging/handler.ts";
import { handler as notifications } from "../notifications/handler.ts";
import { handler as proposals } from "../proposals/handler.ts";
import { handler as reviews } from "../reviews/handler.ts";
import { handler as savedSearches } from "../saved-searches/handler.ts";
import { handler as ownData } from "./handler.ts";

process.env.SOCKET_URL ??= "wss://socket.example/live";

let world: World;
let ana: Someone;
let ben: Someone;
beforeEach(async () => {
  world = await createWorld({
    "own-data": ownData,
    jobs,
    "saved-searches": savedSearches,
    proposals,
    contracts,
    messaging,
    notifications,
    reviews,
  });
  ana = await world.join("Ana", "client");
  ben = await world.join("Ben", "freelancer");
});

async function exported({ api }: Pick<Someone, "api">, limit = 100) {
  const items: OwnItem[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const page = await api.exportMyData({ query: { limit, cursor } });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
    pages += 1;
    // No limit of calls is near.
    world.clock.advance(1000);
  } while (cursor);
  return { items, pages };
}
const sectionsOf = (items: OwnItem[]) =>
  Object.fromEntries(
    [...new Set(items.map(({ section }) => section))].map((section) => [
      section,
      items.filter((item) => item.section === section).length,
    ]),
  );

/** Ana hires Ben twice, they talk, one contract ends with reviews of both. */
async function business() {
  const { id } = await hire(ana, ben);
  await hire(ana, ben);
  const room = await ana.api.openRoom({ body: { freelancerId: ben.id } });
  const say = (who: Someone, text: string, afterSeq: number) =>
    who.api.sendMessage({
      params: { roomId: room.id },
      body: { clientMessageId: `message-${afterSeq}`, afterSeq, text },
    });
  await say(ana, "Welcome", 0);
  await say(ben, "Thank you, Ana", 1);
  await say(ana, "Begin when you like", 2);
  await release(world, id);
  await ana.api.endContract({ params: { contractId: id }, body: { reason: "" } });
  const body = { scores: { quality: 5, communication: 5, timeliness: 5, value: 5 }, comment: "Careful" };
  await ana.api.submitReview({ params: { contractId: id }, body });
  const back = { scores: { clarity: 5, communication: 5, payment: 5 }, comment: "Clear" };
  await ben.api.submitReview({ params: { contractId: id }, body: back });
  await postJob(ana);
}

test("everybody takes along what they made and what was said of them, each thing in the shape its page has", async () => {
  await business();
  const saved = await postJob(ana);
  await ben.api.saveJob({ params: { jobId: saved.id } });
  await ben.api.createSavedSearch({ body: { name: "Bookings", query: { q: "booking" } } });
  const mine = (await exported(ana)).items;
  expect(sectionsOf(mine)).toEqual({
    account: 1,
    settings: 1,
    job: 4,
    contract: 2,
    review_written: 1,
    review_received: 1,
    message: 2,
  });
  expect(mine[0]).toMatchObject({ data: { email: "ana@example.com", client: { displayName: "Ana" } } });
  const jobsOfAna = mine.flatMap((item) => (item.section === "job" ? [item.data] : []));
  expect(jobsOfAna).toContainEqual(await ana.api.getJob({ params: { jobId: saved.id } }));
  expect(sectionsOf((await exported(ben)).items)).toEqual({
    account: 1,
    settings: 1,
    saved_job: 1,
    saved_search: 1,
    proposal: 2,
    contract: 2,
    review_written: 1,
    review_received: 1,
    message: 1,
  });
});

test("small pages come to the same as large ones", async () => {
  await business();
  const whole = await exported(ana);
  const bit = await exported(ana, 1);
  const sorted = (items: OwnItem[]) => items.map((item) => JSON.stringify(item)).sort();
  expect(sorted(bit.items)).toEqual(sorted(whole.items));
  expect(bit.pages).toBeGreaterThan(whole.pages);
});

test("nothing of others is in it: not what the other side wrote, nor a third's proposal", async () => {
  await business();
  const cy = await world.join("Cy", "freelancer");
  await propose(ana, cy, { letter: "A letter that Cy alone has written, for Ana's eyes and nobody else's." });
  const told = JSON.stringify((await exported(ben)).items);
  expect(told).toContain("Thank you, Ana");
  expect(told).not.toMatch(/Begin when you like|A letter that Cy|ana@example.com|cy@example.com/);
  expect(JSON.stringify((await exported(ana)).items)).not.toContain("A letter that Cy");
});

test("nothing that is stored beside what is shown leaves with it", async () => {
  await business();
  expect(JSON.stringify((await exported(ana)).items)).not.toMatch(/outbox|"pk"|"agreed"|gsi1/);
});

test("a newcomer's is the account alone, and a visitor has none", async () => {
  const cy = await world.join("Cy", "client", "freelancer");
  expect(sectionsOf((await exported(cy)).items)).toEqual({ account: 1, settings: 1 });
  await expect(world.anyone.exportMyData()).rejects.toMatchObject({ code: "auth.required" });
});

test("it is read in pages that a caller cannot hurry", async () => {
  const tries = Array.from({ length: 61 }, () => ana.api.exportMyData());
  const refused = (await Promise.allSettled(tries)).filter(({ status }) => status === "rejected");
  expect(refused).toHaveLength(1);
  world.clock.advance(DAY);
  await ana.api.exportMyData();
});

test("the statement has each booking as its side sees it", async () => {
  const till = await createTill([10_000], { handlers: { "own-data": ownData } });
  await till.fund(1);
  const { items } = await exported(till.client, 1);
  expect(items.filter(({ section }) => section === "statement")).toEqual([
    { section: "statement", data: { role: "client", entry: expect.objectContaining({ type: "funded" }) } },
  ]);
  await till.close();
});
