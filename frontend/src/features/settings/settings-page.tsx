import { Link, useParams } from "react-router";
import { paths } from "../../lib/paths.ts";
import { PageTitle } from "../../ui/page.tsx";
import { NotFound } from "../../ui/states.tsx";
import { AccountSection } from "./account-section.tsx";
import { AppearanceSection } from "./appearance-section.tsx";
import { NotificationsSection } from "./notifications-section.tsx";
import { PrivacySection } from "./privacy-section.tsx";
import { RolesSection } from "./roles-section.tsx";
import { SecuritySection } from "./security-section.tsx";

const SECTIONS = [
  { id: "account", words: "Account", section: AccountSection },
  { id: "roles", words: "Roles", section: RolesSection },
  { id: "security", words: "Security", section: SecuritySection },
  { id: "notifications", words: "Notifications", section: NotificationsSection },
  { id: "privacy", words: "Privacy", section: PrivacySection },
  { id: "appearance", words: "Appearance", section: AppearanceSection },
];

/** Where the tabs are wider than the screen, the current one must be in it. */
const showWhole = (tab: HTMLElement | null) => tab?.scrollIntoView({ block: "nearest", inline: "center" });

export default function SettingsPage() {
  const { section } = useParams();
  const chosen = SECTIONS.find(({ id }) => id === section);
  if (!chosen) return <NotFound />;
  return (
    <div className="narrow">
      <PageTitle title="Settings" />
      <nav className="tabs" aria-label="Settings" style={{ marginBottom: 28 }}>
        {SECTIONS.map(({ id, words }) => (
          <Link
            key={id}
            to={paths.settings(id)}
            aria-current={id === section ? "page" : undefined}
            ref={id === section ? showWhole : undefined}
          >
            {words}
          </Link>
        ))}
      </nav>
      <chosen.section />
    </div>
  );
}
