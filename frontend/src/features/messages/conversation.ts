/**
 * A conversation as a page shows it: its newest messages, older ones on demand, and what is said meanwhile. The log is the
 * truth; the socket passes on what comes after the newest message that was loaded, without holes. Nothing of React is here.
 */
import type { ApiClient } from "@freelancerm/contracts/client";
import type { FileRef } from "@freelancerm/contracts/fields";
import type { Message, Room } from "@freelancerm/contracts/messaging";
import type { createSocketClient, OutgoingMessage } from "@freelancerm/contracts/socket-client";

const PAGE = 50;
/** Messages of a page that is only looked through. */
const LARGE_PAGE = 100;
const TYPING_MS = 5_000;

/** A message that is not in the log yet. */
export interface Outgoing extends OutgoingMessage {
  /** Code of the refusal; undefined while it is on its way. */
  failure?: string;
  files: FileRef[];
}

export interface ConversationState {
  room?: Room;
  /** In the order of the log, without holes. */
  messages: Message[];
  outgoing: Outgoing[];
  failure?: unknown;
  hasEarlier: boolean;
  loadingEarlier: boolean;
  theirSeq: number | null;
  typing: boolean;
  /** Up to where I had read when I came; the separator stays there. */
  separatorSeq: number;
}

export interface Ways {
  api: Pick<ApiClient, "getRoom" | "listMessages" | "markRoomRead">;
  socket: ReturnType<typeof createSocketClient>;
  /** Called when my reading changed what lists show. */
  onRead: () => void;
}

const changedAt = ({ deletedAt, editedAt, sentAt }: Message): string => deletedAt ?? editedAt ?? sentAt;

/** Each message once, in the order of the log, as it was changed last. */
export function merged(before: readonly Message[], fresh: readonly Message[]): Message[] {
  const bySeq = new Map(before.map((message) => [message.seq, message]));
  for (const message of fresh) {
    const known = bySeq.get(message.seq);
    // An answer that was long on its way may be older than what the socket said since.
    if (!known || changedAt(known) <= changedAt(message)) bySeq.set(message.seq, message);
  }
  return [...bySeq.values()].sort((one, other) => one.seq - other.seq);
}

export type Conversation = ReturnType<typeof createConversation>;

