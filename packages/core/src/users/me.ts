/** My account with the profiles of my roles. */
import { Refusal } from "@freelancerm/contracts/errors";
import type { Me } from "@freelancerm/contracts/users";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import { type Account, fileUrl, type WholeAccount } from "./account.ts";
import { type ClientRecord, presentClient } from "./client-profile.ts";
import { type FreelancerRecord, presentFreelancer } from "./freelancer-profile.ts";

/** @rule A profile is complete when each of these is there; what is missing is said by name. */
function completenessOf(account: Account, freelancer?: FreelancerRecord, client?: ClientRecord): Me["completeness"] {
  const parts: Record<string, boolean> = {
    avatar: account.avatarFileId !== null,
    country: account.country !== null,
    languages: account.languages.length > 0,
    ...(freelancer && {
      headline: freelancer.headline !== "",
      bio: freelancer.bio !== "",
      category: freelancer.categoryId !== null,
      skills: freelancer.skills.length > 0,
      hourlyRate: freelancer.hourlyRate !== null,
      portfolio: freelancer.portfolio.length > 0,
    }),
    ...(client && { company: client.company !== "", about: client.about !== "" }),
  };
  const missing = Object.keys(parts).filter((name) => !parts[name]);
  const all = Object.keys(parts).length;
  return { percent: Math.round((100 * (all - missing.length)) / all), missing };
}

export function presentMe({ account, ...profiles }: WholeAccount, staffRoles: Actor["staffRoles"]): Me {
  const freelancer = account.roles.includes("freelancer") ? profiles.freelancer : undefined;
  const client = account.roles.includes("client") ? profiles.client : undefined;
  const { id, email, displayName, roles, avatarFileId, country, timeZone, languages, totpEnabled, version } = account;
  return {
    id,
    email,
    displayName,
    roles,
    staffRoles,
    avatarUrl: fileUrl(avatarFileId),
    country,
    timeZone,
    languages,
    totpEnabled,
    freelancer: freelancer ? ownFreelancer(freelancer) : null,
    client: client ? presentClient(client) : null,
    completeness: completenessOf(account, freelancer, client),
    version,
  };
}

/** Their own profile as its owner edits it. */
function ownFreelancer(freelancer: FreelancerRecord): Me["freelancer"] {
  const shown = presentFreelancer(freelancer);
  return {
    ...shown,
    visibility: freelancer.visibility,
    portfolio: shown.portfolio.map((item, index) => ({
      ...item,
      imageFileId: freelancer.portfolio[index]!.imageFileId,
    })),
  };
}

/** The actor's account with its profiles; a token without an account has to sign in first. */
export async function requireMe(deps: Needs<"accounts">, actor: Actor): Promise<WholeAccount> {
  const whole = await deps.accounts.findWhole(actor.id);
  if (!whole || whole.account.closedAt) throw new Refusal("auth.session_expired");
  return whole;
}

/** As it is after its items were saved. */
export const saved = <E extends { version: number }>(entity: E): E => ({ ...entity, version: entity.version + 1 });

export const getMe =
  (deps: Needs<"accounts">) =>
  async (actor: Actor): Promise<Me> =>
    presentMe(await requireMe(deps, actor), actor.staffRoles);
