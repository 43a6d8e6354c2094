import type { Me } from "@freelancerm/contracts/users";
import { useQuery } from "@tanstack/react-query";
import { read } from "../../lib/api.ts";
import { useCatalog } from "../../lib/catalog.ts";
import { counted } from "../../lib/format.ts";
import { staffRole } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { holdsPost } from "../../session/session.ts";
import { When } from "../../ui/marks.tsx";
import { Place } from "./place.tsx";

/** What each post without a page of its own is for. */
const ABOUT = {
  mediator: "Disputes are not opened here yet; you see what everybody sees.",
  finance:
    "Nothing waits for a second person yet. Every ledger is added up again by itself, and an alarm tells of faults.",
} as const;

/** What the operator's people come for. */
export function StaffDesk({ user }: { user: Me }) {
  const { categories, skillOptions } = useCatalog();
  return (
    <section className="stack" aria-labelledby="desk">
      <h2 id="desk">Your work for the marketplace</h2>
      <ul className="plain card flush rows">
        {holdsPost(user, "moderator") && <Place to={paths.adminCases()} title="Cases" about={<CasesWaiting />} />}
        {holdsPost(user, "administrator") && (
          <>
            <Place
              to={paths.adminCategories()}
              title="Categories and skills"
              about={`${counted(categories.length, "category", "categories")} and ${counted(skillOptions.length, "skill")}, by which jobs and freelancers are found`}
            />
            <Place to={paths.adminAudit()} title="Audit log" about="What staff did, and why" />
          </>
        )}
        {user.staffRoles.map(
          (post) =>
            post in ABOUT && (
              <li key={post} className="compact">
                <div className="grow">
                  <h3>{staffRole[post]}</h3>
                  <p className="small dim">{ABOUT[post as keyof typeof ABOUT]}</p>
                </div>
              </li>
            ),
        )}
      </ul>
    </section>
  );
}

/** How many cases are to be decided, as far as one page says, and by when the first of them. */
function CasesWaiting() {
  const { data } = useQuery(read("listCases"));
  const [first] = data?.items ?? [];
  if (!data) return "What people reported";
  if (!first) return "Nothing waits for a decision";
  return (
    <>
      {data.nextCursor
        ? `More than ${data.items.length} cases wait`
        : `${counted(data.items.length, "case")} to decide`}
      , the first due <When at={first.dueAt} />
    </>
  );
}
