import type { Message } from "@freelancerm/contracts/messaging";
import type { ServerFrame } from "@freelancerm/contracts/socket";
import { closeSockets } from "@freelancerm/core/realtime/deliver";
import { keys } from "@freelancerm/data/keys";
import { createLiveWorld, type LiveSocket, type LiveWorld, logOf, saying } from "../../tests/world/live.ts";
import type { Someone } from "../../tests/world/world.ts";

let world: LiveWorld;
let ana: Someone;
let ben: Someone;
let roomId: string;
beforeEach(async () => {
  world = await createLiveWorld();
  ana = await world.join("Ana", "client");
  ben = await world.join("Ben", "freelancer");
  roomId = (await ana.api.openRoom({ body: { freelancerId: ben.id } })).id;
});

const error = (code: string, more: object = {}) => expect.objectContaining({ action: "error", code, ...more });
const speak = (socket: LiveSocket, text: string, afterSeq = 0) =>
  socket.send({ action: "message.send", roomId, ...saying(text, afterSeq) });
const actions = (socket: LiveSocket) => socket.received.map(({ action }) => action);
const connections = () => world.memory.all().filter(({ sk }) => sk === "CONNECTION");

describe("connecting", () => {
  test("a ticket opens one socket, even if 50 try at once", async () => {
    const { ticket, url } = await ana.api.createSocketTicket();
    expect(url).toBe(`wss://socket.example/live?ticket=${ticket}`);
    const statuses = await Promise.all(Array.from({ length: 50 }, () => world.knock(ticket)));
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 401)).toHaveLength(49);
    expect(connections()).toHaveLength(1);
  });

  test("a ticket works for 30 seconds", async () => {
    const [early, late] = [await ana.api.createSocketTicket(), await ana.api.createSocketTicket()];
    world.clock.advance(29_999);
    expect(await world.knock(early.ticket)).toBe(200);
    world.clock.advance(1);
    expect(await world.knock(late.ticket)).toBe(401);
  });

  test("nobody gets in without a ticket, with an invented one or with an access token", async () => {
    for (const ticket of [undefined, "", "AAAAAAAAAAAAAAAAAAAAAA", ana.token]) {
      expect(await world.knock(ticket)).toBe(401);
    }
    await expect(world.anyone.createSocketTicket()).rejects.toMatchObject({ code: "auth.required" });
    expect(connections()).toEqual([]);
  });

  test("the table never holds a ticket that could be used", async () => {
    const { ticket } = await ana.api.createSocketTicket();
    expect(JSON.stringify(world.memory.all())).not.toContain(ticket);
    expect(ticket).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });

  test("leaving removes the connection", async () => {
    const socket = await world.connect(ana);
    await socket.leave();
    expect(connections()).toEqual([]);
  });

  test("signing out everywhere ends all sockets; a frame on its way counts no more", async () => {
    const [first, second] = [await world.connect(ana), await world.connect(ana)];
    const other = await world.connect(ben);
    const sockets = { post: async () => "gone" as const, close: async () => undefined };
    await closeSockets({ ...world.deps, sockets })(ana.id);
    expect(await speak(first, "Still me?")).toEqual(error("auth.required"));
    expect(await speak(second, "And me?")).toEqual(error("auth.required"));
    expect(await speak(other, "I am here")).toMatchObject({ action: "message.stored" });
  });
});

