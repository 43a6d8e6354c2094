/**
 * Client of the socket, for browsers and Node. One socket carries everything: it opens with a one-time ticket, answers
 * silence with a new connection, resumes each watched room from its last seq and keeps what is said offline until it can
 * be sent. The room's log is the truth: a message is delivered in order of seq, and a hole is asked for, never passed on.
 */
import { bounds } from "./limits.ts";
import type { Message } from "./messaging.ts";
import type { ClientFrame, ServerFrame } from "./socket.ts";

/** The part of the WebSocket interface that is used; the browser's own and the one of `ws` both have it. */
export interface SocketLike {
  readonly readyState: number;
  send(data: string): void;
  close(code?: number): void;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
}

export type SocketStatus = "stopped" | "connecting" | "open" | "waiting";

/** A message on its way. `afterSeq` and `clientMessageId` are fixed at the first try, so that a retry is recognised. */
export interface OutgoingMessage {
  roomId: string;
  clientMessageId: string;
  afterSeq: number;
  text: string;
  attachmentIds: string[];
  /** ISO 8601, by the sender's clock. */
  queuedAt: string;
}

export type SocketEvents = { [F in ServerFrame as F["action"]]: F } & {
  status: { status: SocketStatus /** Milliseconds until the next try, while waiting. */; retryInMs?: number };
  /** A message was refused or got no answer; `retry` sends it again. */
  "message.failed": { message: OutgoingMessage; code: string };
};
type Listener<E extends keyof SocketEvents> = (event: SocketEvents[E]) => void;

export interface SocketClientOptions {
  /** Asks the API for a ticket (createSocketTicket). An error with `status` 401 ends the client. */
  ticket: () => Promise<{ ticket: string; url: string }>;
  /** Class to open sockets with; the global WebSocket unless said. */
  WebSocket?: new (
    url: string,
  ) => SocketLike;
  /** Answers numbers in [0, 1); for tests. */
  random?: () => number;
  heartbeatMs?: number;
  /** How long to wait for an answer before a try counts as lost. */
  answerMs?: number;
  maxBackOffMs?: number;
}

interface WatchedRoom {
  /** Newest seq delivered without a hole before it. */
  seq: number;
  /** Newest seq heard of. */
  heard: number;
  resuming: boolean;
  watchers: number;
}

interface Pending {
  message: OutgoingMessage;
  tries: number;
  /** When it was sent last, milliseconds. */
  sentAt: number;
  failed: boolean;
}

const OPEN = 1;
const MAX_TRIES = 3;
const TYPING_MS = 3_000;

