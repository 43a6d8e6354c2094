import type { Message } from "@freelancerm/contracts/messaging";
import type { Me } from "@freelancerm/contracts/users";
import { Button } from "@mantine/core";
import { Fragment, useEffect, useLayoutEffect, useRef, useState } from "react";
import { api } from "../../lib/api.ts";
import { useNow } from "../../lib/clock.ts";
import { dateTime, dayLabel, timeOfDay } from "../../lib/format.ts";
import { Ask } from "../../ui/dialogs.tsx";
import { IconCheck, IconChecks } from "../../ui/icons.ts";
import { toast } from "../../ui/toast.tsx";
import { ReportButton } from "../trust/report-button.tsx";
import { Attached } from "./attached.tsx";
import { OutgoingItem, Tick } from "./outgoing-item.tsx";
import type { ThreadState } from "./use-thread.ts";

const EDITABLE_MS = 15 * 60_000;
/** Messages of one person so close together are shown as one. */
const TOGETHER_MS = 5 * 60_000;

const isTogether = (one: Message | undefined, other: Message | undefined): boolean =>
  one !== undefined &&
  other !== undefined &&
  one.senderId !== null &&
  one.senderId === other.senderId &&
  Math.abs(Date.parse(other.sentAt) - Date.parse(one.sentAt)) < TOGETHER_MS;

