/** What a message in the log does elsewhere: both inboxes and the sockets of both members. */

import type { DomainEvent } from "@freelancerm/contracts/events";
import type { Message } from "@freelancerm/contracts/messaging";
import type { Needs } from "../deps.ts";
import { notificationOf } from "../notifications/notification.ts";
import { limits } from "../policy/policy.ts";
import { deliver, type Live } from "../realtime/deliver.ts";
import { isRefusal } from "../refusals.ts";
import { type InboxRow, newestOf } from "./room.ts";

type SpreadDeps = Needs<"clock" | "notifications" | "rooms"> & Live;

/** Posts to a member; answers how many sockets took it. Whoever is no member any more gets nothing. */
const show = (deps: Live, row: InboxRow | undefined, action: "message.new" | "message.changed", message: Message) =>
  row ? deliver(deps)(row.userId, { action, message }) : 0;

/** A new message: both inboxes move on, the sender has read so far, sockets show it. Order and repetition do not matter. */
export const spreadSent =
  (deps: SpreadDeps) =>
  async (event: DomainEvent<"message.sent.v1">): Promise<void> => {
    const { message, recipientId } = event.data;
    const { roomId, seq, senderId } = message;
    const newest = newestOf(message);
    const [theirs, mine] = await Promise.all([
      deps.rooms.advance(recipientId, roomId, { newest, theirReadSeq: seq }),
      senderId ? deps.rooms.advance(senderId, roomId, { newest, readSeq: seq }) : undefined,
    ]);
    const [reached] = await Promise.all([
      show(deps, theirs, "message.new", message),
      show(deps, mine, "message.new", message),
    ]);
    if (reached === 0 && theirs && theirs.readSeq < seq) await noticeUnread(deps, theirs, event);
  };

export const spreadChanged =
  (deps: SpreadDeps) =>
  async ({ data: { message, recipientId } }: DomainEvent<"message.changed.v1">): Promise<void> => {
    const newest = newestOf(message);
    await Promise.all(
      [recipientId, message.senderId].map(async (userId) => {
        if (userId) {
          const row = await deps.rooms.advance(userId, message.roomId, { newest });
          await show(deps, row, "message.changed", message);
        }
      }),
    );
  };

/**
 * Files a notification for somebody who is not connected.
 * @rule At most one unread notification waits per room, however many messages came.
 */
async function noticeUnread(deps: SpreadDeps, row: InboxRow, event: DomainEvent<"message.sent.v1">): Promise<void> {
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
