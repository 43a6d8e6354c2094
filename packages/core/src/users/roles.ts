/** Taking up and giving up a role. */
import { Refusal } from "@freelancerm/contracts/errors";
import type { Role } from "@freelancerm/contracts/route";
import type { Me } from "@freelancerm/contracts/users";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import type { Change } from "../entity.ts";
import { isOpen } from "../proposals/proposal.ts";
import { some } from "../whole-list.ts";
import type { WholeAccount } from "./account.ts";
import { listingChange } from "./freelancer-profile.ts";
import type { Identity } from "./identity.ts";
import { presentMe, requireMe, saved } from "./me.ts";
import { missingProfiles } from "./session.ts";

/** Adds the other role with its profile. The token carries it from the next refresh on. */
export const addRole =
  (deps: Needs<"accounts" | "clients" | "clock" | "commit" | "freelancers" | "ids"> & { identity: Identity }) =>
  async (actor: Actor, { role, token }: { role: Role; token: string }): Promise<Me> => {
    const me = await requireMe(deps, actor);
    if (me.account.roles.includes(role))
      throw new Refusal("role.exists", { errors: [{ field: "role", message: "is yours already" }] });
    const account = { ...me.account, roles: [...me.account.roles, role] };
    const { whole, changes } = missingProfiles(deps, { ...me, account });
    const back = role === "freelancer" && me.freelancer ? shown(deps, me.freelancer, "public") : undefined;
    await deps.commit(deps.accounts.save(account), ...changes, ...(back ? [back.change] : []));
    // A group that could not be joined now is joined at the next refresh.
    await deps.identity.addToGroup(deps.identity.usernameOf(token), role);
    const after: WholeAccount = { ...whole, account: saved(account), ...(back && { freelancer: back.freelancer }) };
    return presentMe(after, actor.staffRoles);
  };

/** @rule A role with open contracts, jobs or proposals cannot be given up, nor the last role, except by staff. */
export const removeRole =
  (
    deps: Needs<"accounts" | "clock" | "commit" | "contracts" | "freelancers" | "ids" | "jobs" | "proposals"> & {
      identity: Identity;
    },
  ) =>
  async (actor: Actor, { role, token }: { role: Role; token: string }): Promise<Me> => {
    const me = await requireMe(deps, actor);
    if (!me.account.roles.includes(role)) throw new Refusal("resource.not_found");
    if (me.account.roles.length === 1 && actor.staffRoles.length === 0) throw new Refusal("role.last");
    if (await isInUse(deps, actor.id, role)) throw new Refusal("role.in_use");
    const account = { ...me.account, roles: me.account.roles.filter((other) => other !== role) };
    const gone = role === "freelancer" && me.freelancer ? shown(deps, me.freelancer, "hidden") : undefined;
    await deps.commit(deps.accounts.save(account), ...(gone ? [gone.change] : []));
    await deps.identity.removeFromGroup(deps.identity.usernameOf(token), role);
    return presentMe({ ...me, account: saved(account) }, actor.staffRoles);
  };

/** The profile of a role that is given up hides, and shows again when the role is taken up again. */
function shown(
  deps: Needs<"clock" | "freelancers" | "ids">,
  before: NonNullable<WholeAccount["freelancer"]>,
  visibility: "public" | "hidden",
) {
  const freelancer = { ...before, visibility };
  const change: Change = deps.freelancers.save(freelancer, listingChange(deps, before, freelancer));
  return { freelancer, change };
}

async function isInUse(deps: Needs<"contracts" | "jobs" | "proposals">, userId: string, role: Role): Promise<boolean> {
  const uses = await Promise.all([
    some(
      (page) => deps.contracts.listOf(role, userId, page),
      ({ status }) => status === "active",
    ),
    role === "client"
      ? some(
          (page) => deps.jobs.listOfClient(userId, page),
          ({ status }) => status === "open" || status === "paused",
        )
      : some((page) => deps.proposals.listOfFreelancer(userId, page), isOpen),
  ]);
  return uses.includes(true);
}