/** The messages in their order, with what is on its way at the end. */
export function Log({
  thread,
  me,
  found,
}: {
  thread: ThreadState;
  me: Me;
  /** A message that was looked for; another object shows it once more. */
  found?: { seq: number };
}) {
  const { messages, outgoing, separatorSeq, theirSeq } = thread;
  const now = useNow();
  const box = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const heightBefore = useRef(0);
  const firstBefore = useRef<number>(undefined);
  const lastSeq = messages.at(-1)?.seq;
  const newestOwn = messages.findLast(({ senderId }) => senderId === me.id)?.seq;

  // New messages keep the end in view if it was; earlier ones keep what was in view where it was.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the position changes with the messages, not with itself.
  useLayoutEffect(() => {
    const log = box.current;
    if (!log) return;
    const first = messages[0]?.seq;
    if (firstBefore.current !== undefined && first !== undefined && first < firstBefore.current) {
      log.scrollTop += log.scrollHeight - heightBefore.current;
    } else if (atEnd) {
      log.scrollTop = log.scrollHeight;
    }
    firstBefore.current = first;
    heightBefore.current = log.scrollHeight;
  }, [messages, outgoing.length]);

  // What opens beside the log makes it lower: the end stays in view.
  useEffect(() => {
    const log = box.current;
    if (!log || !atEnd) return;
    const observer = new ResizeObserver(() => {
      log.scrollTop = log.scrollHeight;
    });
    observer.observe(log);
    return () => observer.disconnect();
  }, [atEnd]);

  useEffect(() => {
    const item = found && box.current?.querySelector<HTMLElement>(`[data-seq="${found.seq}"]`);
    item?.scrollIntoView({ block: "center" });
    item?.focus({ preventScroll: true });
  }, [found]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what matters is which message is the newest on the screen.
  useEffect(() => {
    const read = () => atEnd && document.visibilityState === "visible" && thread.markRead();
    read();
    document.addEventListener("visibilitychange", read);
    return () => document.removeEventListener("visibilitychange", read);
  }, [lastSeq, atEnd]);

  return (
    <div
      ref={box}
      className="log"
      role="log"
      aria-live="polite"
      aria-label="Messages"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
      onScroll={({ currentTarget: log }) => setAtEnd(log.scrollHeight - log.scrollTop - log.clientHeight < 60)}
    >
      {thread.hasEarlier && (
        <Button
          variant="subtle"
          style={{ alignSelf: "center" }}
          loading={thread.loadingEarlier}
          onClick={() => thread.loadEarlier().catch(toast.failed)}
        >
          Earlier messages
        </Button>
      )}
      {messages.length === 0 && outgoing.length === 0 && (
        <p className="dim" style={{ textAlign: "center", paddingBottom: 12 }}>
          Nothing said yet. Write the first message.
        </p>
      )}
      {messages.map((message, index) => {
        const before = messages[index - 1];
        const day = dayLabel(message.sentAt, now);
        const newDay = !before || dayLabel(before.sentAt, now) !== day;
        const unread = message.seq > separatorSeq && (before?.seq ?? 0) <= separatorSeq;
        const next = messages[index + 1];
        const newDayNext = next !== undefined && dayLabel(next.sentAt, now) !== day;
        return (
          <Fragment key={message.seq}>
            {newDay && <p className="divider">{day}</p>}
            {unread && (
              <p className="divider" data-unread>
                New
              </p>
            )}
            <MessageItem
              message={message}
              mine={message.senderId === me.id}
              read={theirSeq !== null && theirSeq >= message.seq}
              follows={!newDay && !unread && isTogether(before, message)}
              followed={!newDayNext && isTogether(message, next)}
              newest={message.seq === newestOwn}
              found={message.seq === found?.seq}
              replace={thread.replace}
            />
          </Fragment>
        );
      })}
      {outgoing.map((message) => (
        <OutgoingItem key={message.clientMessageId} message={message} thread={thread} />
      ))}
      {!atEnd && (
        <Button
          className="to-newest"
          radius="xl"
          onClick={() => box.current?.scrollTo({ top: box.current.scrollHeight, behavior: "smooth" })}
        >
          To the newest
        </Button>
      )}
    </div>
  );
}

function MessageItem({
  message,
  mine,
  read,
  follows,
  followed,
  newest,
  found,
  replace,
}: {
  message: Message;
  mine: boolean;
  read: boolean;
  /** It goes on what the same person just said. */
  follows: boolean;
  /** The same person says more right after it. */
  followed: boolean;
  /** It is the newest of mine: its tick is said in words. */
  newest: boolean;
  /** It was looked for. */
  found: boolean;
  replace: (message: Message) => void;
}) {
  const now = useNow();
  const [deleting, setDeleting] = useState(false);
  const [draft, setDraft] = useState<string>();
  const params = { roomId: message.roomId, seq: message.seq };
  if (message.senderId === null) {
    return (
      <div className="message" data-system>
        {message.text}
      </div>
    );
  }
  const gone = message.deletedAt !== null;
  const editable = mine && !gone && now - new Date(message.sentAt).getTime() < EDITABLE_MS;

  async function save(text: string) {
    setDraft(undefined);
    if (text.trim() === "" || text === message.text) return;
    await api.editMessage({ params, body: { text } }).then(replace, toast.failed);
  }

  return (
    <div
      className="message"
      data-seq={message.seq}
      data-mine={mine || undefined}
      data-follows={follows || undefined}
      data-found={found || undefined}
      tabIndex={found ? -1 : undefined}
    >
      {draft !== undefined ? (
        <form
          className="stack tight"
          onSubmit={(event) => {
            event.preventDefault();
            void save(draft);
          }}
        >
          <textarea
            className="bubble"
            aria-label="Change the message"
            // biome-ignore lint/a11y/noAutofocus: it replaces the text whose button was just pressed.
            autoFocus
            value={draft}
            maxLength={5000}
            rows={3}
            cols={40}
            onChange={(event) => setDraft(event.currentTarget.value)}
            onKeyDown={(event) => event.key === "Escape" && setDraft(undefined)}
          />
          <span className="row">
            <Button type="submit" size="compact-md">
              Save
            </Button>
            <Button size="compact-md" variant="default" onClick={() => setDraft(undefined)}>
              Cancel
            </Button>
          </span>
        </form>
      ) : (
        <>
          {(message.text !== "" || gone) && (
            <div className="bubble" data-gone={gone || undefined}>
              {gone ? "This message was deleted" : message.text}
            </div>
          )}
          {!gone && <Attached files={message.attachments} />}
        </>
      )}
      <span className="meta" data-followed={(followed && !editable) || undefined}>
        <time dateTime={message.sentAt} title={dateTime(message.sentAt)}>
          {timeOfDay(message.sentAt)}
        </time>
        {message.editedAt && !gone && <span>edited</span>}
        {mine && !gone && <Tick icon={read ? IconChecks : IconCheck} words={read ? "Read" : "Sent"} quiet={!newest} />}
        {!mine && !gone && (
          <ReportButton subject={{ kind: "message", id: message.roomId, seq: message.seq }} what="this message" />
        )}
        {editable && draft === undefined && (
          <>
            {message.text !== "" && (
              <button type="button" className="text-button" onClick={() => setDraft(message.text)}>
                Edit
              </button>
            )}
            <button type="button" className="text-button" onClick={() => setDeleting(true)}>
              Delete
            </button>
          </>
        )}
      </span>
      {deleting && (
        <Ask
          title="Delete this message?"
          confirm="Delete"
          danger
          run={async () => replace(await api.deleteMessage({ params }))}
          onClose={() => setDeleting(false)}
        >
          <p>Both of you will see that a message was deleted here.</p>
        </Ask>
      )}
    </div>
  );
}
