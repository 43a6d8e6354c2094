import * as z from "zod/mini";
import { FileRef, PageQuery, Person, page, Timestamp, text } from "./fields.ts";
import { FileId, RoomId, UserId } from "./ids.ts";
import { bounds } from "./limits.ts";
import { defineRoutes } from "./route.ts";

/** A message of a room. `seq` counts 1, 2, 3 … without gaps. */
export const Message = z.object({
  roomId: RoomId,
  seq: z.int(),
  /** Null: written by the system. */
  senderId: z.nullable(UserId),
  clientMessageId: z.string(),
  text: z.string(),
  attachments: z.array(FileRef),
  sentAt: Timestamp,
  editedAt: z.nullable(Timestamp),
  deletedAt: z.nullable(Timestamp),
});
export type Message = z.infer<typeof Message>;

export const Room = z.object({
  id: RoomId,
  counterpart: Person,
  /** The newest message, shortened to 120 characters. */
  preview: z.string(),
  lastSeq: z.int(),
  /** Up to which message I have read. */
  readSeq: z.int(),
  /** Up to which message the other side has read; null until it has opened the room. */
  theirReadSeq: z.nullable(z.int()),
  unread: z.int(),
  lastMessageAt: z.nullable(Timestamp),
});
export type Room = z.infer<typeof Room>;

/** When somebody I talk with was last here; null: not for a long while. */
export const Presence = z.object({ userId: UserId, seenAt: z.nullable(Timestamp) });
export type Presence = z.infer<typeof Presence>;

/** What a sender says. `afterSeq` is the newest seq it knew when it first tried: a retry repeats it and is recognised exactly. */
export const SendMessage = z.strictObject({
  clientMessageId: z.string().check(z.regex(/^[A-Za-z0-9_-]{8,64}$/, "must be 8–64 letters, digits, - or _")),
  afterSeq: z.int().check(z.minimum(0)),
  text: text(0, 5000),
  attachmentIds: z._default(z.array(FileId).check(z.maxLength(10)), []),
});
export type SendMessage = z.output<typeof SendMessage>;

const params = z.object({ roomId: RoomId });
const messageParams = z.object({ roomId: RoomId, seq: z.coerce.number().check(z.int(), z.minimum(1)) });
const member = { param: "roomId", as: "party" } as const;

export const messagingRoutes = defineRoutes({
  openRoom: {
    method: "POST",
    path: "/rooms",
    caller: "client",
    summary: "Open a conversation with a freelancer (freelancers do not write first)",
    body: z.strictObject({ freelancerId: UserId }),
    response: Room,
    status: 201,
    errors: ["person.blocked"],
  },
  listRooms: {
    method: "GET",
    path: "/rooms",
    caller: "user",
    summary: "My conversations, the newest message first",
    response: page(Room),
    query: z.strictObject(PageQuery),
  },
  getRoom: {
    method: "GET",
    path: "/rooms/{roomId}",
    caller: "user",
    access: member,
    summary: "A conversation",
    params,
    response: Room,
    errors: ["room.not_open"],
  },
  listMessages: {
    method: "GET",
    path: "/rooms/{roomId}/messages",
    caller: "user",
    access: member,
    summary: "Messages before or after a seq, oldest first in both cases",
    params,
    query: z.strictObject({
      before: z.optional(z.coerce.number().check(z.int(), z.minimum(1))),
      after: z.optional(z.coerce.number().check(z.int(), z.minimum(0))),
      limit: PageQuery.limit,
    }),
    response: z.object({ items: z.array(Message), lastSeq: z.int() }),
    errors: ["room.not_open"],
  },
  sendMessage: {
    method: "POST",
    path: "/rooms/{roomId}/messages",
    caller: "user",
    access: member,
    summary: "Send a message; a repeated clientMessageId answers the first one",
    params,
    body: SendMessage,
    response: Message,
    status: 201,
    errors: ["room.not_open", "person.blocked", "message.resync_required", "file.not_ready"],
    limit: bounds.messageRate,
  },
  searchMessages: {
    method: "GET",
    path: "/rooms/{roomId}/search",
    caller: "user",
    access: member,
    summary:
      "Messages and names of files with all of these words, newest first; null in `before`: everything was looked through",
    params,
    query: z.strictObject({
      q: text(2, 100),
      before: z.optional(z.coerce.number().check(z.int(), z.minimum(1))),
    }),
    response: z.object({ items: z.array(Message), before: z.nullable(z.int()) }),
    errors: ["room.not_open"],
    limit: { max: 30, seconds: 60 },
  },
  listPresence: {
    method: "GET",
    path: "/presence",
    caller: "user",
    summary: "Who of my newest conversations was last here when",
    response: z.object({ items: z.array(Presence) }),
    limit: { max: 30, seconds: 60 },
  },
  listBlocked: {
    method: "GET",
    path: "/blocks",
    caller: "user",
    summary: "Whom I have blocked, newest first",
    response: z.object({ items: z.array(z.object({ person: Person, blockedAt: Timestamp })) }),
  },
  blockPerson: {
    method: "PUT",
    path: "/blocks/{userId}",
    caller: "user",
    summary: "Block somebody: no new messages, proposals or offers go between us; contracts go on",
    params: z.object({ userId: UserId }),
    response: z.object({}),
    errors: ["person.too_many_blocked"],
  },
  unblockPerson: {
    method: "DELETE",
    path: "/blocks/{userId}",
    caller: "user",
    summary: "Block somebody no more",
    params: z.object({ userId: UserId }),
    response: z.object({}),
  },
  editMessage: {
    method: "PUT",
    path: "/rooms/{roomId}/messages/{seq}",
    caller: "user",
    access: member,
    summary: `Change my message within ${bounds.messageEditMinutes} minutes`,
    params: messageParams,
    body: z.strictObject({ text: text(1, 5000) }),
    response: Message,
    errors: ["person.blocked", "message.not_editable"],
  },
  deleteMessage: {
    method: "DELETE",
    path: "/rooms/{roomId}/messages/{seq}",
    caller: "user",
    access: member,
    summary: `Delete my message within ${bounds.messageEditMinutes} minutes; a tombstone stays`,
    params: messageParams,
    response: Message,
    errors: ["message.not_editable"],
  },
  markRoomRead: {
    method: "PUT",
    path: "/rooms/{roomId}/read",
    caller: "user",
    access: member,
    summary: "Move my read cursor forward",
    params,
    body: z.strictObject({ seq: z.int().check(z.minimum(0)) }),
    response: Room,
    errors: ["room.not_open"],
  },
  hideRoom: {
    method: "POST",
    path: "/rooms/{roomId}/hide",
    caller: "user",
    access: member,
    summary: "Hide a conversation for me until the next message",
    params,
    response: z.object({}),
    errors: ["room.not_open"],
  },
  createSocketTicket: {
    method: "POST",
    path: "/socket-tickets",
    caller: "user",
    summary: `A ticket that opens one socket within ${bounds.ticketSeconds} seconds`,
    response: z.object({ ticket: z.string(), url: z.string(), expiresAt: Timestamp }),
    status: 201,
    limit: { max: 60, seconds: 60 },
  },
});
