/** Feed entry, socket push and e-mail of an event. It may arrive again: each channel says it once. */
import { Refusal } from "@freelancerm/contracts/errors";
import { partiesOf } from "@freelancerm/contracts/ids";
import type { Notification } from "@freelancerm/contracts/notifications";
import type { Needs } from "../deps.ts";
import { limits } from "../policy/policy.ts";
import { deliver, type Live } from "../realtime/deliver.ts";
import { isRefusal } from "../refusals.ts";
import type { Site } from "../site.ts";
import { MINUTE } from "../time.ts";
import { type Account, personOf } from "../users/account.ts";
import { readActedOn } from "./acted.ts";
import { type Mailer, mailOf } from "./mail.ts";
import { type Notice, notificationOf } from "./notification.ts";
import { isMailed } from "./preferences.ts";
import { changedBy, type NotifiedEvent, noticesOf, peopleOf } from "./templates.ts";

type FeedDeps = Needs<"clock" | "commit" | "notifications"> & Live;
type NotifyDeps = FeedDeps & Needs<"accounts" | "cases" | "proposals"> & { mailer: Mailer } & Site;

/** How long somebody may take to hand a mail over before another may try: as long as a function runs. */
const MAIL_HELD = MINUTE;

/** Files a notification and shows it live. Answers whether it is new. */
const fileNotification =
  (deps: FeedDeps) =>
  async (userId: string, notification: Notification): Promise<boolean> => {
    try {
      await deps.commit(deps.notifications.add(userId, notification, deps.clock.now() + limits.notificationKept));
    } catch (error) {
      if (isRefusal(error, "resource.conflict")) return false;
      throw error;
    }
    await deliver(deps)(userId, { action: "notification.new", notification });
    return true;
  };

/** Mails a notification. A mail that fails is tried again with the event; one that went out is not sent again. */
async function mail(deps: NotifyDeps, account: Account, notification: Notification): Promise<void> {
  const { id } = notification;
  const now = deps.clock.now();
  const hold = await deps.notifications.holdMail(account.id, id, now, now + MAIL_HELD);
  if (hold === "sent") return;
  if (hold === "held") throw new Refusal("resource.conflict");
  try {
    await deps.mailer.send(
      mailOf(notification, { to: account.email, name: account.displayName, siteUrl: deps.siteUrl() }),
    );
  } catch (error) {
    await deps.notifications.releaseMail(account.id, id);
    throw error;
  }
  await deps.notifications.mailSent(account.id, id, now + limits.notificationKept);
}

/** People with a proposal that is still open for the job that changed. */
async function applicantsOf(deps: NotifyDeps, event: NotifiedEvent): Promise<string[]> {
  if (event.type !== "job.changed.v1" || event.data.changed.length === 0) return [];
  const proposals = await deps.proposals.allOfJob(event.data.jobId);
  return proposals
    .filter(({ status }) => status === "submitted" || status === "offered")
    .map(({ id }) => partiesOf(id).freelancerId);
}

/** People who reported what this decision is about. */
async function reportersOf(deps: NotifyDeps, event: NotifiedEvent): Promise<string[]> {
  if (event.type !== "case.decided.v1") return [];
  const { reports } = await deps.cases.findWhole(event.data.caseId);
  return reports.filter(({ round }) => round === event.data.round).map(({ reporterId }) => reporterId);
}

export const notify =
  (deps: NotifyDeps) =>
  async (event: NotifiedEvent): Promise<void> => {
    const [applicants, reporters] = await Promise.all([applicantsOf(deps, event), reportersOf(deps, event)]);
    const people = [...new Set([...peopleOf(event), ...applicants, ...reporters])];
    const found = await deps.accounts.findMany(people);
    const accounts = new Map(people.map((id, index) => [id, found[index]]));
    const nameOf = (id: string) => personOf(id, accounts.get(id)).displayName;

    const tell = async (notice: Notice) => {
      const notification = notificationOf(event, notice);
      await fileNotification(deps)(notice.userId, notification);
      const account = accounts.get(notice.userId);
      if (account && isMailed(account, notice.kind)) await mail(deps, account, notification);
    };
    const told = await Promise.allSettled([
      ...noticesOf(event, { nameOf, applicants, reporters }).map(tell),
      readActedOn(deps, event),
    ]);

    const changed = changedBy(event);
    if (changed) await Promise.all(people.map((id) => deliver(deps)(id, changed)));
    // Everybody was tried; what failed is tried again with the event.
    const failure = told.find((outcome) => outcome.status === "rejected");
    if (failure) throw failure.reason;
  };