export function createConversation(roomId: string, userId: string, { api, socket, onRead }: Ways) {
  const params = { roomId };
  const listeners = new Set<() => void>();
  let readSeq = 0;
  /** What the socket passed on while a page is loaded: it comes after that page, not after what is shown. */
  let held: Message[] = [];
  let loads = 0;
  let state: ConversationState = {
    messages: [],
    outgoing: [],
    hasEarlier: false,
    loadingEarlier: false,
    theirSeq: null,
    typing: false,
    separatorSeq: Number.POSITIVE_INFINITY,
  };

  function set(change: Partial<ConversationState>) {
    state = { ...state, ...change };
    for (const listener of [...listeners]) listener();
  }

  /** What is not on its way any more, since these are in the log. */
  function notAmong(messages: Message[]): Outgoing[] {
    const stored = new Set(messages.map(({ clientMessageId }) => clientMessageId));
    return state.outgoing.filter(({ clientMessageId }) => !stored.has(clientMessageId));
  }

  const show = (messages: Message[]) => set({ messages, outgoing: notAmong(messages) });

  /** Takes what the socket passed on. It cannot say how files are fetched, which depends on who asks: the log is asked for that. */
  function take(fresh: Message[]) {
    if (loads > 0) {
      held.push(...fresh);
      set({ outgoing: notAmong(fresh) });
      return;
    }
    show(merged(state.messages, fresh));
    const first = fresh.find(({ attachments }) => attachments.some(({ token }) => token === undefined));
    // Losing this only leaves the files to be fetched after the next load.
    if (first) readAgain({ after: first.seq - 1 });
  }

  /** Takes what is shown as the log has it now; what is not shown stays for the socket, which leaves no hole. */
  function readAgain(query: { after?: number }) {
    api.listMessages({ params, query: { ...query, limit: PAGE } }).then(
      ({ items }) => {
        const shown = new Set(state.messages.map(({ seq }) => seq));
        show(
          merged(
            state.messages,
            items.filter(({ seq }) => shown.has(seq)),
          ),
        );
      },
      () => {},
    );
  }

  /** The newest page instead of what was shown; answers the seq to go on from. */
  async function loadNewest(): Promise<number> {
    loads += 1;
    try {
      const { items } = await api.listMessages({ params, query: { limit: PAGE } });
      // The socket may have heard that one is in the log, far before this page.
      const waiting = new Set(socket.pending(roomId).map(({ clientMessageId }) => clientMessageId));
      const outgoing = notAmong(items).filter(({ clientMessageId }) => waiting.has(clientMessageId));
      set({ messages: items, outgoing, hasEarlier: (items[0]?.seq ?? 1) > 1 });
      return items.at(-1)?.seq ?? 0;
    } finally {
      loads -= 1;
      if (loads === 0) {
        const next = (state.messages.at(-1)?.seq ?? 0) + 1;
        const after = held.filter(({ seq }) => seq >= next);
        const known = held.filter(({ seq }) => seq < next);
        held = [];
        // After a load that failed they may not join on to what is shown.
        if (after.length > 0 && after[0]?.seq === next) take(after);
        if (known.length > 0) readAgain({ after: (known[0]?.seq ?? 1) - 1 });
      }
    }
  }

  const settle = (clientMessageId: string) =>
    set({ outgoing: state.outgoing.filter((one) => one.clientMessageId !== clientMessageId) });
  const fail = (clientMessageId: string, failure: string | undefined) =>
    set({
      outgoing: state.outgoing.map((one) => (one.clientMessageId === clientMessageId ? { ...one, failure } : one)),
    });

  /** Whether a message is in the log after a seq, and how far that goes. */
  async function find(clientMessageId: string, afterSeq: number): Promise<{ found: boolean; lastSeq: number }> {
    for (let after = afterSeq; ; ) {
      const { items } = await api.listMessages({ params, query: { after, limit: LARGE_PAGE } });
      const found = items.some((one) => one.senderId === userId && one.clientMessageId === clientMessageId);
      after = items.at(-1)?.seq ?? after;
      if (found || items.length < LARGE_PAGE) return { found, lastSeq: after };
    }
  }

  /** Says a message again. Where the log went on too far for its first try to be recognised, it is looked for here. */
  async function retry({ clientMessageId, failure, afterSeq }: Outgoing): Promise<void> {
    fail(clientMessageId, undefined);
    if (failure !== "message.resync_required") return socket.retry(clientMessageId);
    const { found, lastSeq } = await find(clientMessageId, afterSeq);
    if (!found) return socket.retry(clientMessageId, lastSeq);
    socket.discard(clientMessageId);
    settle(clientMessageId);
  }

  /** Follows the room until the answer is called. */
  function start(): () => void {
    let here = true;
    let unwatch: (() => void) | undefined;
    let typingTimer: ReturnType<typeof setTimeout> | undefined;
    const outgoing = socket
      .pending(roomId)
      .map((message) => ({ ...message, files: [], failure: message.failed ? "" : undefined }));
    set({ failure: undefined, outgoing });
    const watched = Promise.all([api.getRoom({ params }), loadNewest()]).then(
      ([room, seq]) => {
        if (!here) return;
        readSeq = room.readSeq;
        const separatorSeq = room.unread > 0 ? room.readSeq : Number.POSITIVE_INFINITY;
        set({ room, theirSeq: room.theirReadSeq, separatorSeq });
        unwatch = socket.watch(roomId, seq);
      },
      (failure) => here && set({ failure }),
    );
    const ofRoom =
      <F>(listener: (frame: F) => void) =>
      (frame: F & { roomId: string }) =>
        frame.roomId === roomId && listener(frame);
    // What the socket passes on before it watches the room may have a hole before it; it is resumed from what was loaded.
    const endings = [
      socket.on("message.new", ({ message }) => {
        if (message.roomId !== roomId || !unwatch) return;
        take([message]);
        if (message.senderId !== userId) set({ typing: false });
      }),
      socket.on("message.stored", ({ message }) => message.roomId === roomId && unwatch && take([message])),
      socket.on("message.changed", ({ message }) => {
        if (state.messages.some(({ seq }) => seq === message.seq && message.roomId === roomId)) {
          take([message]);
        }
      }),
      socket.on(
        "room.resumed",
        ofRoom(({ messages }) => take(messages)),
      ),
      socket.on(
        "room.resync",
        ofRoom(() => void loadNewest().catch((failure) => here && set({ failure }))),
      ),
      socket.on(
        "room.read",
        ofRoom(({ userId: reader, seq }) => {
          if (reader !== userId) set({ theirSeq: Math.max(state.theirSeq ?? 0, seq) });
        }),
      ),
      socket.on(
        "typing",
        ofRoom(({ userId: writer }) => {
          if (writer === userId) return;
          set({ typing: true });
          clearTimeout(typingTimer);
          typingTimer = setTimeout(() => set({ typing: false }), TYPING_MS);
        }),
      ),
      socket.on("message.failed", ({ message, code }) => {
        const { clientMessageId } = message;
        fail(clientMessageId, code);
        const one = state.outgoing.find((outgoing) => outgoing.clientMessageId === clientMessageId);
        if (!one || code !== "message.resync_required") return;
        retry(one).catch(() => fail(clientMessageId, code));
      }),
      socket.on("entity.changed", ({ id }) => {
        // Losing this only leaves the other's name as it was until the room is opened again.
        if (id === roomId)
          api.getRoom({ params }).then(
            (room) => here && set({ room }),
            () => {},
          );
      }),
      // What was changed while nobody listened is told to nobody; what was said is resumed.
      socket.on("status", ({ status }) => {
        if (status === "open") void watched.then(() => here && readAgain({}));
      }),
    ];
    return () => {
      here = false;
      unwatch?.();
      clearTimeout(typingTimer);
      for (const end of endings) end();
    };
  }

  return {
    state: () => state,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start,
    /** Loads the page of messages before those that are shown. */
    async loadEarlier(): Promise<void> {
      const before = state.messages[0]?.seq;
      if (!before || state.loadingEarlier) return;
      set({ loadingEarlier: true });
      try {
        const { items } = await api.listMessages({ params, query: { before, limit: PAGE } });
        // A resync may have put a newer page here meanwhile.
        if (state.messages[0]?.seq !== before) return;
        set({ messages: merged(state.messages, items), hasEarlier: (items[0]?.seq ?? 1) > 1 });
      } finally {
        set({ loadingEarlier: false });
      }
    },
    /** Loads page after page until a message is among what is shown. */
    async reveal(seq: number): Promise<void> {
      for (let before = state.messages[0]?.seq ?? 0; before > seq; before = state.messages[0]?.seq ?? 0) {
        const { items } = await api.listMessages({ params, query: { before, limit: LARGE_PAGE } });
        if (items.length === 0) return;
        if (state.messages[0]?.seq !== before) continue;
        set({ messages: merged(state.messages, items), hasEarlier: (items[0]?.seq ?? 1) > 1 });
      }
    },
    /** What is on the screen counts as read. */
    markRead(): void {
      const seq = state.messages.at(-1)?.seq ?? 0;
      if (!state.room || seq <= readSeq) return;
      readSeq = seq;
      // Losing this only leaves the count as it was until the next message is read.
      api.markRoomRead({ params, body: { seq } }).then(onRead, () => {});
    },
    send(text: string, files: FileRef[]): void {
      const attachmentIds = files.map(({ id }) => id);
      const message = socket.send({ roomId, text, attachmentIds, afterSeq: state.messages.at(-1)?.seq ?? 0 });
      set({ outgoing: [...state.outgoing, { ...message, files }] });
    },
    retry,
    discard({ clientMessageId }: Outgoing): void {
      socket.discard(clientMessageId);
      settle(clientMessageId);
    },
    /** Shows a message as I just changed it. */
    replace: (message: Message): void => show(merged(state.messages, [message])),
  };
}
