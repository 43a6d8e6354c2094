import "@mantine/core/styles/Popover.layer.css";
import "@mantine/core/styles/Menu.layer.css";
import type { Role } from "@freelancerm/contracts/route";
import type { Me } from "@freelancerm/contracts/users";
import { Menu, UnstyledButton } from "@mantine/core";
import { Link, useNavigate } from "react-router";
import { role as roleWords, staffRole } from "../lib/labels.ts";
import { paths } from "../lib/paths.ts";
import { actAs, holdsPost, isStaffAlone, signOut } from "../session/session.ts";
import {
  IconDark,
  IconFile,
  IconFlag,
  IconLight,
  IconPeople,
  IconProfile,
  IconSave,
  IconSettings,
  IconShield,
  IconSignOut,
  IconWallet,
} from "../ui/icons.ts";
import { Avatar, initialsOf } from "../ui/marks.tsx";
import { useTheme } from "./theme-toggle.tsx";

/** The button's name; it says what is seen on it, for those who speak to their computer. */
const accountOf = ({ displayName, avatarUrl }: Me) =>
  avatarUrl ? `Account of ${displayName}` : `Account of ${displayName} (${initialsOf(displayName)})`;

/** In what they are here, as it is. */
const postsOf = ({ roles, staffRoles }: Me, role: Role) =>
  [...(roles.length > 0 ? [roleWords[role]] : []), ...staffRoles.map((post) => staffRole[post])].join(", ");

export default function AccountMenu({ user, role }: { user: Me; role: Role }) {
  const { dark, toggle } = useTheme();
  const navigate = useNavigate();
  const other = user.roles.find((held) => held !== role);
  const links = [
    ...(isStaffAlone(user)
      ? []
      : [
          { to: paths.editProfile(), words: "Profile", icon: IconProfile },
          { to: paths.payments(), words: "Payments", icon: IconWallet },
          { to: paths.savedJobs(), words: "Saved jobs", icon: IconSave },
        ]),
    { to: paths.settings(), words: "Settings", icon: IconSettings },
    ...(holdsPost(user, "moderator") ? [{ to: paths.adminCases(), words: "Cases", icon: IconFlag }] : []),
    ...(holdsPost(user, "administrator")
      ? [
          { to: paths.adminCategories(), words: "Categories and skills", icon: IconShield },
          { to: paths.adminAudit(), words: "Audit log", icon: IconFile },
        ]
      : []),
  ];
  return (
    <Menu position="bottom-end" width={240} shadow="md" radius="md">
      <Menu.Target>
        <UnstyledButton aria-label={accountOf(user)} style={{ borderRadius: "50%", padding: 4 }}>
          <Avatar name={user.displayName} url={user.avatarUrl} size={36} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {user.displayName} · {postsOf(user, role)}
        </Menu.Label>
        {links.map(({ to, words, icon: Icon }) => (
          <Menu.Item key={to} component={Link} to={to} leftSection={<Icon size={18} stroke={1.7} />}>
            {words}
          </Menu.Item>
        ))}
        {other && (
          <Menu.Item leftSection={<IconPeople size={18} stroke={1.7} />} onClick={() => actAs(other)}>
            Act as {roleWords[other].toLowerCase()}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={dark ? <IconLight size={18} stroke={1.7} /> : <IconDark size={18} stroke={1.7} />}
          onClick={toggle}
        >
          {dark ? "Light theme" : "Dark theme"}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconSignOut size={18} stroke={1.7} />}
          onClick={() => void signOut().then(() => navigate(paths.home()))}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
