import type { Notification } from "@freelancerm/contracts/notifications";

/** Joins what says the same about the same thing, one right after the other; the newest of each comes first. */
export function bundlesOf(notifications: readonly Notification[]): [Notification, ...Notification[]][] {
  const bundles: [Notification, ...Notification[]][] = [];
  for (const notification of notifications) {
    const last = bundles.at(-1);
    const same = last && last[0].link === notification.link && last[0].title === notification.title;
    if (same) last.push(notification);
    else bundles.push([notification]);
  }
  return bundles;
}
