import type { Notification } from "@freelancerm/contracts/notifications";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import type { Listed, PageRequest } from "../entity.ts";
import { deliver, type Live } from "../realtime/deliver.ts";
import { iso } from "../time.ts";
import { isUnread, unreadOf } from "./notification.ts";

/** Read right after a frame told of a change, so an older copy would leave the bell as it was. */
const newestOf = (deps: Needs<"notifications">, userId: string) =>
  deps.notifications.newest(userId, { consistent: true });

/** The feed by pages; or only its unread, which are those the bell counts and no more than that. */
export const listNotifications =
  (deps: Needs<"notifications">) =>
  async (
    actor: Actor,
    { unread: only, ...page }: PageRequest & { unread?: "true" },
  ): Promise<Listed<Notification> & { unread: number }> => {
    if (only) {
      const items = (await newestOf(deps, actor.id)).filter(isUnread);
      return { items, next: null, unread: items.length };
    }
    const [listed, newest] = await Promise.all([deps.notifications.listOf(actor.id, page), newestOf(deps, actor.id)]);
    return { ...listed, unread: unreadOf(newest) };
  };

export const countUnread =
  (deps: Needs<"notifications">) =>
  async (actor: Actor): Promise<{ unread: number }> => ({ unread: unreadOf(await newestOf(deps, actor.id)) });

type MarkDeps = Needs<"clock" | "notifications"> & Live;

/** Reads notifications and says so in all tabs; reading none says nothing. */
export async function readNotifications(deps: MarkDeps, userId: string, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await deps.notifications.markRead(userId, ids, iso(deps.clock.now()));
  await deliver(deps)(userId, { action: "notification.read" });
}

/** Reads the unread of the newest that are meant. Doing it again changes nothing. */
async function readThose(
  deps: MarkDeps,
  actor: Actor,
  isMeant: (notification: Notification) => boolean,
): Promise<{ unread: number }> {
  const unread = (await newestOf(deps, actor.id)).filter(isUnread);
  const meant = unread.filter(isMeant);
  await readNotifications(
    deps,
    actor.id,
    meant.map(({ id }) => id),
  );
  return { unread: unread.length - meant.length };
}

export const markNotificationRead =
  (deps: MarkDeps) =>
  async (actor: Actor, { notificationId }: { notificationId: string }): Promise<{ unread: number }> => {
    const found = await deps.notifications.find(actor.id, notificationId);
    if (found && isUnread(found)) await readNotifications(deps, actor.id, [notificationId]);
    return countUnread(deps)(actor);
  };

/** @rule Whoever opens a page has read the notifications that lead to it. */
export const markNotificationsSeen =
  (deps: MarkDeps) =>
  (actor: Actor, { link }: { link: string }): Promise<{ unread: number }> =>
    readThose(deps, actor, (notification) => notification.link === link);

export const markAllNotificationsRead =
  (deps: MarkDeps) =>
  (actor: Actor): Promise<{ unread: number }> =>
    readThose(deps, actor, () => true);
