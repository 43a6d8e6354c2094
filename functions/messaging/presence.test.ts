import { isOnline } from "@freelancerm/contracts/presence";
import { DAY, SECOND } from "@freelancerm/core/time";
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

const open = () => ana.api.openRoom({ body: { freelancerId: ben.id } });
const presenceOf = async (asking: Someone, other: Someone) =>
  (await asking.api.listPresence()).items.find(({ userId }) => userId === other.id);
const seesOnline = async (asking: Someone, other: Someone) =>
  isOnline((await presenceOf(asking, other))?.seenAt, world.clock.now());

describe("presence", () => {
  test("begins with the socket, lasts with its heartbeat and ends 150 seconds after the last", async () => {
    await open();
    expect(await presenceOf(ana, ben)).toEqual({ userId: ben.id, seenAt: null });
    const socket = await world.connect(ben);
    expect(await seesOnline(ana, ben)).toBe(true);
    for (let minute = 0; minute < 3; minute++) {
      world.clock.advance(60 * SECOND);
      await socket.send({ action: "ping" });
      expect(await seesOnline(ana, ben)).toBe(true);
    }
    world.clock.advance(150 * SECOND - 1);
    expect(await seesOnline(ana, ben)).toBe(true);
    world.clock.advance(1);
    expect(await seesOnline(ana, ben)).toBe(false);
    expect((await presenceOf(ana, ben))?.seenAt).toBe("2026-01-05T09:03:00.000Z");
  });

  test("shows to those who share a room, and to nobody else", async () => {
    const eve = await world.join("Eve", "client");
    await open();
    await world.connect(ben);
    expect((await eve.api.listPresence()).items).toEqual([]);
    await expect(world.anyone.listPresence()).rejects.toMatchObject({ code: "auth.required" });
  });

  test("does not show between people of whom one has blocked the other", async () => {
    await open();
    await Promise.all([world.connect(ana), world.connect(ben)]);
    await ben.api.blockPerson({ params: { userId: ana.id } });
    expect([await seesOnline(ana, ben), await seesOnline(ben, ana)]).toEqual([false, false]);
    await ben.api.unblockPerson({ params: { userId: ana.id } });
    expect(await seesOnline(ana, ben)).toBe(true);
  });

  test("is one small write a heartbeat, and is forgotten after 30 days", async () => {
    const socket = await world.connect(ben);
    const before = world.memory.all().length;
    await socket.send({ action: "ping" });
    expect(world.memory.all()).toHaveLength(before);
    const row = world.memory.all().find(({ sk }) => sk === "PRESENCE")!;
    expect(row.ttl).toBe((world.clock.now() + 30 * DAY) / 1000);
    expect(JSON.stringify(row).length).toBeLessThan(200);
  });
});

describe("searching a room", () => {
  let roomId: string;
  const say = (who: Someone, text: string, afterSeq: number) => {
    world.clock.advance(SECOND);
    return who.api.sendMessage({ params: { roomId }, body: saying(text, afterSeq) });
  };
  const find = async (who: Someone, q: string, before?: number) => {
    const found = await who.api.searchMessages({ params: { roomId }, query: { q, before } });
    return { seqs: found.items.map(({ seq }) => seq), before: found.before };
  };
  beforeEach(async () => {
    roomId = (await open()).id;
  });

  test("finds all of the words, whatever their case and marks, newest first", async () => {
    await say(ana, "The Café opens in May", 0);
    await say(ben, "may I come?", 1);
    await say(ben, "I MAY paint the cafe", 2);
    expect(await find(ana, "cafe may")).toEqual({ seqs: [3, 1], before: null });
    expect(await find(ben, "CAFÉ")).toEqual({ seqs: [3, 1], before: null });
    expect(await find(ben, "tea")).toEqual({ seqs: [], before: null });
  });

  test("finds nothing that was deleted", async () => {
    await say(ana, "A secret", 0);
    await ana.api.deleteMessage({ params: { roomId, seq: 1 } });
    expect((await find(ben, "secret")).seqs).toEqual([]);
  });

  test("goes on from where it stopped until the whole log was looked through", async () => {
    for (let seq = 0; seq < 45; seq++) await say(ana, `Line ${seq + 1}`, seq);
    const seqs: number[] = [];
    let before: number | undefined;
    let calls = 0;
    do {
      const found = await find(ben, "line", before);
      seqs.push(...found.seqs);
      before = found.before ?? undefined;
      calls += 1;
    } while (before !== undefined);
    expect(seqs).toEqual(Array.from({ length: 45 }, (_, index) => 45 - index));
    expect(calls).toBe(3);
  });

  test("is for its members", async () => {
    const eve = await world.join("Eve", "client", "freelancer");
    await expect(find(eve, "line")).rejects.toMatchObject({ code: "resource.not_found" });
  });
});
