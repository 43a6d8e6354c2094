import { NavLink } from "react-router";
import { paths } from "../lib/paths.ts";
import { useSession } from "../session/session.ts";
import { shownCount, useCounts } from "./counts.ts";
import { tabs } from "./navigation.ts";

/** The main places at the thumb, on phones. */
export function TabBar() {
  const session = useSession();
  const counts = useCounts();
  return (
    <nav className="tab-bar" aria-label="Main places">
      {tabs(session).map(({ to, words, icon: Icon, count }) => (
        <NavLink key={to} to={to} end={to === paths.home()}>
          <Icon size={23} stroke={1.7} aria-hidden />
          {words}
          {count && counts[count] > 0 && (
            <span className="count">
              {shownCount(counts[count])}
              <span className="sr"> unread</span>
            </span>
          )}
        </NavLink>
      ))}
    </nav>
  );
}