export function createSocketClient(options: SocketClientOptions) {
  const random = options.random ?? Math.random;
  const heartbeatMs = options.heartbeatMs ?? bounds.heartbeatSeconds * 1000;
  const answerMs = options.answerMs ?? 10_000;
  const maxBackOffMs = options.maxBackOffMs ?? 30_000;

  const listeners = new Map<string, Set<(event: never) => void>>();
  const rooms = new Map<string, WatchedRoom>();
  /** In order of sending; of each room only the first is on its way, so the log keeps the order they were said in. */
  const outbox = new Map<string, Pending>();
  const answerTimers = new Map<string, ReturnType<typeof setTimeout>>();
  const typedAt = new Map<string, number>();
  let socket: SocketLike | undefined;
  let status: SocketStatus = "stopped";
  let attempts = 0;
  let generation = 0;
  /** When the server said something last, milliseconds. */
  let heardAt = 0;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let heartbeat: ReturnType<typeof setInterval> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;

  function emit<E extends keyof SocketEvents>(name: E, event: SocketEvents[E]) {
    for (const listener of [...(listeners.get(name) ?? [])]) (listener as Listener<E>)(event);
  }

  function setStatus(next: SocketStatus, retryInMs?: number) {
    status = next;
    emit("status", { status: next, retryInMs });
  }

  function transmit(frame: ClientFrame): boolean {
    if (socket?.readyState !== OPEN || status !== "open") return false;
    socket.send(JSON.stringify(frame));
    return true;
  }

  async function connect() {
    clearTimeout(retryTimer);
    const mine = ++generation;
    setStatus("connecting");
    try {
      const { ticket, url } = await options.ticket();
      if (mine !== generation) return;
      const Socket =
        options.WebSocket ?? (globalThis as unknown as { WebSocket: new (url: string) => SocketLike }).WebSocket;
      const opened = new Socket(withTicket(url, ticket));
      socket = opened;
      opened.onopen = () => mine === generation && onOpen();
      opened.onmessage = (event: { data: unknown }) => mine === generation && onData(event.data);
      opened.onclose = () => mine === generation && onLost();
      opened.onerror = () => {};
    } catch (error) {
      if (mine !== generation) return;
      if ((error as { status?: number }).status === 401) stop();
      else onLost();
    }
  }

  function onOpen() {
    attempts = 0;
    setStatus("open");
    clearInterval(heartbeat);
    heartbeat = setInterval(beat, heartbeatMs);
    for (const roomId of rooms.keys()) resume(roomId);
    flush();
  }

  function beat() {
    if (!transmit({ action: "ping" })) return;
    clearTimeout(silence);
    silence = setTimeout(reconnect, answerMs);
  }

  /** Drops a socket that answers nothing; its close event may take minutes to come. */
  function reconnect() {
    const dead = socket;
    generation += 1;
    onLost();
    dead?.close();
  }

  function onLost() {
    quiet();
    socket = undefined;
    for (const room of rooms.values()) room.resuming = false;
    const retryInMs = Math.round(random() * Math.min(maxBackOffMs, 500 * 2 ** attempts));
    attempts += 1;
    setStatus("waiting", retryInMs);
    retryTimer = setTimeout(() => void connect(), retryInMs);
  }

  function quiet() {
    clearInterval(heartbeat);
    clearTimeout(silence);
    clearTimeout(retryTimer);
    for (const timer of answerTimers.values()) clearTimeout(timer);
    answerTimers.clear();
  }

  function stop() {
    generation += 1;
    quiet();
    const open = socket;
    socket = undefined;
    setStatus("stopped");
    open?.close(1000);
  }

  function onData(data: unknown) {
    clearTimeout(silence);
    heardAt = Date.now();
    let frame: ServerFrame;
    try {
      frame = JSON.parse(String(data)) as ServerFrame;
    } catch {
      return;
    }
    switch (frame.action) {
      case "message.stored":
        settle(frame.message.clientMessageId);
        if (deliver(frame.message)) emit("message.stored", frame);
        flush();
        return;
      case "message.new":
        settle(frame.message.clientMessageId);
        if (deliver(frame.message)) emit("message.new", frame);
        return;
      case "room.resumed":
        return onResumed(frame);
      case "room.resync": {
        const room = rooms.get(frame.roomId);
        if (room) Object.assign(room, { seq: frame.lastSeq, heard: frame.lastSeq, resuming: false });
        return emit("room.resync", frame);
      }
      case "error":
        if (frame.clientMessageId) onRefused(frame.clientMessageId, frame.code);
        return emit("error", frame);
      default:
        if (typeof frame === "object" && frame && "action" in frame) {
          emit(frame.action as "pong", frame as SocketEvents["pong"]);
        }
    }
  }

  /** Whether the message may be passed on: of a watched room only the next one in the log. */
  function deliver(message: Message): boolean {
    const room = rooms.get(message.roomId);
    if (!room) return true;
    room.heard = Math.max(room.heard, message.seq);
    if (message.seq <= room.seq) return false;
    if (message.seq > room.seq + 1) {
      resume(message.roomId);
      return false;
    }
    room.seq = message.seq;
    return true;
  }

  function resume(roomId: string) {
    const room = rooms.get(roomId);
    if (!room || room.resuming) return;
    room.resuming = transmit({ action: "resume", roomId, afterSeq: room.seq });
  }

  function onResumed(frame: SocketEvents["room.resumed"]) {
    const room = rooms.get(frame.roomId);
    if (!room) return;
    room.resuming = false;
    const missed = frame.messages.filter(({ seq }) => seq > room.seq);
    for (const message of frame.messages) settle(message.clientMessageId);
    room.seq = Math.max(room.seq, ...missed.map(({ seq }) => seq));
    room.heard = Math.max(room.heard, frame.lastSeq, room.seq);
    emit("room.resumed", { ...frame, messages: missed });
    // An answer without anything new would be asked for again and again; it waits for the next connection instead.
    if (missed.length > 0 && (!frame.complete || room.heard > room.seq)) resume(frame.roomId);
  }

  function settle(clientMessageId: string) {
    clearTimeout(answerTimers.get(clientMessageId));
    answerTimers.delete(clientMessageId);
    outbox.delete(clientMessageId);
  }

  /** Sends what is first in line of each room and not on its way yet. */
  function flush() {
    const busy = new Set<string>();
    for (const [id, pending] of outbox) {
      const { message } = pending;
      if (pending.failed || busy.has(message.roomId)) continue;
      busy.add(message.roomId);
      if (answerTimers.has(id)) continue;
      const { queuedAt: _, ...body } = message;
      if (!transmit({ action: "message.send", ...body })) return;
      pending.tries += 1;
      pending.sentAt = Date.now();
      answerTimers.set(
        id,
        setTimeout(() => onUnanswered(id), answerMs),
      );
    }
  }

  function onUnanswered(id: string) {
    answerTimers.delete(id);
    const pending = outbox.get(id);
    if (!pending) return;
    if (pending.tries >= MAX_TRIES) return fail(pending, "service.unavailable");
    // A socket on which nothing at all came since is dead: the message goes again on the next one.
    if (heardAt < pending.sentAt) return reconnect();
    flush();
  }

  function onRefused(id: string, code: string) {
    clearTimeout(answerTimers.get(id));
    answerTimers.delete(id);
    const pending = outbox.get(id);
    if (!pending) return;
    if (code === "request.rate_limited" && pending.tries < MAX_TRIES) {
      answerTimers.set(
        id,
        setTimeout(() => onUnanswered(id), 1_000 + random() * 4_000),
      );
      return;
    }
    fail(pending, code);
  }

  function fail(pending: Pending, code: string) {
    pending.failed = true;
    emit("message.failed", { message: pending.message, code });
    flush();
  }

  return {
    get status() {
      return status;
    },
    /** Opens the socket and keeps it open until `stop`. */
    start() {
      if (status === "stopped") void connect();
    },
    stop,
    /** Tries at once, for example when the device is online again; checks a socket that seems open. */
    wake() {
      if (status === "waiting") void connect();
      else if (status === "open") beat();
    },
    /** Calls `listener` for each event of a name; answers how to end that. */
    on<E extends keyof SocketEvents>(name: E, listener: Listener<E>): () => void {
      const named = listeners.get(name) ?? new Set();
      listeners.set(name, named);
      named.add(listener as (event: never) => void);
      return () => named.delete(listener as (event: never) => void);
    },
    /** Follows a room from the newest seq the caller has; answers how to end that. */
    watch(roomId: string, seq: number): () => void {
      const room = rooms.get(roomId) ?? { seq, heard: seq, resuming: false, watchers: 0 };
      room.seq = Math.max(room.seq, seq);
      room.watchers += 1;
      rooms.set(roomId, room);
      resume(roomId);
      return () => {
        room.watchers -= 1;
        if (room.watchers === 0) rooms.delete(roomId);
      };
    },
    /** Queues a message and sends it as soon as it can; it answers with `message.stored` or `message.failed`. */
    send(draft: { roomId: string; text: string; attachmentIds?: string[]; afterSeq?: number }): OutgoingMessage {
      const message: OutgoingMessage = {
        roomId: draft.roomId,
        clientMessageId: globalThis.crypto.randomUUID(),
        afterSeq: draft.afterSeq ?? rooms.get(draft.roomId)?.seq ?? 0,
        text: draft.text,
        attachmentIds: draft.attachmentIds ?? [],
        queuedAt: new Date().toISOString(),
      };
      outbox.set(message.clientMessageId, { message, tries: 0, sentAt: 0, failed: false });
      flush();
      return message;
    },
    /** Sends a failed message again. `afterSeq` only after the room was reloaded because of message.resync_required. */
    retry(clientMessageId: string, afterSeq?: number) {
      const pending = outbox.get(clientMessageId);
      if (!pending) return;
      if (afterSeq !== undefined) pending.message = { ...pending.message, afterSeq };
      Object.assign(pending, { tries: 0, failed: false });
      flush();
    },
    /** Forgets a message that was not stored. */
    discard: settle,
    /** Messages on their way or failed, in order of saying. */
    pending(roomId: string): (OutgoingMessage & { failed: boolean })[] {
      return [...outbox.values()]
        .filter(({ message }) => message.roomId === roomId)
        .map(({ message, failed }) => ({ ...message, failed }));
    },
    /** Says that the user is writing, at most every three seconds per room. */
    typing(roomId: string) {
      const now = Date.now();
      if (now - (typedAt.get(roomId) ?? Number.NEGATIVE_INFINITY) < TYPING_MS) return;
      if (transmit({ action: "typing", roomId })) typedAt.set(roomId, now);
    },
  };
}

function withTicket(url: string, ticket: string): string {
  return `${url}${url.includes("?") ? "&" : "?"}ticket=${encodeURIComponent(ticket)}`;
}
