import { deadlineActions } from "@freelancerm/core/deadlines/actions";
import { DAY, iso } from "@freelancerm/core/time";
import { hire, release } from "../../tests/world/hiring.ts";
import { createStream, type Stream } from "../../tests/world/stream.ts";
import { createWorld, type Someone, type World } from "../../tests/world/world.ts";
import { handler as contracts } from "../contracts/handler.ts";
import { handler as jobs } from "../jobs/handler.ts";
import { handler as proposals } from "../proposals/handler.ts";
import { handler as reviews } from "./handler.ts";

let world: World;
let stream: Stream;
let client: Someone;
let freelancer: Someone;
let contractId: string;
beforeEach(async () => {
  world = await createWorld({ jobs, proposals, contracts, reviews });
  stream = createStream(world.memory, world.table, {});
  client = await world.join("Ana", "client");
  freelancer = await world.join("Ben", "freelancer");
  contractId = await endedContract();
});

async function endedContract(paid = true): Promise<string> {
  const { id } = await hire(client, freelancer);
  if (paid) await release(world, id);
  await client.api.endContract({ params: { contractId: id }, body: { reason: "" } });
  return id;
}

const refused = (code: string) => expect.objectContaining({ code });
const byClient = { scores: { quality: 5, communication: 4, timeliness: 5, value: 4 }, comment: "Careful work" };
const byFreelancer = { scores: { clarity: 5, communication: 5, payment: 4 }, comment: "Clear and quick to pay" };
const praise = (id = contractId) => client.api.submitReview({ params: { contractId: id }, body: byClient });
const answer = (id = contractId) => freelancer.api.submitReview({ params: { contractId: id }, body: byFreelancer });
const seenBy = (who: Someone) => who.api.getContractReviews({ params: { contractId } });
const publicOn = async (userId: string, as: "client" | "freelancer") =>
  (await world.anyone.listUserReviews({ params: { userId }, query: { as } })).items;
const publish = () =>
  deadlineActions(world.deps)["reviews.publish"]({
    at: iso(world.clock.now()),
    kind: "reviews.publish",
    ref: contractId,
  });

test("neither side sees the other's review before both are in", async () => {
  expect(await praise()).toMatchObject({
    by: "client",
    overall: 4.5,
    publishedAt: null,
    author: { displayName: "Ana" },
  });
  const endsAt = iso(world.clock.now() + 14 * DAY);
  expect(await seenBy(client)).toMatchObject({ mine: { comment: "Careful work" }, theirs: null, endsAt });
  expect(await seenBy(freelancer)).toEqual({ mine: null, theirs: null, endsAt });
  expect(await publicOn(freelancer.id, "freelancer")).toEqual([]);

  const publishedAt = iso(world.clock.now());
  expect(await answer()).toMatchObject({ overall: 4.67, publishedAt });
  expect(await seenBy(client)).toMatchObject({ mine: { publishedAt }, theirs: { comment: "Clear and quick to pay" } });
  expect(await publicOn(freelancer.id, "freelancer")).toMatchObject([{ comment: "Careful work", by: "client" }]);
  expect(await publicOn(client.id, "client")).toMatchObject([{ author: { displayName: "Ben" }, overall: 4.67 }]);
  expect(await publicOn(client.id, "freelancer")).toEqual([]);
  await stream.settle();
  const published = stream.published.filter(({ type }) => type === "review.published.v1");
  expect(
    published
      .map(({ data }) => data as { as: string; overall: number })
      .map(({ as, overall }) => [as, overall])
      .sort(),
  ).toEqual([
    ["client", 4.67],
    ["freelancer", 4.5],
  ]);
});

test("of both sides reviewing many times at the same moment, one each is in and both are published", async () => {
  const attempts = await Promise.allSettled(
    Array.from({ length: 50 }, (_, index) => (index % 2 ? praise() : answer())),
  );
  expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
  const { mine, theirs } = await seenBy(client);
  expect(mine?.publishedAt).not.toBeNull();
  expect(theirs?.publishedAt).not.toBeNull();
  await stream.settle();
  expect(stream.published.filter(({ type }) => type === "review.published.v1")).toHaveLength(2);
});

