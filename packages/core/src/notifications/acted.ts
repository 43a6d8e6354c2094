/** Whoever acts on something has read what they were told of it before. */
import type { Needs } from "../deps.ts";
import type { Live } from "../realtime/deliver.ts";
import { readNotifications } from "./feed.ts";
import { isUnread } from "./notification.ts";
import { contractLink, type NotifiedEvent, proposalLink } from "./templates.ts";

/** Who did it, and the pages of what it was done to; undefined when nobody did but time, or it is done to nothing of theirs. */
function actedOf(event: NotifiedEvent): { userId: string; links: string[] } | undefined {
  const { type, data } = event;
  if (type === "proposal.submitted.v1") return { userId: data.freelancerId, links: [`/jobs/${data.jobId}`] };
  if (type === "proposal.declined.v1") return { userId: data.clientId, links: [proposalLink(data)] };
  if (type === "job.changed.v1" || (type === "job.unlisted.v1" && data.status !== "expired")) {
    return { userId: data.clientId, links: [`/jobs/${data.jobId}`] };
  }
  if (!("by" in data) || (data.by !== "client" && data.by !== "freelancer")) return undefined;
  const links = [
    ...("contractId" in data ? [contractLink(data)] : []),
    ...("proposalId" in data ? [proposalLink(data)] : []),
  ];
  return { userId: data.by === "client" ? data.clientId : data.freelancerId, links };
}

/**
 * @rule Whoever acts on a job, a proposal or a contract, wherever they do it, has read the older notifications of it. News
 * that came after they acted stays unread.
 */
export async function readActedOn(deps: Needs<"clock" | "notifications"> & Live, event: NotifiedEvent): Promise<void> {
  const acted = actedOf(event);
  if (!acted) return;
  const { userId, links } = acted;
  const ids = (await deps.notifications.newest(userId))
    .filter((notice) => isUnread(notice) && links.includes(notice.link) && notice.createdAt <= event.at)
    .map(({ id }) => id);
  await readNotifications(deps, userId, ids);
}
