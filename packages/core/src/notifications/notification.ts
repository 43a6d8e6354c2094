/** Notifications: the feed of what happened to somebody. The bell counts the unread of it. */
import type { Notification, NotificationKind } from "@freelancerm/contracts/notifications";
import type { Change, Listed, PageRequest } from "../entity.ts";
import { limits } from "../policy/policy.ts";

export interface NotificationStore {
  find(userId: string, id: string): Promise<Notification | undefined>;
  /** Newest first. */
  listOf(userId: string, page: PageRequest): Promise<Listed<Notification>>;
  /** The newest `limits.bell`, which the bell counts. Strongly consistent when asked. */
  newest(userId: string, options?: { consistent?: boolean }): Promise<Notification[]>;
  /** Refused with "resource.conflict" when it is filed already. `keptUntil` in milliseconds since the epoch. */
  add(userId: string, notification: Notification, keptUntil: number): Change;
  /** Those that are gone are passed over. */
  markRead(userId: string, ids: string[], readAt: string): Promise<void>;
  /**
   * Takes hold of the mail of a notification until `heldUntil`. Answers "sent" when it went out before, "held" when
   * somebody else is at it. Milliseconds since the epoch.
   */
  holdMail(userId: string, id: string, now: number, heldUntil: number): Promise<"ours" | "held" | "sent">;
  releaseMail(userId: string, id: string): Promise<void>;
  mailSent(userId: string, id: string, keptUntil: number): Promise<void>;
}

/** What somebody is told. */
export interface Notice {
  userId: string;
  kind: NotificationKind;
  title: string;
  body: string;
  link: string;
}

/**
 * The entry of an event in somebody's feed. Its id is the event's: it sorts by time, and an event delivered again finds
 * its entry there. An event says one thing to one person.
 */
export const notificationOf = (event: { id: string; at: string }, notice: Notice): Notification => ({
  id: `ntf_${event.id.slice("evt_".length)}`,
  kind: notice.kind,
  title: notice.title,
  body: notice.body,
  link: notice.link,
  createdAt: event.at,
  readAt: null,
});

/** @rule The bell is the number of unread notifications among the newest 100 of the feed, always. */
export const unreadOf = (newest: Notification[]): number => newest.slice(0, limits.bell).filter(isUnread).length;

export const isUnread = ({ readAt }: Notification): boolean => readAt === null;
