import { notificationRoutes } from "@freelancerm/contracts/notifications";
import {
  countUnread,
  listNotifications,
  markAllNotificationsRead,
  markNotificationRead,
  markNotificationsSeen,
} from "@freelancerm/core/notifications/feed";
import { getPreferences, updatePreferences } from "@freelancerm/core/notifications/preferences";
import type { Sockets } from "@freelancerm/core/realtime/connection";
import { implement } from "@freelancerm/platform/http";
import { createSockets } from "@freelancerm/platform/sockets";

/** The routes, showing in all tabs what was read through these sockets. */
export const notificationsWith = (sockets: Sockets) =>
  implement(notificationRoutes, (deps) => {
    const live = { ...deps, sockets };
    return {
      listNotifications: ({ actor, query }) => listNotifications(deps)(actor, query),
      countUnread: ({ actor }) => countUnread(deps)(actor),
      markNotificationRead: ({ actor, params }) => markNotificationRead(live)(actor, params),
      markNotificationsSeen: ({ actor, body }) => markNotificationsSeen(live)(actor, body),
      markAllNotificationsRead: ({ actor }) => markAllNotificationsRead(live)(actor),
      getPreferences: ({ actor }) => getPreferences(deps)(actor),
      updatePreferences: ({ actor, body }) => updatePreferences(deps)(actor, body),
    };
  });

export const handler = notificationsWith(createSockets());
