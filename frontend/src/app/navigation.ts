import { paths } from "../lib/paths.ts";
import { holdsPost, isStaffAlone, type SessionState } from "../session/session.ts";
import {
  IconBriefcase,
  IconContract,
  IconFlag,
  IconHome,
  IconMessages,
  IconPeople,
  IconSearch,
  IconShield,
} from "../ui/icons.ts";

export interface Destination {
  to: string;
  words: string;
  icon: typeof IconHome;
  count?: "messages";
}

const findWork: Destination = { to: paths.jobs(), words: "Find work", icon: IconSearch };
const findTalent: Destination = { to: paths.talent(), words: "Find talent", icon: IconPeople };
const home: Destination = { to: paths.home(), words: "Home", icon: IconHome };
const categories: Destination = { to: paths.adminCategories(), words: "Categories", icon: IconShield };
const cases: Destination = { to: paths.adminCases(), words: "Cases", icon: IconFlag };
const shared: Destination[] = [
  { to: paths.contracts(), words: "Contracts", icon: IconContract },
  { to: paths.messages(), words: "Messages", icon: IconMessages, count: "messages" },
];

/** Where people go most, by who they are. */
export function destinations({ status, role, user }: SessionState): Destination[] {
  if (status !== "signed_in") return [findWork, findTalent];
  if (isStaffAlone(user))
    return [
      findWork,
      findTalent,
      ...(holdsPost(user, "moderator") ? [cases] : []),
      ...(holdsPost(user, "administrator") ? [categories] : []),
    ];
  return role === "client"
    ? [findTalent, { to: paths.myJobs(), words: "My jobs", icon: IconBriefcase }, ...shared]
    : [findWork, { to: paths.myProposals(), words: "Proposals", icon: IconBriefcase }, ...shared];
}

export const tabs = (session: SessionState): Destination[] => [home, ...destinations(session)];
