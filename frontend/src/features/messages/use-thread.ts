import type { FileRef } from "@freelancerm/contracts/fields";
import type { Message, Room } from "@freelancerm/contracts/messaging";
import type { OutgoingMessage } from "@freelancerm/contracts/socket-client";
import { useCallback, useEffect, useRef, useState } from "react";
import { api, refresh } from "../../lib/api.ts";
import { socket } from "../../lib/socket.ts";

const PAGE = 50;
const TYPING_MS = 5_000;

/** A message that is not in the log yet. */
export interface Outgoing extends OutgoingMessage {
  /** Code of the refusal; undefined while it is on its way. */
  failure?: string;
  files: FileRef[];
}

/**
 * A conversation: its newest messages, older ones on demand, and what is said meanwhile. The log is the truth; the socket
 * passes on what comes after the newest message that was loaded, without holes.
 */
export function useThread(roomId: string, userId: string) {
  const [room, setRoom] = useState<Room>();
  const [messages, setMessages] = useState<Message[]>([]);
  const [outgoing, setOutgoing] = useState<Outgoing[]>([]);
  const [failure, setFailure] = useState<unknown>();
  const [hasEarlier, setHasEarlier] = useState(false);
  const [loadingEarlier, setLoadingEarlier] = useState(false);
  const [theirSeq, setTheirSeq] = useState<number | null>(null);
  const [typing, setTyping] = useState(false);
  /** Up to where I had read when I came; the separator stays there. */
  const [separatorSeq, setSeparatorSeq] = useState(Number.POSITIVE_INFINITY);
  const [tries, setTries] = useState(0);
  const readSeq = useRef(0);

  const merge = useCallback((fresh: Message[]) => {
    setMessages((before) => {
      const bySeq = new Map(before.map((message) => [message.seq, message]));
      for (const message of fresh) bySeq.set(message.seq, message);
      return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
    });
    const settled = new Set(fresh.map(({ clientMessageId }) => clientMessageId));
    setOutgoing((before) => before.filter(({ clientMessageId }) => !settled.has(clientMessageId)));
  }, []);

  /** Takes what the socket passed on. It cannot say how files are fetched, which depends on who asks: the log is asked for that. */
  const take = useCallback(
    (fresh: Message[]) => {
      merge(fresh);
      const first = fresh.find(({ attachments }) => attachments.some(({ token }) => token === undefined));
      if (!first) return;
      const query = { after: first.seq - 1, limit: PAGE };
      // Losing this only leaves the files to be fetched after the next load.
      api.listMessages({ params: { roomId }, query }).then(
        ({ items }) => merge(items),
        () => {},
      );
    },
    [roomId, merge],
  );

  /** The newest page; answers the seq to go on from. */
  const loadNewest = useCallback(async (): Promise<number> => {
    const { items, lastSeq } = await api.listMessages({ params: { roomId }, query: { limit: PAGE } });
    setMessages(items);
    setHasEarlier((items[0]?.seq ?? 1) > 1);
    const stored = new Set(items.map(({ clientMessageId }) => clientMessageId));
    setOutgoing((before) => before.filter(({ clientMessageId }) => !stored.has(clientMessageId)));
    return items.at(-1)?.seq ?? lastSeq;
  }, [roomId]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a further try loads again.
  useEffect(() => {
    let here = true;
    let unwatch = () => {};
    let typingTimer: ReturnType<typeof setTimeout> | undefined;
    setFailure(undefined);
    setOutgoing(
      socket.pending(roomId).map((message) => ({ ...message, files: [], failure: message.failed ? "" : undefined })),
    );
    Promise.all([api.getRoom({ params: { roomId } }), loadNewest()]).then(
      ([loaded, seq]) => {
        if (!here) return;
        setRoom(loaded);
        setTheirSeq(loaded.theirReadSeq);
        readSeq.current = loaded.readSeq;
        setSeparatorSeq(loaded.unread > 0 ? loaded.readSeq : Number.POSITIVE_INFINITY);
        unwatch = socket.watch(roomId, seq);
      },
      (error) => here && setFailure(error),
    );
    const endings = [
      socket.on("message.new", ({ message }) => {
        if (message.roomId !== roomId) return;
        take([message]);
        if (message.senderId !== userId) setTyping(false);
      }),
      socket.on("message.stored", ({ message }) => message.roomId === roomId && take([message])),
      socket.on("message.changed", ({ message }) => {
        if (message.roomId === roomId) {
          setMessages((before) => before.map((one) => (one.seq === message.seq ? message : one)));
        }
      }),
      socket.on("room.resumed", (frame) => frame.roomId === roomId && take(frame.messages)),
      socket.on("room.resync", (frame) => {
        if (frame.roomId === roomId) loadNewest().catch(setFailure);
      }),
      socket.on("room.read", (frame) => {
        if (frame.roomId !== roomId || frame.userId === userId) return;
        setTheirSeq((before) => Math.max(before ?? 0, frame.seq));
      }),
      socket.on("entity.changed", ({ id }) => {
        // Losing this only leaves the other's name as it was until the room is opened again.
        if (id === roomId)
          api.getRoom({ params: { roomId } }).then(
            (fresh) => here && setRoom(fresh),
            () => {},
          );
      }),
      socket.on("typing", (frame) => {
        if (frame.roomId !== roomId || frame.userId === userId) return;
        setTyping(true);
        clearTimeout(typingTimer);
        typingTimer = setTimeout(() => setTyping(false), TYPING_MS);
      }),
      socket.on("message.failed", ({ message, code }) => {
        setOutgoing((before) =>
          before.map((one) => (one.clientMessageId === message.clientMessageId ? { ...one, failure: code } : one)),
        );
      }),
    ];
    return () => {
      here = false;
      unwatch();
      clearTimeout(typingTimer);
      for (const end of endings) end();
    };
  }, [roomId, userId, loadNewest, take, tries]);

  return {
    room,
    messages,
    outgoing,
    failure,
    reload: () => setTries((count) => count + 1),
    hasEarlier,
    loadingEarlier,
    theirSeq,
    typing,
    separatorSeq,
    async loadEarlier() {
      const before = messages[0]?.seq;
      if (!before || loadingEarlier) return;
      setLoadingEarlier(true);
      try {
        const { items } = await api.listMessages({ params: { roomId }, query: { before, limit: PAGE } });
        merge(items);
        setHasEarlier((items[0]?.seq ?? 1) > 1);
      } finally {
        setLoadingEarlier(false);
      }
    },
    /** What is on the screen counts as read. */
    markRead() {
      const seq = messages.at(-1)?.seq ?? 0;
      if (!room || seq <= readSeq.current) return;
      readSeq.current = seq;
      // Losing this only leaves the count as it was until the next message is read.
      api.markRoomRead({ params: { roomId }, body: { seq } }).then(
        () => refresh("listRooms"),
        () => {},
      );
    },
    send(text: string, files: FileRef[]) {
      const message = socket.send({
        roomId,
        text,
        attachmentIds: files.map(({ id }) => id),
        afterSeq: messages.at(-1)?.seq ?? 0,
      });
      setOutgoing((before) => [...before, { ...message, files }]);
    },
    async retry({ clientMessageId, failure: code }: Outgoing) {
      setOutgoing((before) =>
        before.map((one) => (one.clientMessageId === clientMessageId ? { ...one, failure: undefined } : one)),
      );
      // The log went on too far to recognise the first try in it: it was just loaded, and the message is not there.
      const afterSeq = code === "message.resync_required" ? await loadNewest() : undefined;
      socket.retry(clientMessageId, afterSeq);
    },
    discard({ clientMessageId }: Outgoing) {
      socket.discard(clientMessageId);
      setOutgoing((before) => before.filter((one) => one.clientMessageId !== clientMessageId));
    },
    replace: (message: Message) => merge([message]),
  };
}
export type ThreadState = ReturnType<typeof useThread>;
