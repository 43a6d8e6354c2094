import { jest } from "@jest/globals";
import type { Message } from "./messaging.ts";
import { createSocketClient, type SocketLike } from "./socket-client.ts";

const ROOM = `rom_${"0".repeat(32)}`;

class FakeSocket implements SocketLike {
  static all: FakeSocket[] = [];
  readyState = 0;
  sent: Record<string, unknown>[] = [];
  onopen: SocketLike["onopen"] = null;
  onmessage: SocketLike["onmessage"] = null;
  onclose: SocketLike["onclose"] = null;
  onerror: SocketLike["onerror"] = null;
  constructor(readonly url: string) {
    FakeSocket.all.push(this);
  }
  send(data: string) {
    this.sent.push(JSON.parse(data));
  }
  close() {
    this.readyState = 3;
  }
  open() {
    this.readyState = 1;
    this.onopen?.({} as never);
  }
  drop() {
    this.readyState = 3;
    this.onclose?.({} as never);
  }
  receive(frame: object) {
    this.onmessage?.({ data: JSON.stringify(frame) } as never);
  }
  framesOf(action: string) {
    return this.sent.filter((frame) => frame.action === action);
  }
}

const last = () => FakeSocket.all.at(-1)!;
const message = (seq: number, clientMessageId = `message-${seq}`): Message => ({
  roomId: ROOM,
  seq,
  senderId: "usr_0000000000000000",
  clientMessageId,
  text: `text ${seq}`,
  attachments: [],
  sentAt: "2026-01-01T00:00:00.000Z",
  editedAt: null,
  deletedAt: null,
});
const tick = (ms = 0) => jest.advanceTimersByTimeAsync(ms);

function start(options: Partial<Parameters<typeof createSocketClient>[0]> = {}) {
  let tickets = 0;
  const client = createSocketClient({
    ticket: async () => ({ ticket: `t${++tickets}`, url: "wss://socket.test/live" }),
    WebSocket: FakeSocket,
    random: () => 0.5,
    ...options,
  });
  client.start();
  return client;
}

async function startOpen() {
  const client = start();
  await tick();
  last().open();
  return client;
}

beforeEach(() => {
  FakeSocket.all = [];
  jest.useFakeTimers();
});
afterEach(() => jest.useRealTimers());

describe("connecting", () => {
  test("each connection uses a ticket of its own", async () => {
    await startOpen();
    last().drop();
    await tick(250);
    expect(FakeSocket.all.map(({ url }) => url)).toEqual([
      "wss://socket.test/live?ticket=t1",
      "wss://socket.test/live?ticket=t2",
    ]);
  });

  test("waits a random part of a doubling, capped time between tries", async () => {
    const client = start({ maxBackOffMs: 1_500 });
    const waits: (number | undefined)[] = [];
    client.on("status", ({ status, retryInMs }) => status === "waiting" && waits.push(retryInMs));
    for (let i = 0; i < 4; i++) {
      await tick();
      last().drop();
      await tick(waits.at(-1));
    }
    expect(waits).toEqual([250, 500, 750, 750]);
  });

  test("keeps trying when the ticket cannot be had, and ends when the session is over", async () => {
    let failure: { status?: number } = {};
    const client = start({ ticket: () => Promise.reject(failure) });
    await tick();
    expect(client.status).toBe("waiting");
    failure = { status: 401 };
    await tick(250);
    expect(client.status).toBe("stopped");
    await tick(60_000);
    expect(FakeSocket.all).toHaveLength(0);
  });

  test("replaces a socket that does not answer its heartbeat", async () => {
    const client = await startOpen();
    await tick(60_000);
    expect(last().framesOf("ping")).toHaveLength(1);
    last().receive({ action: "pong", at: "2026-01-01T00:00:00.000Z" });
    await tick(10_000);
    expect(FakeSocket.all).toHaveLength(1);
    await tick(60_000 + 250);
    expect(FakeSocket.all).toHaveLength(2);
    last().open();
    expect(client.status).toBe("open");
  });

  test("stays away after stop, also when a ticket was being fetched", async () => {
    const client = start();
    client.stop();
    await tick(60_000);
    expect(FakeSocket.all).toHaveLength(0);
  });

  test("tries at once when woken", async () => {
    const client = await startOpen();
    last().drop();
    client.wake();
    await tick();
    expect(FakeSocket.all).toHaveLength(2);
  });
});

