/** The notification of unread messages: one waits while there is something to read, however many messages came. */
import type { DomainEvent } from "@freelancerm/contracts/events";
import type { Needs } from "../deps.ts";
import { readNotifications } from "../notifications/feed.ts";
import { notificationOf } from "../notifications/notification.ts";
import { limits } from "../policy/policy.ts";
import type { Live } from "../realtime/deliver.ts";
import { isRefusal } from "../refusals.ts";
import type { InboxRow } from "./room.ts";

type NoticeDeps = Needs<"clock" | "commit" | "notifications" | "rooms">;

/**
 * Files a notification for somebody who is not connected.
 * @rule At most one unread notification waits per room, however many messages came.
 */
export async function noticeUnread(
  deps: NoticeDeps,
  row: InboxRow,
  event: DomainEvent<"message.sent.v1">,
): Promise<void> {
  const { userId, roomId, counterpart, noticeId } = row;
  const waiting = noticeId ? await deps.notifications.find(userId, noticeId) : undefined;
  const notification = notificationOf(event, {
    userId,
    kind: "message_received",
    title: `${counterpart.displayName} wrote to you`,
    body: "You have unread messages.",
    link: `/messages/${roomId}`,
  });
  if (noticeId === notification.id || (waiting && !waiting.readAt)) return;
  try {
    await deps.commit(
      deps.rooms.notice(userId, roomId, notification.id, noticeId),
      deps.notifications.add(userId, notification, deps.clock.now() + limits.notificationKept),
    );
  } catch (error) {
    // Another message was first; its notification waits for all of them.
    if (!isRefusal(error, "resource.conflict")) throw error;
  }
}

/** Reads the notification of a room in which nothing is unread any more, by reading or by answering. */
export async function noticeRead(deps: NoticeDeps & Live, row: InboxRow): Promise<void> {
  const { userId, roomId, noticeId } = row;
  if (noticeId === "" || row.readSeq < row.lastSeq) return;
  await readNotifications(deps, userId, [noticeId]);
  try {
    await deps.commit(deps.rooms.notice(userId, roomId, "", noticeId));
  } catch (error) {
    // A newer one has taken its place.
    if (!isRefusal(error, "resource.conflict")) throw error;
  }
}
