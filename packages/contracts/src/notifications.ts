import * as z from "zod/mini";
import { PageQuery, page, Timestamp } from "./fields.ts";
import { NotificationId } from "./ids.ts";
import { defineRoutes } from "./route.ts";

export const NotificationKind = z.enum([
  "proposal_received",
  "proposal_declined",
  "proposal_closed",
  "offer_received",
  "offer_declined",
  "offer_withdrawn",
  "offer_expired",
  "contract_started",
  "milestone_funded",
  "milestone_submitted",
  "changes_requested",
  "milestone_approved",
  "milestone_released",
  "milestone_refunded",
  "refund_requested",
  "refund_declined",
  "review_reminder",
  "contract_ended",
  "message_received",
  "review_received",
  "job_expiring",
  "job_expired",
  "job_changed",
  "payout_ready",
  "search_matched",
  "report_decided",
  "moderation_decided",
  "payout_changed",
]);
export type NotificationKind = z.infer<typeof NotificationKind>;

export const Notification = z.object({
  id: NotificationId,
  kind: NotificationKind,
  title: z.string(),
  body: z.string(),
  /** Path of the page that shows it. */
  link: z.string(),
  createdAt: Timestamp,
  readAt: z.nullable(Timestamp),
});
export type Notification = z.infer<typeof Notification>;

export const Preferences = z.object({
  email: z.record(z.string(), z.boolean()),
});

export const notificationRoutes = defineRoutes({
  listNotifications: {
    method: "GET",
    path: "/notifications",
    caller: "user",
    summary: "My notifications, newest first; with unread=true those the bell counts, all at once",
    query: z.strictObject({ ...PageQuery, unread: z.optional(z.literal("true")) }),
    response: z.object({ ...page(Notification).shape, unread: z.int() }),
  },
  countUnread: {
    method: "GET",
    path: "/notifications/unread",
    caller: "user",
    summary: "How many of the newest 100 are unread",
    response: z.object({ unread: z.int() }),
  },
  markNotificationRead: {
    method: "POST",
    path: "/notifications/{notificationId}/read",
    caller: "user",
    summary: "Mark one as read",
    params: z.object({ notificationId: NotificationId }),
    response: z.object({ unread: z.int() }),
  },
  markNotificationsSeen: {
    method: "POST",
    path: "/notifications/seen",
    caller: "user",
    summary: "Mark as read all that lead to a page, which I am looking at",
    body: z.strictObject({ link: z.string().check(z.minLength(1), z.maxLength(200)) }),
    response: z.object({ unread: z.int() }),
  },
  markAllNotificationsRead: {
    method: "POST",
    path: "/notifications/read",
    caller: "user",
    summary: "Mark all as read",
    response: z.object({ unread: z.int() }),
  },
  getPreferences: {
    method: "GET",
    path: "/me/notification-preferences",
    caller: "user",
    summary: "Which kinds are mailed to me",
    response: Preferences,
  },
  updatePreferences: {
    method: "PUT",
    path: "/me/notification-preferences",
    caller: "user",
    summary: "Choose which kinds are mailed to me",
    body: z.strictObject({ email: z.partialRecord(NotificationKind, z.boolean()) }),
    response: Preferences,
  },
});
