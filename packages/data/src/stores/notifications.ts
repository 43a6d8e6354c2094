import type { Notification } from "@freelancerm/contracts/notifications";
import type { NotificationStore } from "@freelancerm/core/notifications/notification";
import { limits } from "@freelancerm/core/policy/policy";
import { change } from "../entity.ts";
import { keys } from "../keys.ts";
import { listPage } from "../lists.ts";
import { ConditionFailed, type Item, type Table, type Write } from "../table.ts";

const toNotification = ({ sk, body, readAt }: Item): Notification =>
  ({ ...(body as object), id: sk, readAt: readAt ?? null }) as Notification;

const seconds = (ms: number) => Math.ceil(ms / 1000);
/** Later than any hold ends. */
const FOREVER = Number.MAX_SAFE_INTEGER;

export function createNotificationStore(table: Table): NotificationStore {
  const feed = (userId: string) => keys.notification(userId, "").pk;
  /** Whether a write's condition held. */
  const written = async (write: Write): Promise<boolean> => {
    try {
      await table.write(write);
      return true;
    } catch (error) {
      if (error instanceof ConditionFailed) return false;
      throw error;
    }
  };

  return {
    find: async (userId, id) => {
      const item = await table.get(keys.notification(userId, id));
      return item && toNotification(item);
    },
    listOf: (userId, page) => listPage(table, { pk: feed(userId), descending: true }, page, toNotification),
    newest: async (userId, { consistent = false } = {}) => {
      const { items } = await table.query({ pk: feed(userId), descending: true, limit: limits.bell, consistent });
      return items.map(toNotification);
    },
    add: (userId, { id, readAt: _, ...body }, keptUntil) =>
      change({
        put: { ...keys.notification(userId, id), body, ttl: seconds(keptUntil) },
        when: { absent: true },
      }),
    markRead: async (userId, ids, readAt) => {
      const key = (id: string) => keys.notification(userId, id);
      await Promise.all(ids.map((id) => written({ update: key(id), set: { readAt }, when: { exists: true } })));
    },
    holdMail: async (userId, id, now, heldUntil) => {
      const key = keys.mail(userId, id);
      const hold: Write = {
        update: key,
        set: { heldUntil, ttl: seconds(now + limits.notificationKept) },
        when: { below: { heldUntil: now } },
      };
      if (await written(hold)) return "ours";
      return (await table.get(key))?.heldUntil === FOREVER ? "sent" : "held";
    },
    releaseMail: async (userId, id) => {
      await written({ update: keys.mail(userId, id), set: { heldUntil: 0 }, when: { exists: true } });
    },
    mailSent: async (userId, id, keptUntil) => {
      await table.write({ put: { ...keys.mail(userId, id), heldUntil: FOREVER, ttl: seconds(keptUntil) } });
    },
  };
}
