/** Sessions: from a sign-in or a refresh to the account it opens. */
import { Refusal } from "@freelancerm/contracts/errors";
import { ROLES, STAFF_ROLES } from "@freelancerm/contracts/route";
import type { Session } from "@freelancerm/contracts/users";
import type { Needs } from "../deps.ts";
import { type Change, happenedAt } from "../entity.ts";
import { iso } from "../time.ts";
import type { Account, WholeAccount } from "./account.ts";
import { newClient } from "./client-profile.ts";
import { listingChange, newFreelancer } from "./freelancer-profile.ts";
import type { Claims, Identity, Tokens } from "./identity.ts";
import { presentMe } from "./me.ts";

type SessionDeps = Needs<"accounts" | "clients" | "clock" | "commit" | "freelancers" | "ids"> & { identity: Identity };

/** A session's answer, with the refresh token that becomes its cookie. */
export interface Opened {
  session: Session;
  refreshToken: string | undefined;
}

/** What a user without an account gets at the first sign-in. */
function newcomer({ userId, email, name, role, groups }: Claims, at: string): Account {
  return {
    id: userId,
    email,
    displayName: name || "New member",
    roles: ROLES.filter((known) => known === role || groups.includes(known)),
    country: null,
    timeZone: "UTC",
    languages: [],
    avatarFileId: null,
    totpEnabled: false,
    unmailed: [],
    joinedAt: at,
    version: 0,
  };
}

/** Profiles the account's roles need and it does not have yet, with the changes that make them. */
export function missingProfiles(
  deps: Needs<"clients" | "clock" | "freelancers" | "ids">,
  { account, freelancer, client }: WholeAccount,
): { whole: WholeAccount; changes: Change[] } {
  const at = iso(deps.clock.now());
  const whole = {
    account,
    freelancer: freelancer ?? (account.roles.includes("freelancer") ? newFreelancer(account, at) : undefined),
    client: client ?? (account.roles.includes("client") ? newClient(account, at) : undefined),
  };
  const changes: Change[] = [];
  if (whole.freelancer && !freelancer) {
    changes.push(deps.freelancers.save(whole.freelancer, listingChange(deps, undefined, whole.freelancer)));
  }
  if (whole.client && !client) changes.push(deps.clients.save(whole.client));
  return { whole, changes };
}

const postsOf = ({ groups }: Claims) => STAFF_ROLES.filter((role) => groups.includes(role));

/** The account with the posts this session comes with; the same one where it knew them. */
function withPosts(account: Account, claims: Claims): Account {
  const staffRoles = postsOf(claims);
  const { staffRoles: known = [], ...rest } = account;
  if (account.closedAt || known.join() === staffRoles.join()) return account;
  return staffRoles.length > 0 ? { ...rest, staffRoles } : rest;
}

/**
 * @rule The first sign-in makes the account and the profile of the role chosen at sign-up; once, however often it happens. Each
 * session writes down which posts of the staff its user holds.
 */
async function ensureAccount(deps: SessionDeps, claims: Claims): Promise<WholeAccount> {
  const found = await deps.accounts.findWhole(claims.userId);
  const account = withPosts(found?.account ?? newcomer(claims, iso(deps.clock.now())), claims);
  const { whole, changes } = missingProfiles(deps, { freelancer: undefined, client: undefined, ...found, account });
  const events = [happenedAt(deps, "user.joined.v1", { userId: account.id, roles: account.roles }, account.joinedAt)];
  if (!found) changes.unshift(deps.accounts.save(account, { events }));
  else if (account !== found.account) changes.unshift(deps.accounts.save(account));
  if (changes.length === 0) return whole;
  try {
    await deps.commit(...changes);
  } catch (error) {
    // Another sign-in at the same moment has made them; what an edit came before is made at the next refresh.
    if (!(error instanceof Refusal && error.code === "resource.conflict")) throw error;
  }
  const made = await deps.accounts.findWhole(claims.userId);
  if (!made) throw new Refusal("resource.conflict");
  return made;
}

/** @rule Groups follow the account's roles: what a sign-in finds different is put right before the token is handed out. */
async function settleGroups(identity: Identity, { account }: WholeAccount, tokens: Tokens, refreshToken: string) {
  const { username, groups } = tokens.claims;
  const missing = account.roles.filter((role) => !groups.includes(role));
  const left = ROLES.filter((role) => groups.includes(role) && !account.roles.includes(role));
  if (missing.length + left.length === 0) return tokens;
  await Promise.all([
    ...missing.map((role) => identity.addToGroup(username, role)),
    ...left.map((role) => identity.removeFromGroup(username, role)),
  ]);
  return identity.refresh(refreshToken);
}

/** The session of fresh tokens: the account is there and the token carries its roles. */
export async function openSession(deps: SessionDeps, tokens: Tokens, refreshToken: string): Promise<Opened> {
  const whole = await ensureAccount(deps, tokens.claims);
  // The user pool forgets a closed account a moment later.
  if (whole.account.closedAt) throw new Refusal("auth.invalid_credentials");
  // The user pool hears of a suspension a moment later.
  if (whole.account.suspendedAt) throw new Refusal("account.disabled");
  const { accessToken, expiresIn, claims } = await settleGroups(deps.identity, whole, tokens, refreshToken);
  return {
    session: { accessToken, expiresIn, user: presentMe(whole, postsOf(claims)) },
    refreshToken: tokens.refreshToken,
  };
}