describe("frames", () => {
  test("a message is stored for its sender, and shows at once on the other side", async () => {
    const [mine, theirs] = [await world.connect(ana), await world.connect(ben)];
    expect(await speak(mine, "Hello Ben")).toMatchObject({
      action: "message.stored",
      message: { seq: 1, senderId: ana.id, text: "Hello Ben" },
    });
    await world.stream.settle();
    expect(theirs.received).toMatchObject([{ action: "message.new", message: { seq: 1, text: "Hello Ben" } }]);
  });

  test("the sender is whose ticket opened the socket; a frame that says otherwise is refused", async () => {
    const socket = await world.connect(ben);
    const forged = await socket.send({ action: "message.send", roomId, ...saying("It is Ana"), senderId: ana.id });
    expect(forged).toEqual(error("request.invalid", { roomId }));
    await speak(socket, "It is Ben");
    expect(await logOf(ana, roomId)).toMatchObject([{ senderId: ben.id, text: "It is Ben" }]);
  });

  test("a connection that is not on file is answered nothing but an error", async () => {
    const frame = JSON.stringify({ action: "resume", roomId, afterSeq: 0 });
    expect(await world.hear("nobody", frame)).toEqual(error("auth.required"));
  });

  test("who is no member neither sends, reads nor shows typing", async () => {
    const eve = await world.connect(await world.join("Eve", "client", "freelancer"));
    const theirs = await world.connect(ben);
    await speak(await world.connect(ana), "Between us");
    expect(await speak(eve, "I am listening", 1)).toEqual(error("room.not_open", { roomId }));
    expect(await eve.send({ action: "resume", roomId, afterSeq: 0 })).toEqual(error("room.not_open"));
    expect(await eve.send({ action: "typing", roomId })).toEqual(error("room.not_open"));
    await world.stream.settle();
    expect(eve.received.every(({ action }) => action === "error")).toBe(true);
    expect(actions(theirs)).toEqual(["message.new"]);
    expect(await logOf(ana, roomId)).toHaveLength(1);
  });

  test("a removed member neither sends nor receives", async () => {
    const [mine, theirs] = [await world.connect(ana), await world.connect(ben)];
    await speak(mine, "Before");
    await world.table.write({ delete: keys.inbox(ben.id, roomId) });
    await world.stream.settle();
    expect(theirs.received).toEqual([]);
    expect(await speak(theirs, "May I?", 1)).toEqual(error("room.not_open"));
  });

  test.each([
    ["not JSON", "{nonsense"],
    ["not an object", "17"],
    ["null", "null"],
    ["an unknown action", { action: "room.destroy" }],
    ["a name every object has", { action: "constructor" }],
    ["an unknown field", { action: "ping", extra: 1 }],
    ["a seq below zero", { action: "resume", roomId: "rom_x", afterSeq: -1 }],
  ])("%s is answered with an error frame", async (_, frame) => {
    const socket = await world.connect(ana);
    expect(await socket.send(frame)).toEqual(error("request.invalid"));
  });

  test("a refused message is named, so that its sender knows which", async () => {
    const socket = await world.connect(ana);
    const body = saying("Too far", 5);
    const answer = await socket.send({ action: "message.send", roomId, ...body });
    expect(answer).toEqual(error("message.resync_required", { clientMessageId: body.clientMessageId, roomId }));
  });

  test("typing shows to the other member only", async () => {
    const [mine, theirs] = [await world.connect(ana), await world.connect(ben)];
    expect(await mine.send({ action: "typing", roomId })).toBeUndefined();
    expect(theirs.received).toEqual([{ action: "typing", roomId, userId: ana.id }]);
    expect(mine.received).toEqual([]);
  });

  test("reading shows to the other member", async () => {
    const mine = await world.connect(ana);
    await speak(mine, "Read me");
    await ben.api.markRoomRead({ params: { roomId }, body: { seq: 1 } });
    expect(mine.received.at(-1)).toEqual({ action: "room.read", roomId, userId: ben.id, seq: 1 });
  });

  test("a heartbeat is answered and noted", async () => {
    const socket = await world.connect(ana);
    world.clock.advance(60_000);
    expect(await socket.send({ action: "ping" })).toEqual({ action: "pong", at: "2026-01-05T09:01:00.000Z" });
    const [presence, ...more] = world.memory.all().filter(({ sk }) => sk === "PRESENCE");
    expect([presence, more]).toEqual([expect.objectContaining({ pk: ana.id, seenAt: "2026-01-05T09:01:00.000Z" }), []]);
  });

  test("20 messages in 10 seconds are taken, over however many sockets", async () => {
    const sockets = [await world.connect(ana), await world.connect(ana)];
    for (let seq = 0; seq < 20; seq++) await speak(sockets[seq % 2]!, `Line ${seq}`, seq);
    expect(await speak(sockets[0]!, "Too fast", 20)).toEqual(error("request.rate_limited"));
    expect(await logOf(ana, roomId)).toHaveLength(20);
  });

  test("60 of 200 connections are gone: the other 140 receive, 60 rows are deleted", async () => {
    const sockets: LiveSocket[] = [];
    for (let person = 0; person < 4; person++) {
      const someone = person === 0 ? ben : await world.join(`Extra ${person}`, "freelancer");
      await ana.api.openRoom({ body: { freelancerId: someone.id } });
      for (let count = 0; count < 50; count++) sockets.push(await world.connect(someone));
    }
    const gone = sockets.filter((_, index) => index % 10 < 3);
    for (const socket of gone) socket.cut();
    world.clock.advance(60_000);
    for (const room of (await ana.api.listRooms({})).items) {
      await ana.api.sendMessage({ params: { roomId: room.id }, body: saying("All of you") });
    }
    await world.stream.settle();
    expect(sockets.filter(({ received }) => received.length === 1)).toHaveLength(140);
    expect(connections()).toHaveLength(140);
  });
});

describe("resuming", () => {
  type Resumed = Extract<ServerFrame, { action: "room.resumed" }>;
  const fill = async (count: number, text = "Line") => {
    for (let seq = 0; seq < count; seq++) {
      world.clock.advance(1000);
      await ana.api.sendMessage({ params: { roomId }, body: saying(`${text} ${seq}`, seq) });
    }
  };

  test("what was missed comes oldest first, page by page, each frame below 32 KB", async () => {
    await fill(130, "é".repeat(400));
    const socket = await world.connect(ben);
    const got: Message[] = [];
    for (let complete = false; !complete; ) {
      const frame = (await socket.send({ action: "resume", roomId, afterSeq: got.at(-1)?.seq ?? 0 })) as Resumed;
      expect(Buffer.byteLength(JSON.stringify(frame))).toBeLessThan(30_000);
      expect(frame.lastSeq).toBe(130);
      got.push(...frame.messages);
      complete = frame.complete;
    }
    expect(got).toEqual(await logOf(ben, roomId));
  });

  test("nothing missed is said to be complete", async () => {
    await fill(2);
    const socket = await world.connect(ben);
    expect(await socket.send({ action: "resume", roomId, afterSeq: 2 })).toEqual({
      action: "room.resumed",
      roomId,
      messages: [],
      lastSeq: 2,
      complete: true,
    });
  });

  test("a gap of more than 500, or a client ahead of the log, is told to reload", async () => {
    await fill(501);
    const socket = await world.connect(ben);
    const resume = (afterSeq: number) => socket.send({ action: "resume", roomId, afterSeq });
    expect(await resume(0)).toEqual({ action: "room.resync", roomId, lastSeq: 501 });
    expect(await resume(502)).toEqual({ action: "room.resync", roomId, lastSeq: 501 });
    expect(await resume(1)).toMatchObject({ action: "room.resumed", complete: false });
  });
});
