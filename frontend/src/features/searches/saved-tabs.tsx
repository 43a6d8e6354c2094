import { NavLink } from "react-router";
import { paths } from "../../lib/paths.ts";

/** Between what somebody saved. */
export const SavedTabs = () => (
  <nav className="tabs" aria-label="Saved" style={{ marginBottom: 20 }}>
    <NavLink end to={paths.savedJobs()}>
      Jobs
    </NavLink>
    <NavLink to={paths.savedSearches()}>Searches</NavLink>
  </nav>
);
