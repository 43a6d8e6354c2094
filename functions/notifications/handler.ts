import { notificationRoutes } from "@freelancerm/contracts/notifications";
import {
  countUnread,
  listNotifications,
  markAllNotificationsRead,
  markNotificationRead,
} from "@freelancerm/core/notifications/feed";
import { getPreferences, updatePreferences } from "@freelancerm/core/notifications/preferences";
import { implement } from "@freelancerm/platform/http";

export const handler = implement(notificationRoutes, (deps) => ({
  listNotifications: ({ actor, query }) => listNotifications(deps)(actor, query),
  countUnread: ({ actor }) => countUnread(deps)(actor),
  markNotificationRead: ({ actor, params }) => markNotificationRead(deps)(actor, params),
  markAllNotificationsRead: ({ actor }) => markAllNotificationsRead(deps)(actor),
  getPreferences: ({ actor }) => getPreferences(deps)(actor),
  updatePreferences: ({ actor, body }) => updatePreferences(deps)(actor, body),
}));
