import type { Notification } from "@freelancerm/contracts/notifications";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import type { Listed, PageRequest } from "../entity.ts";
import { iso } from "../time.ts";
import { isUnread, unreadOf } from "./notification.ts";

export const listNotifications =
  (deps: Needs<"notifications">) =>
  async (actor: Actor, page: PageRequest): Promise<Listed<Notification> & { unread: number }> => {
    const [listed, newest] = await Promise.all([
      deps.notifications.listOf(actor.id, page),
      deps.notifications.newest(actor.id),
    ]);
    return { ...listed, unread: unreadOf(newest) };
  };

export const countUnread =
  (deps: Needs<"notifications">) =>
  async (actor: Actor): Promise<{ unread: number }> => ({
    unread: unreadOf(await deps.notifications.newest(actor.id)),
  });

export const markNotificationRead =
  (deps: Needs<"clock" | "notifications">) =>
  async (actor: Actor, { notificationId }: { notificationId: string }): Promise<{ unread: number }> => {
    await deps.notifications.markRead(actor.id, [notificationId], iso(deps.clock.now()));
    return { unread: unreadOf(await deps.notifications.newest(actor.id, { consistent: true })) };
  };

export const markAllNotificationsRead =
  (deps: Needs<"clock" | "notifications">) =>
  async (actor: Actor): Promise<{ unread: number }> => {
    const unread = (await deps.notifications.newest(actor.id, { consistent: true })).filter(isUnread);
    await deps.notifications.markRead(
      actor.id,
      unread.map(({ id }) => id),
      iso(deps.clock.now()),
    );
    return { unread: unreadOf(await deps.notifications.newest(actor.id, { consistent: true })) };
  };
