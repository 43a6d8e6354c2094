import type { NotificationKind } from "@freelancerm/contracts/notifications";
import { IconBell, IconBriefcase, IconContract, IconMessages, IconStarEmpty, IconWallet } from "../../ui/icons.ts";
import { subjects } from "./bundles.ts";

const ICONS: Record<string, typeof IconBell> = {
  messages: IconMessages,
  contracts: IconContract,
  money: IconWallet,
  jobs: IconBriefcase,
};

/** The icon of what a notification is about. */
export function subjectIcons(kind: NotificationKind): typeof IconBell {
  if (kind === "review_received" || kind === "review_reminder") return IconStarEmpty;
  const subject = Object.entries(subjects).find(([, { kinds }]) => kinds.has(kind));
  return (subject && ICONS[subject[0]]) ?? IconBell;
}
