/**
 * Leaving for good. The rows stay, so that ledgers balance and the other side reads its history; nothing in them says who it
 * was any more.
 */
import { Refusal } from "@freelancerm/contracts/errors";
import type { DomainEvent } from "@freelancerm/contracts/events";
import { NotificationKind } from "@freelancerm/contracts/notifications";
import { ROLES } from "@freelancerm/contracts/route";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import { type Change, happened } from "../entity.ts";
import type { FileRemoval } from "../files/file-removal.ts";
import { closeJob } from "../jobs/close-job.ts";
import { type Letter, letterOf, type Mailer } from "../notifications/mail.ts";
import { withdrawProposal } from "../proposals/answer-proposal.ts";
import { isOpen } from "../proposals/proposal.ts";
import { deleteSavedSearch } from "../saved-searches/save-search.ts";
import type { Site } from "../site.ts";
import { iso } from "../time.ts";
import { every } from "../whole-list.ts";
import type { Account, WholeAccount } from "./account.ts";
import * as clients from "./client-profile.ts";
import { type EndingDeps, endSessions } from "./end-sessions.ts";
import * as freelancers from "./freelancer-profile.ts";
import type { Identity } from "./identity.ts";
import { requireMe } from "./me.ts";
import { type Proof, requireProof } from "./prove.ts";

type Deps = EndingDeps &
  Needs<
    | "accounts"
    | "clients"
    | "clock"
    | "commit"
    | "contracts"
    | "freelancers"
    | "ids"
    | "jobs"
    | "payoutAccounts"
    | "proposals"
    | "savedSearches"
  > & { mailer: Mailer } & Site;

/** What a refusal names at most. */
const NAMED = 20;

/**
 * Closes the actor's account, and says so by mail to the address it had.
 * @rule An account is closed by its owner, who proves to be it, once no contract runs. Its jobs close, its proposals are
 * withdrawn, and name, address, picture, profiles and portfolio are erased; others read "Closed account". One that is suspended
 * stays, or its address could sign up anew.
 */
export const closeAccount =
  (deps: Deps) =>
  async (actor: Actor, { token, ...proof }: Proof & { token: string }): Promise<void> => {
    const username = deps.identity.usernameOf(token);
    await requireUnsuspended(deps, actor);
    await requireProof(deps.identity, username, proof);
    await requireNothingRuns(deps, actor.id);
    await letGo(deps, actor);
    // What was agreed while all that ended; from here on nothing of theirs can be accepted.
    await requireNothingRuns(deps, actor.id);
    const me = await requireUnsuspended(deps, actor);
    // Before the erasure, which cannot be repeated: it takes the address away, and soon whoever could prove to own it.
    await endSessions(deps)({ username, userId: actor.id });
    await deps.mailer.send(letterOf(farewell(me.account), deps.siteUrl()));
    await erase(deps, me, username);
  };

const farewell = ({ email, displayName }: Account): Letter => ({
  to: email,
  name: displayName,
  title: "Your account is closed",
  body: "What was personal in it is erased. What you agreed with others stays readable to them, without your name.",
  links: [{ words: "FreelancerM", path: "/" }],
});

async function requireUnsuspended(deps: Deps, actor: Actor): Promise<WholeAccount> {
  const me = await requireMe(deps, actor);
  if (me.account.suspendedAt) throw new Refusal("account.disabled");
  return me;
}

async function requireNothingRuns(deps: Deps, userId: string): Promise<void> {
  const listed = await Promise.all(ROLES.map((role) => every((page) => deps.contracts.listOf(role, userId, page))));
  const running = listed.flat().filter(({ status }) => status === "active");
  if (running.length === 0) return;
  const contracts = running.slice(0, NAMED).map(({ id, title }) => ({ id, title }));
  throw new Refusal("account.in_use", { facts: { contracts, count: running.length } });
}

/** Ends what others still wait for. */
async function letGo(deps: Deps, actor: Actor): Promise<void> {
  const [jobs, proposals, saved, searches] = await Promise.all([
    every((page) => deps.jobs.listOfClient(actor.id, page)),
    every((page) => deps.proposals.listOfFreelancer(actor.id, page)),
    deps.jobs.savedOf(actor.id),
    deps.savedSearches.listOf(actor.id),
  ]);
  const reason = "The client closed their account.";
  for (const { id: jobId, status } of jobs) {
    if (["draft", "open", "paused"].includes(status)) await closeJob(deps)(actor, { jobId, reason });
  }
  for (const proposal of proposals.filter(isOpen)) await withdrawProposal(deps)(actor, { proposalId: proposal.id });
  for (const { jobId } of saved) await deps.commit(deps.jobs.forget(actor.id, jobId));
  for (const { id: searchId } of searches) await deleteSavedSearch(deps)(actor, { searchId });
}

async function erase(deps: Deps, me: WholeAccount, username: string): Promise<void> {
  const { id: userId, joinedAt, version, outbox } = me.account;
  const account: Account = {
    id: userId,
    email: "",
    displayName: "Closed account",
    roles: [],
    country: null,
    timeZone: "UTC",
    languages: [],
    avatarFileId: null,
    totpEnabled: false,
    unmailed: [...NotificationKind.options],
    joinedAt,
    closedAt: iso(deps.clock.now()),
    version,
    ...(outbox && { outbox }),
  };
  const pictures = [me.account.avatarFileId, ...(me.freelancer?.portfolio ?? []).map(({ imageFileId }) => imageFileId)];
  const fileIds = pictures.filter((fileId) => fileId !== null);
  const events = [
    happened(deps, "account.closed.v1", { userId, username, fileIds }),
    happened(deps, "person.changed.v1", { userId }),
  ];
  const changes: Change[] = [deps.accounts.save(account, { events, orElse: "resource.changed" })];
  if (me.freelancer) {
    const freelancer: freelancers.FreelancerRecord = {
      ...freelancers.followAccount(me.freelancer, account),
      headline: "",
      bio: "",
      categoryId: null,
      skills: [],
      hourlyRate: null,
      portfolio: [],
      visibility: "hidden",
    };
    changes.push(deps.freelancers.save(freelancer, freelancers.listingChange(deps, me.freelancer, freelancer)));
  }
  if (me.client) {
    changes.push(deps.clients.save({ ...clients.followAccount(me.client, account), company: "", about: "" }));
  }
  const payouts = await deps.payoutAccounts.find(userId);
  if (payouts?.bank) changes.push(deps.payoutAccounts.save({ ...payouts, bank: null }));
  await deps.commit(...changes);
}

/** Erases what lies outside the table: the pictures, and who it was at the identity provider. Doing it again is fine. */
export const eraseOutside =
  (deps: Needs<"commit" | "files"> & { identity: Pick<Identity, "remove">; fileRemoval: FileRemoval }) =>
  async ({ data }: DomainEvent<"account.closed.v1">): Promise<void> => {
    await Promise.all(data.fileIds.map(deps.fileRemoval.remove));
    for (const fileId of data.fileIds) await deps.commit(deps.files.remove(fileId));
    await deps.identity.remove(data.username);
  };
