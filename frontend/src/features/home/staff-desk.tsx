import type { StaffRole } from "@freelancerm/contracts/route";
import type { Me } from "@freelancerm/contracts/users";
import { Link } from "react-router";
import { useCatalog } from "../../lib/catalog.ts";
import { counted } from "../../lib/format.ts";
import { staffRole } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { IconNext } from "../../ui/icons.ts";

/** What each post is for. Only what the API lets it do has a page. */
const ABOUT: Record<Exclude<StaffRole, "administrator">, string> = {
  moderator: "Reports of content and people are not taken here yet; you see what everybody sees.",
  mediator: "Disputes are not opened here yet; you see what everybody sees.",
  finance:
    "Nothing waits for a second person yet. Every ledger is added up again by itself, and an alarm tells of faults.",
};

/** What the operator's people come for. */
export function StaffDesk({ user }: { user: Me }) {
  const { categories, skillOptions } = useCatalog();
  return (
    <section className="stack" aria-labelledby="desk">
      <h2 id="desk">Your work for the marketplace</h2>
      <ul className="plain card lines">
        {user.staffRoles.map((post) =>
          post === "administrator" ? (
            <li key={post} className="compact">
              <div className="grow">
                <h3>
                  <Link className="cover" to={paths.adminCategories()}>
                    Categories and skills
                  </Link>
                </h3>
                <p className="small dim">
                  {counted(categories.length, "category", "categories")} and {counted(skillOptions.length, "skill")}, by
                  which jobs and freelancers are found
                </p>
              </div>
              <IconNext size={18} aria-hidden style={{ alignSelf: "center", opacity: 0.6 }} />
            </li>
          ) : (
            <li key={post} className="compact">
              <div className="grow">
                <h3>{staffRole[post]}</h3>
                <p className="small dim">{ABOUT[post]}</p>
              </div>
            </li>
          ),
        )}
      </ul>
    </section>
  );
}
