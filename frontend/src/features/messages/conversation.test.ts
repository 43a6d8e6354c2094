/** The page under loss: sockets are cut, pushes are lost, answers come late; it shows the log, without a hole or a double. */
import type { Message } from "@freelancerm/contracts/messaging";
import type { ServerFrame } from "@freelancerm/contracts/socket";
import { createSocketClient, type SocketLike } from "@freelancerm/contracts/socket-client";
import { jest } from "@jest/globals";
import * as fc from "fast-check";
import { createConversation, type Ways } from "./conversation.ts";

const ROOM = `rom_${"0".repeat(32)}`;
const ME = "usr_0000000000000001";
const OTHER = "usr_0000000000000002";
const RESUME_GAP = 500;
const MESSAGES_SINCE = 100;

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** A marketplace of one room, whose pushes can be lost and whose answers come after a while. */
function createRoom() {
  const log: Message[] = [];
  let line: Line | undefined;
  let losing = false;
  let delay = 0;

  class Line implements SocketLike {
    readyState = 1;
    onopen: SocketLike["onopen"] = null;
    onmessage: SocketLike["onmessage"] = null;
    onclose: SocketLike["onclose"] = null;
    onerror: SocketLike["onerror"] = null;
    constructor() {
      line = this;
      setTimeout(() => this.onopen?.({} as never));
    }
    send(data: string) {
      if (this.readyState === 1) setTimeout(() => this.answer(JSON.parse(data)), 5);
    }
    close() {
      this.readyState = 3;
    }
    receive(frame: ServerFrame) {
      if (this.readyState === 1) this.onmessage?.({ data: JSON.stringify(frame) } as never);
    }
    answer(frame: { action: string; afterSeq: number; clientMessageId: string; text: string }) {
      if (frame.action === "ping") this.receive({ action: "pong", at: "" });
      if (frame.action === "message.send") {
        const known = log.find(({ clientMessageId }) => clientMessageId === frame.clientMessageId);
        if (log.length - frame.afterSeq > MESSAGES_SINCE) {
          const code = "message.resync_required";
          this.receive({ action: "error", code, message: "", clientMessageId: frame.clientMessageId, roomId: ROOM });
          return;
        }
        const message = known ?? append(ME, frame.text, frame.clientMessageId);
        this.receive({ action: "message.stored", message });
      }
      if (frame.action === "resume") {
        const lastSeq = log.length;
        if (lastSeq - frame.afterSeq > RESUME_GAP)
          return this.receive({ action: "room.resync", roomId: ROOM, lastSeq });
        const messages = log.slice(frame.afterSeq, frame.afterSeq + 20);
        const complete = frame.afterSeq + messages.length >= lastSeq;
        this.receive({ action: "room.resumed", roomId: ROOM, messages, lastSeq, complete });
      }
    }
  }

  const push = (frame: ServerFrame) => losing || line?.receive(structuredClone(frame));
  function append(senderId: string, text: string, clientMessageId = `said-${log.length}`): Message {
    const sentAt = new Date(Date.now()).toISOString();
    const message = { roomId: ROOM, seq: log.length + 1, senderId, clientMessageId, text, attachments: [], sentAt };
    log.push({ ...message, editedAt: null, deletedAt: null });
    push({ action: "message.new", message: log.at(-1)! });
    return log.at(-1)!;
  }
  const later = <T>(answer: T): Promise<T> => new Promise((resolve) => setTimeout(() => resolve(answer), delay));
  const api = {
    getRoom: () => later({ id: ROOM, readSeq: 0, theirReadSeq: null, unread: 0 }),
    listMessages: ({ query }: { query: { before?: number; after?: number; limit: number } }) => {
      const { before = log.length + 1, after, limit } = query;
      const items =
        after === undefined
          ? log.slice(Math.max(0, before - 1 - limit), before - 1)
          : log.slice(after, Math.min(after + limit, before - 1));
      return later(structuredClone({ items, lastSeq: log.length }));
    },
    markRoomRead: () => later({}),
  };
  return {
    log,
    Line,
    api: api as unknown as Ways["api"],
    append,
    cut: () => {
      line?.close();
      line?.onclose?.({} as never);
    },
    change: (back: number) => {
      const seq = log.length - (back % 10);
      const before = log[seq - 1];
      if (!before) return;
      const editedAt = new Date(Date.now() + 1).toISOString();
      log[seq - 1] = { ...before, text: `${before.text}!`, editedAt };
      push({ action: "message.changed", message: log[seq - 1]! });
    },
    set: (to: { losing?: boolean; delay?: number }) => {
      losing = to.losing ?? losing;
      delay = to.delay ?? delay;
    },
  };
}

const step = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ what: "hear" as const }) },
  { weight: 4, arbitrary: fc.constant({ what: "say" as const }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant("wait" as const), ms: fc.integer({ min: 0, max: 4_000 }) }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant("change" as const), back: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.constant({ what: "cut" as const }) },
  { weight: 1, arbitrary: fc.constant({ what: "away" as const }) },
  { weight: 1, arbitrary: fc.constant({ what: "earlier" as const }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant("lose" as const), losing: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant("slow" as const), delay: fc.integer({ min: 0, max: 900 }) }) },
);

test("a socket cut in the middle of many messages loses none and doubles none on the page", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 60 }), fc.nat(120), async (steps, there) => {
      const room = createRoom();
      for (let count = 0; count < there; count++) room.append(OTHER, `before ${count}`);
      const socket = createSocketClient({
        ticket: async () => ({ ticket: "t", url: "wss://socket.test" }),
        WebSocket: room.Line,
        random: () => 0.5,
      });
      const conversation = createConversation(ROOM, ME, { api: room.api, socket, onRead: () => {} });
      const shown = () => conversation.state().messages.map(({ seq }) => seq);
      conversation.subscribe(() => {
        const seqs = shown();
        expect(seqs).toEqual(seqs.map((_, index) => seqs[0]! + index));
      });
      socket.start();
      const stop = conversation.start();
      const said: string[] = [];
      for (const one of steps) {
        if (one.what === "hear") room.append(OTHER, `heard ${room.log.length}`);
        if (one.what === "say") conversation.send(said[said.push(`said ${said.length}`) - 1]!, []);
        if (one.what === "change") room.change(one.back);
        if (one.what === "cut") room.cut();
        if (one.what === "away") {
          room.cut();
          for (let count = 0; count <= RESUME_GAP; count++) room.append(OTHER, `missed ${count}`);
        }
        if (one.what === "earlier") void conversation.loadEarlier();
        if (one.what === "lose") room.set({ losing: one.losing });
        if (one.what === "slow") room.set({ delay: one.delay });
        await jest.advanceTimersByTimeAsync(one.what === "wait" ? one.ms : 3);
      }
      room.set({ losing: false });
      await jest.advanceTimersByTimeAsync(60_000);
      room.cut();
      await jest.advanceTimersByTimeAsync(60_000);
      const { messages, outgoing } = conversation.state();
      expect(outgoing).toEqual([]);
      expect(messages).toEqual(room.log.slice(-messages.length));
      // What was refused, because the log had gone on too far, goes after what was not.
      const kept = room.log.filter(({ senderId }) => senderId === ME).map(({ text }) => text.replaceAll("!", ""));
      expect([...kept].sort()).toEqual([...said].sort());
      stop();
      socket.stop();
    }),
    { numRuns: 60 },
  );
}, 60_000);