describe("a watched room", () => {
  test("is resumed from its newest seq after every connection", async () => {
    const client = await startOpen();
    client.watch(ROOM, 4);
    last().receive({ action: "room.resumed", roomId: ROOM, messages: [], lastSeq: 4, complete: true });
    last().receive({ action: "message.new", message: message(5) });
    last().drop();
    await tick(250);
    last().open();
    expect(last().framesOf("resume")).toEqual([{ action: "resume", roomId: ROOM, afterSeq: 5 }]);
  });

  test("passes messages on in order: a hole is fetched first, a duplicate left out", async () => {
    const client = await startOpen();
    const seen: number[] = [];
    client.on("message.new", (frame) => seen.push(frame.message.seq));
    client.on("room.resumed", (frame) => seen.push(...frame.messages.map(({ seq }) => seq)));
    client.watch(ROOM, 1);
    last().receive({ action: "room.resumed", roomId: ROOM, messages: [], lastSeq: 1, complete: true });
    last().receive({ action: "message.new", message: message(2) });
    last().receive({ action: "message.new", message: message(2) });
    last().receive({ action: "message.new", message: message(4) });
    expect(seen).toEqual([2]);
    expect(last().framesOf("resume").at(-1)).toEqual({ action: "resume", roomId: ROOM, afterSeq: 2 });
    last().receive({
      action: "room.resumed",
      roomId: ROOM,
      messages: [message(3), message(4)],
      lastSeq: 4,
      complete: true,
    });
    expect(seen).toEqual([2, 3, 4]);
  });

  test("asks on while the answer is incomplete", async () => {
    const client = await startOpen();
    client.watch(ROOM, 0);
    last().receive({ action: "room.resumed", roomId: ROOM, messages: [message(1)], lastSeq: 2, complete: false });
    expect(
      last()
        .framesOf("resume")
        .map(({ afterSeq }) => afterSeq),
    ).toEqual([0, 1]);
  });

  test("asks again for a message that came while it was being resumed", async () => {
    const client = await startOpen();
    client.watch(ROOM, 0);
    last().receive({ action: "message.new", message: message(3) });
    last().receive({
      action: "room.resumed",
      roomId: ROOM,
      messages: [message(1), message(2)],
      lastSeq: 2,
      complete: true,
    });
    expect(
      last()
        .framesOf("resume")
        .map(({ afterSeq }) => afterSeq),
    ).toEqual([0, 2]);
  });

  test("goes on from the newest seq after a resync", async () => {
    const client = await startOpen();
    const resyncs: number[] = [];
    const seen: number[] = [];
    client.on("room.resync", ({ lastSeq }) => resyncs.push(lastSeq));
    client.on("message.new", (frame) => seen.push(frame.message.seq));
    client.watch(ROOM, 1);
    last().receive({ action: "room.resync", roomId: ROOM, lastSeq: 900 });
    last().receive({ action: "message.new", message: message(901) });
    expect([resyncs, seen]).toEqual([[900], [901]]);
  });

  test("is left alone when nobody watches it any more", async () => {
    const client = await startOpen();
    const unwatch = client.watch(ROOM, 4);
    unwatch();
    last().drop();
    await tick(250);
    last().open();
    expect(last().framesOf("resume")).toHaveLength(0);
  });
});

