/** What a message in the log does elsewhere: both inboxes and the sockets of both members. */

import type { DomainEvent } from "@freelancerm/contracts/events";
import type { Message } from "@freelancerm/contracts/messaging";
import type { Needs } from "../deps.ts";
import { deliver, type Live } from "../realtime/deliver.ts";
import { noticeRead, noticeUnread } from "./notice.ts";
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
    if (mine) await noticeRead(deps, mine);
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
