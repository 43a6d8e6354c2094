import { useEffect } from "react";
import { useLocation } from "react-router";
import { useCounts } from "../../app/counts.ts";
import { api, queryClient, read, refresh } from "../../lib/api.ts";

/** The bell's count everywhere is the one the API just told. */
export async function bellSays({ unread }: { unread: number }): Promise<void> {
  queryClient.setQueryData(read("countUnread").queryKey, { unread });
  await refresh("listNotifications");
}

/** Pages that notifications lead to, with whatever of them is open. A room reads its own. */
const TOLD_OF = /^\/(?:(?:contracts\/ctr|proposals\/prp|jobs\/job)_\w+|payouts(?=$))/;

/** Reads the notifications that lead to the page in front of somebody, also those that come while it is. */
export function useSeen(): void {
  const { pathname } = useLocation();
  const { notifications: unread } = useCounts();
  const link = TOLD_OF.exec(pathname)?.[0];
  useEffect(() => {
    if (link === undefined || unread === 0) return;
    const look = () => {
      if (document.visibilityState !== "visible") return;
      // Losing this only leaves the count as it was until the page is opened again.
      api.markNotificationsSeen({ body: { link } }).then(bellSays, () => {});
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [link, unread]);
}
