import type { Notification } from "@freelancerm/contracts/notifications";
import { ActionIcon, Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { api, queryClient, read, readPages, refresh } from "../../lib/api.ts";
import { useNow } from "../../lib/clock.ts";
import { dayLabel } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { IconCheck, IconSettings } from "../../ui/icons.ts";
import { When } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Empty, Loaded, More, SkeletonList } from "../../ui/states.tsx";
import { useAction } from "../../ui/use-action.ts";

/** The bell's count everywhere is the one the API just told. */
const counted = async ({ unread }: { unread: number }) => {
  queryClient.setQueryData(read("countUnread").queryKey, { unread });
  await refresh("listNotifications");
};

export default function NotificationsPage() {
  const [search, setSearch] = useSearchParams();
  const now = useNow();
  const onlyUnread = search.get("show") === "unread";
  const feed = useInfiniteQuery(readPages("listNotifications"));
  const all = feed.data?.pages.flatMap(({ items }) => items) ?? [];
  const items = onlyUnread ? all.filter(({ readAt }) => readAt === null) : all;
  const unread = feed.data?.pages[0]?.unread ?? 0;
  const markAll = useAction(() => api.markAllNotificationsRead(), { onSuccess: counted });
  const days = new Map<string, Notification[]>();
  for (const notification of items) {
    const day = dayLabel(notification.createdAt, now);
    days.set(day, [...(days.get(day) ?? []), notification]);
  }
  return (
    <div className="narrow">
      <PageTitle
        title="Notifications"
        actions={
          <>
            <Button
              variant="default"
              disabled={unread === 0}
              loading={markAll.isPending}
              onClick={() => markAll.mutate()}
            >
              Mark all as read
            </Button>
            <Button
              component={Link}
              to={paths.settings("notifications")}
              variant="subtle"
              leftSection={<IconSettings size={18} />}
            >
              Preferences
            </Button>
          </>
        }
      />
      <div className="stack">
        <fieldset className="tabs" aria-label="Which notifications">
          <button type="button" aria-pressed={!onlyUnread} onClick={() => setSearch({}, { replace: true })}>
            All
          </button>
          <button
            type="button"
            aria-pressed={onlyUnread}
            onClick={() => setSearch({ show: "unread" }, { replace: true })}
          >
            Unread <span className="num">{unread}</span>
          </button>
        </fieldset>
        <Loaded query={feed} skeleton={<SkeletonList height={70} />}>
          {() =>
            items.length === 0 ? (
              <Empty title={onlyUnread && all.length > 0 ? "All read" : "Nothing yet"}>
                {all.length === 0
                  ? "What happens with your jobs, proposals, contracts and money is told here."
                  : undefined}
              </Empty>
            ) : (
              [...days].map(([label, group]) => (
                <section key={label} className="stack tight" aria-label={label}>
                  <h2 style={{ fontSize: "1rem" }}>{label}</h2>
                  <ul className="plain card flush rows">
                    {group.map((notification) => (
                      <Item key={notification.id} notification={notification} />
                    ))}
                  </ul>
                </section>
              ))
            )
          }
        </Loaded>
        <More query={feed} />
      </div>
    </div>
  );
}

function Item({ notification }: { notification: Notification }) {
  const unread = notification.readAt === null;
  const read = useAction(() => api.markNotificationRead({ params: { notificationId: notification.id } }), {
    onSuccess: counted,
  });
  return (
    <li className="row nowrap top" style={{ position: "relative" }}>
      <span style={{ width: 9, paddingTop: 7 }}>
        {unread && <span className="dot" style={{ display: "block" }} role="img" aria-label="Unread" />}
      </span>
      <div className="grow">
        <Link
          className={unread ? "cover strong" : "cover"}
          to={notification.link}
          onClick={() => unread && read.mutate()}
        >
          {notification.title}
        </Link>
        {notification.body && <p className="small dim">{notification.body}</p>}
        <p className="tiny dim">
          <When at={notification.createdAt} />
        </p>
      </div>
      {unread && (
        <ActionIcon
          className="above"
          variant="subtle"
          size={44}
          aria-label={`Mark “${notification.title}” as read`}
          onClick={() => read.mutate()}
        >
          <IconCheck size={20} />
        </ActionIcon>
      )}
    </li>
  );
}