describe("sending", () => {
  test("a message said offline goes out when the socket opens", async () => {
    const client = start();
    const said = client.send({ roomId: ROOM, text: "hello" });
    expect(client.pending(ROOM)).toMatchObject([{ text: "hello", failed: false }]);
    await tick();
    last().open();
    expect(last().framesOf("message.send")).toMatchObject([{ text: "hello", clientMessageId: said.clientMessageId }]);
  });

  test("a retry after a lost connection repeats the client id and afterSeq, though the room went on", async () => {
    const client = await startOpen();
    client.watch(ROOM, 7);
    last().receive({ action: "room.resumed", roomId: ROOM, messages: [], lastSeq: 7, complete: true });
    client.send({ roomId: ROOM, text: "once" });
    const [first] = last().framesOf("message.send");
    last().receive({ action: "message.new", message: message(8) });
    last().drop();
    await tick(250);
    last().open();
    expect(last().framesOf("message.send")).toEqual([first]);
    expect(first).toMatchObject({ afterSeq: 7 });
  });

  test("messages of a room go one after the other", async () => {
    const client = await startOpen();
    const one = client.send({ roomId: ROOM, text: "one" });
    client.send({ roomId: ROOM, text: "two" });
    expect(last().framesOf("message.send")).toHaveLength(1);
    last().receive({ action: "message.stored", message: message(1, one.clientMessageId) });
    expect(
      last()
        .framesOf("message.send")
        .map(({ text }) => text),
    ).toEqual(["one", "two"]);
  });

  test("a message found in the log by resuming counts as stored", async () => {
    const client = await startOpen();
    client.watch(ROOM, 0);
    const said = client.send({ roomId: ROOM, text: "heard" });
    last().receive({
      action: "room.resumed",
      roomId: ROOM,
      messages: [message(1, said.clientMessageId)],
      lastSeq: 1,
      complete: true,
    });
    expect(client.pending(ROOM)).toEqual([]);
  });

  test("three tries without an answer fail; retry sends the same again", async () => {
    const client = await startOpen();
    const failures: string[] = [];
    client.on("message.failed", ({ code }) => failures.push(code));
    const said = client.send({ roomId: ROOM, text: "silence" });
    for (let seconds = 0; seconds < 30; seconds += 5) {
      await tick(5_000);
      last().receive({ action: "pong", at: "2026-01-01T00:00:00.000Z" });
    }
    expect(FakeSocket.all).toHaveLength(1);
    expect(failures).toEqual(["service.unavailable"]);
    expect(last().framesOf("message.send")).toHaveLength(3);
    client.retry(said.clientMessageId);
    expect(
      new Set(
        last()
          .framesOf("message.send")
          .map((frame) => JSON.stringify(frame)),
      ).size,
    ).toBe(1);
    expect(last().framesOf("message.send")).toHaveLength(4);
  });

  test("a message on a socket that says nothing any more goes again on a new one, before those behind it", async () => {
    const client = await startOpen();
    client.send({ roomId: ROOM, text: "one" });
    client.send({ roomId: ROOM, text: "two" });
    await tick(10_000 + 250);
    expect(FakeSocket.all).toHaveLength(2);
    last().open();
    expect(last().framesOf("message.send")).toMatchObject([{ text: "one" }]);
  });

  test("a refusal fails at once, keeps the message and lets the next one go", async () => {
    const client = await startOpen();
    const failures: string[] = [];
    client.on("message.failed", ({ code }) => failures.push(code));
    const one = client.send({ roomId: ROOM, text: "one" });
    client.send({ roomId: ROOM, text: "two" });
    last().receive({
      action: "error",
      code: "message.resync_required",
      message: "went on",
      clientMessageId: one.clientMessageId,
    });
    expect(failures).toEqual(["message.resync_required"]);
    expect(
      last()
        .framesOf("message.send")
        .map(({ text }) => text),
    ).toEqual(["one", "two"]);
    expect(client.pending(ROOM).map(({ failed }) => failed)).toEqual([true, false]);
    client.discard(one.clientMessageId);
    expect(client.pending(ROOM)).toHaveLength(1);
  });

  test("too many at once wait and are sent again", async () => {
    const client = await startOpen();
    const said = client.send({ roomId: ROOM, text: "fast" });
    last().receive({
      action: "error",
      code: "request.rate_limited",
      message: "slow down",
      clientMessageId: said.clientMessageId,
    });
    await tick(3_000);
    expect(last().framesOf("message.send")).toHaveLength(2);
  });

  test("typing is said at most every three seconds", async () => {
    const client = await startOpen();
    client.typing(ROOM);
    client.typing(ROOM);
    await tick(3_000);
    client.typing(ROOM);
    expect(last().framesOf("typing")).toHaveLength(2);
  });
});
