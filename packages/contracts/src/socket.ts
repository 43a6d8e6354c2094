/**
 * Frames of the socket. The socket is a hint, the log is the truth: a client that lost frames resumes from its last seq.
 * Every frame is a JSON object whose `action` names it.
 */
import * as z from "zod/mini";
import { Timestamp } from "./fields.ts";
import { RoomId } from "./ids.ts";
import { Message, SendMessage } from "./messaging.ts";
import { Notification } from "./notifications.ts";

/** What a client may send. */
export const clientFrames = {
  "message.send": z.strictObject({ action: z.literal("message.send"), roomId: RoomId, ...SendMessage.shape }),
  resume: z.strictObject({ action: z.literal("resume"), roomId: RoomId, afterSeq: z.int().check(z.minimum(0)) }),
  typing: z.strictObject({ action: z.literal("typing"), roomId: RoomId }),
  /** Heartbeat, every 60 s; offline after 150 s without one. */
  ping: z.strictObject({ action: z.literal("ping") }),
} as const;
export type ClientFrame = {
  [K in keyof typeof clientFrames]: z.input<(typeof clientFrames)[K]>;
}[keyof typeof clientFrames];

/** What the server sends. */
export const serverFrames = {
  /** Answer to message.send: it is in the log. */
  "message.stored": z.object({ action: z.literal("message.stored"), message: Message }),
  "message.new": z.object({ action: z.literal("message.new"), message: Message }),
  "message.changed": z.object({ action: z.literal("message.changed"), message: Message }),
  /** Answer to resume: what was missed, oldest first; `complete` false: ask again from the last of these. */
  "room.resumed": z.object({
    action: z.literal("room.resumed"),
    roomId: z.string(),
    messages: z.array(Message),
    lastSeq: z.int(),
    complete: z.boolean(),
  }),
  /** Answer to resume when too much was missed: load the room's newest page instead. */
  "room.resync": z.object({ action: z.literal("room.resync"), roomId: z.string(), lastSeq: z.int() }),
  "room.read": z.object({ action: z.literal("room.read"), roomId: z.string(), userId: z.string(), seq: z.int() }),
  typing: z.object({ action: z.literal("typing"), roomId: z.string(), userId: z.string() }),
  "notification.new": z.object({ action: z.literal("notification.new"), notification: Notification }),
  /** Notifications of mine were read, here or elsewhere: the bell and the feed are to be loaded again. */
  "notification.read": z.object({ action: z.literal("notification.read") }),
  /** Something shown elsewhere changed; reload it. */
  "entity.changed": z.object({
    action: z.literal("entity.changed"),
    entity: z.enum(["job", "proposal", "contract", "room"]),
    id: z.string(),
  }),
  pong: z.object({ action: z.literal("pong"), at: Timestamp }),
  error: z.object({
    action: z.literal("error"),
    code: z.string(),
    message: z.string(),
    clientMessageId: z.optional(z.string()),
    roomId: z.optional(z.string()),
  }),
} as const;
export type ServerFrame = {
  [K in keyof typeof serverFrames]: z.output<(typeof serverFrames)[K]>;
}[keyof typeof serverFrames];
