/** The authenticated user of a request, and what a route's declaration allows them. */
import { Refusal } from "@freelancerm/contracts/errors";
import { membersOf, ownerOfFile, ownerOfJob, ownerOfSearch, partiesOf } from "@freelancerm/contracts/ids";
import { type Access, type Caller, type Role, STAFF_ROLES, type StaffRole } from "@freelancerm/contracts/route";

export interface Actor {
  id: string;
  roles: Role[];
  staffRoles: StaffRole[];
  /** When the session was begun, by the identity provider's clock: seconds since the epoch. Unknown on a socket. */
  signedInAt?: number;
}

/**
 * @rule Who may call a route is part of its declaration: everybody, anybody signed in, or holders of one role; an administrator
 * holds every role of the staff.
 */
export function requireCaller(actor: Actor | undefined, caller: Caller): void {
  if (caller === "anyone") return;
  if (!actor) throw new Refusal("auth.required");
  if (caller === "user") return;
  const posts = actor.staffRoles.includes("administrator") ? STAFF_ROLES : actor.staffRoles;
  if (![...actor.roles, ...posts].includes(caller as never)) throw new Refusal("auth.role_required");
}

/** Who plays which part in an addressed item; read from its id. */
function partsOf(param: string, id: string): Partial<Record<Role | "owner", string>> {
  switch (param) {
    case "jobId":
      return { client: ownerOfJob(id) };
    case "proposalId":
    case "contractId": {
      const { clientId, freelancerId } = partiesOf(id);
      return { client: clientId, freelancer: freelancerId };
    }
    case "roomId": {
      const { clientId, freelancerId } = membersOf(id);
      return { client: clientId, freelancer: freelancerId };
    }
    case "searchId":
      return { owner: ownerOfSearch(id) };
    default:
      return { owner: ownerOfFile(id) };
  }
}

/** @rule What is not yours does not exist for you: the answer is the same 404 for foreign and for unknown ids. */
export function requireAccess(
  actor: Actor | undefined,
  access: Access | undefined,
  params: Record<string, unknown>,
): void {
  if (!access || access === "public") return;
  const parts = partsOf(access.param, String(params[access.param]));
  const allowed = access.as === "party" ? [parts.client, parts.freelancer] : [parts[access.as]];
  if (!actor || !allowed.includes(actor.id)) throw new Refusal("resource.not_found");
}
