import type { NotificationKind } from "@freelancerm/contracts/notifications";
import { IconBell, IconBriefcase, IconContract, IconMessages, IconStarEmpty, IconWallet } from "../../ui/icons.ts";
import { type Subject, subjectOf } from "./subjects.ts";

const ICONS: Record<Subject, typeof IconBell> = {
  messages: IconMessages,
  contracts: IconContract,
  money: IconWallet,
  safety: IconBell,
  jobs: IconBriefcase,
};

/** The icon of what a notification is about. */
export function subjectIcon(kind: NotificationKind): typeof IconBell {
  if (kind === "review_received" || kind === "review_reminder") return IconStarEmpty;
  return ICONS[subjectOf[kind]];
}
