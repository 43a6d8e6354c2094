import type { Me } from "@freelancerm/contracts/users";
import { ActionIcon, Button } from "@mantine/core";
import { lazy, Suspense } from "react";
import { Link, NavLink } from "react-router";
import { quiet } from "../lib/api.ts";
import { paths } from "../lib/paths.ts";
import { actAs, useSession } from "../session/session.ts";
import { IconBell, IconSearch } from "../ui/icons.ts";
import { Avatar } from "../ui/marks.tsx";
import { shownCount, useCounts } from "./counts.ts";
import { destinations } from "./navigation.ts";
import { SearchBox } from "./search-box.tsx";
import { ThemeToggle } from "./theme-toggle.tsx";

const AccountMenu = lazy(() => quiet().then(() => import("./account-menu.tsx")));

export function Header() {
  const session = useSession();
  const counts = useCounts();
  return (
    <header className="header">
      <div>
        <Link className="brand" to={paths.home()} aria-label="FreelancerM, home">
          <img src="/favicon.svg" alt="" />
          <span>FreelancerM</span>
        </Link>
        <div className="mid-hide grow">
          <SearchBox />
        </div>
        <span className="mid-only grow" />
        <nav className="nav wide-only" aria-label="Main">
          {destinations(session).map(({ to, words, count }) => (
            <NavLink key={to} to={to} end={to === paths.jobs()}>
              {words}
              {count && counts[count] > 0 && (
                <span className="chip num" style={{ marginLeft: 6, padding: "0 7px" }}>
                  {shownCount(counts[count])}
                  <span className="sr"> unread</span>
                </span>
              )}
            </NavLink>
          ))}
        </nav>
        <ActionIcon
          className="mid-only"
          component={Link}
          to={session.role === "client" && session.user ? paths.talent() : paths.jobs()}
          size={44}
          variant="subtle"
          color="gray"
          aria-label="Search"
        >
          <IconSearch size={22} />
        </ActionIcon>
        {session.status === "signed_in" && (
          <>
            {session.user.roles.length > 1 && <RoleSwitch />}
            <Bell unread={counts.notifications} />
            <Suspense fallback={<AccountMark user={session.user} />}>
              <AccountMenu user={session.user} role={session.role} />
            </Suspense>
          </>
        )}
        {session.status === "anonymous" && (
          <>
            <ThemeToggle />
            <Button component={Link} to={paths.signIn()} variant="subtle" px={10}>
              Sign in
            </Button>
            <Button className="wide-only" component={Link} to={paths.signUp()}>
              Join
            </Button>
          </>
        )}
      </div>
    </header>
  );
}

/** The menu's button while the menu itself is loading. */
const AccountMark = ({ user }: { user: Me }) => (
  <span style={{ padding: 4, display: "inline-flex" }}>
    <Avatar name={user.displayName} url={user.avatarUrl} size={36} />
  </span>
);

function Bell({ unread }: { unread: number }) {
  return (
    <span className="has-count">
      <ActionIcon
        component={Link}
        to={paths.notifications()}
        size={44}
        variant="subtle"
        color="gray"
        aria-label={unread > 0 ? `Notifications, ${unread} unread` : "Notifications"}
      >
        <IconBell size={22} stroke={1.7} />
      </ActionIcon>
      {unread > 0 && (
        <span className="count" aria-hidden data-testid="bell-count" style={{ pointerEvents: "none" }}>
          {shownCount(unread)}
        </span>
      )}
    </span>
  );
}

/** For people who are client and freelancer: in which role they act. */
function RoleSwitch() {
  const { role } = useSession();
  return (
    <fieldset className="switch mid-hide" aria-label="Act as">
      <button type="button" aria-pressed={role === "client"} onClick={() => actAs("client")}>
        Hiring
      </button>
      <button type="button" aria-pressed={role === "freelancer"} onClick={() => actAs("freelancer")}>
        Working
      </button>
    </fieldset>
  );
}