test("a lone review is published when the 14 days are over, once", async () => {
  await praise();
  await publish();
  expect((await seenBy(freelancer)).theirs).toBeNull();
  world.clock.advance(14 * DAY);
  await expect(answer()).rejects.toEqual(refused("review.not_possible"));
  await publish();
  const before = world.memory.all();
  await publish();
  expect(world.memory.all()).toEqual(before);
  expect((await seenBy(freelancer)).theirs).toMatchObject({ publishedAt: iso(world.clock.now()) });
});

test("each side reviews once, with its own scores", async () => {
  const wrong = client.api.submitReview({ params: { contractId }, body: byFreelancer });
  await expect(wrong).rejects.toMatchObject({ code: "request.invalid", problem: { errors: [{ field: "scores" }] } });
  await praise();
  await expect(praise()).rejects.toEqual(refused("review.exists"));
});

test("only an ended contract that paid at least 1.00 can be reviewed, and only by its parties", async () => {
  await expect(praise(await endedContract(false))).rejects.toEqual(refused("review.not_possible"));
  const running = await hire(client, freelancer);
  await expect(praise(running.id)).rejects.toEqual(refused("review.not_possible"));
  const eve = await world.join("Eve", "client");
  const foreign = eve.api.submitReview({ params: { contractId }, body: byClient });
  await expect(foreign).rejects.toEqual(refused("resource.not_found"));
});

test("the reviewed side replies once, within 28 days, to what is published", async () => {
  const reply = (text: string) => freelancer.api.replyToReview({ params: { contractId }, body: { reply: text } });
  await praise();
  await expect(reply("Too early")).rejects.toEqual(refused("review.not_possible"));
  await answer();
  expect(await reply("Thank you")).toMatchObject({ by: "client", reply: "Thank you", author: { displayName: "Ana" } });
  await expect(reply("And again")).rejects.toEqual(refused("review.exists"));
  expect(await publicOn(freelancer.id, "freelancer")).toMatchObject([{ reply: "Thank you" }]);
  world.clock.advance(28 * DAY);
  const late = client.api.replyToReview({ params: { contractId }, body: { reply: "Late" } });
  await expect(late).rejects.toEqual(refused("review.not_possible"));
});

test("published reviews are listed newest first, in pages", async () => {
  const ids = [contractId];
  for (let index = 0; index < 2; index++) ids.push(await endedContract());
  for (const id of ids) {
    await praise(id);
    await answer(id);
    world.clock.advance(1000);
  }
  const params = { userId: freelancer.id };
  const query = { as: "freelancer", limit: 2 } as const;
  const page = await world.anyone.listUserReviews({ params, query });
  const rest = await world.anyone.listUserReviews({ params, query: { ...query, cursor: page.nextCursor! } });
  expect([...page.items, ...rest.items].map((review) => review.contractId)).toEqual([...ids].reverse());
});

test("an ended contract asks each side to review until it has, and nobody once the 14 days are over", async () => {
  const turn = async (who: Someone) => (await who.api.getContract({ params: { contractId } })).nextAction;
  const ends = iso(world.clock.now() + 14 * DAY);
  const review = { action: "leave_review", milestone: null, dueAt: ends, byDefault: "close" };
  expect(await turn(client)).toEqual({ ...review, by: "client" });
  expect(await turn(freelancer)).toEqual({ ...review, by: "freelancer" });
  await praise();
  expect(await turn(client)).toEqual({ ...review, by: "freelancer" });
  world.clock.advance(14 * DAY);
  expect(await turn(freelancer)).toBeNull();
});

test("a contract that paid nothing asks for no review", async () => {
  const { id } = await hire(client, await world.join("Carl", "freelancer"));
  const { nextAction } = await client.api.endContract({ params: { contractId: id }, body: { reason: "" } });
  expect(nextAction).toBeNull();
});
