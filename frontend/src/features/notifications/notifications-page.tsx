import type { Notification } from "@freelancerm/contracts/notifications";
import { ActionIcon, Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { api, itemsOf, read, readPages } from "../../lib/api.ts";
import { useNow } from "../../lib/clock.ts";
import { dayLabel, timeOfDay } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { IconBell, IconCheck, IconSettings } from "../../ui/icons.ts";
import { When } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Empty, Loaded, More, SkeletonList } from "../../ui/states.tsx";
import { useAction } from "../../ui/use-action.ts";
import { bellSays } from "./bell.ts";
import { bundlesOf } from "./bundles.ts";
import "./notifications.css";
import { subjectIcon } from "./subject-icon.ts";
import { subjectOf, subjects } from "./subjects.ts";

const HOUR = 3_600_000;

const FILTERS = [
  { id: "all", words: "All" },
  { id: "unread", words: "Unread" },
  ...Object.entries(subjects).map(([id, words]) => ({ id, words })),
];

export default function NotificationsPage() {
  const [search, setSearch] = useSearchParams();
  const now = useNow();
  const show = search.get("show") ?? "all";
  const onlyUnread = show === "unread";
  const feed = useInfiniteQuery(readPages("listNotifications"));
  const waiting = useInfiniteQuery({
    ...readPages("listNotifications", { query: { unread: "true" } }),
    enabled: onlyUnread,
  });
  const all = itemsOf<"listNotifications">(feed.data);
  const items = onlyUnread
    ? itemsOf<"listNotifications">(waiting.data)
    : all.filter(({ kind }) => show === "all" || subjectOf[kind] === show);
  const { data: bell } = useQuery(read("countUnread"));
  const unread = bell?.unread ?? 0;
  const markAll = useAction(() => api.markAllNotificationsRead(), { onSuccess: bellSays });
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
          {FILTERS.map(({ id, words }) => (
            <button
              type="button"
              key={id}
              aria-pressed={show === id}
              onClick={() => setSearch(id === "all" ? {} : { show: id }, { replace: true })}
            >
              {words} {id === "unread" && <span className="num">{unread}</span>}
            </button>
          ))}
        </fieldset>
        <Loaded query={onlyUnread ? waiting : feed} skeleton={<SkeletonList height={84} />}>
          {() =>
            items.length === 0 ? (
              <Nothing show={show} none={all.length === 0} more={!onlyUnread && feed.hasNextPage} />
            ) : (
              [...days].map(([label, group]) => (
                <section key={label} className="stack tight" aria-label={label}>
                  <h2 style={{ fontSize: "1rem", paddingTop: 8 }}>{label}</h2>
                  <ul className="plain card flush rows">
                    {bundlesOf(group).map((bundle) => (
                      <Item key={bundle[0].id} bundle={bundle} />
                    ))}
                  </ul>
                </section>
              ))
            )
          }
        </Loaded>
        {!onlyUnread && <More query={feed} />}
      </div>
    </div>
  );
}

function Nothing({ show, none, more }: { show: string; none: boolean; more: boolean }) {
  if (none) {
    return (
      <Empty title="Nothing yet" icon={IconBell}>
        What happens with your jobs, proposals, contracts and money is told here.
      </Empty>
    );
  }
  return (
    <Empty title={show === "unread" ? "All read" : "None of these"} icon={IconBell}>
      {more ? "Not among those that are loaded; there are earlier ones." : undefined}
    </Empty>
  );
}

/** One notification, or several of the same that came after each other. */
function Item({ bundle }: { bundle: [Notification, ...Notification[]] }) {
  const [newest] = bundle;
  const now = useNow();
  const waiting = bundle.filter(({ readAt }) => readAt === null);
  const unread = waiting.length > 0;
  const Icon = subjectIcon(newest.kind);
  const markRead = useAction(
    async () => {
      let answer = { unread: 0 };
      for (const { id } of waiting) answer = await api.markNotificationRead({ params: { notificationId: id } });
      return answer;
    },
    { onSuccess: bellSays },
  );
  const recent = now - new Date(newest.createdAt).getTime() < HOUR;
  return (
    <li className="news" data-unread={unread || undefined}>
      <span className="news-mark">
        <Icon size={19} stroke={1.7} aria-hidden />
        {unread && <span className="dot" role="img" aria-label="Unread" />}
      </span>
      <div>
        <Link
          className={unread ? "cover strong" : "cover"}
          to={newest.link}
          onClick={() => unread && markRead.mutate()}
        >
          {newest.title}
          {bundle.length > 1 && <span className="dim"> · {bundle.length} times</span>}
        </Link>
        {newest.body && newest.kind !== "message_received" && <p className="small dim">{newest.body}</p>}
      </div>
      <div className="news-side">
        <span className="tiny dim">
          {recent ? (
            <When at={newest.createdAt} />
          ) : (
            <time dateTime={newest.createdAt}>{timeOfDay(newest.createdAt)}</time>
          )}
        </span>
        {unread && (
          <ActionIcon
            className="above"
            variant="subtle"
            size={44}
            style={{ marginRight: -12, marginBottom: -10 }}
            aria-label={`Mark “${newest.title}” as read`}
            onClick={() => markRead.mutate()}
          >
            <IconCheck size={20} />
          </ActionIcon>
        )}
      </div>
    </li>
  );
}
