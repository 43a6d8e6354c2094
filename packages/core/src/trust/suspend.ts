/** Suspension: somebody cannot come in any more. Contracts and money go on without them. */
import { Refusal } from "@freelancerm/contracts/errors";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import { happened } from "../entity.ts";
import { closeSockets, type Live } from "../realtime/deliver.ts";
import { iso } from "../time.ts";
import type { Account } from "../users/account.ts";
import type { Identity } from "../users/identity.ts";
import { audited } from "./audit.ts";
import type { Removal } from "./subjects.ts";

/**
 * @rule Staff are suspended and let in again by administrators alone, so that no moderator shuts out whoever oversees them.
 */
export const maySuspend = (actor: Actor, account: Account | undefined): boolean =>
  !account?.staffRoles?.length || actor.staffRoles.includes("administrator");

/**
 * Closes an account; undefined when there is none, or it is closed already.
 * @rule Whoever is suspended cannot sign in or renew a session, at once; an access token already out lives on for at most a
 * quarter of an hour. Deadlines, releases and refunds of their contracts go on.
 */
export async function suspensionOf(
  deps: Needs<"accounts" | "clock" | "ids">,
  actor: Actor,
  userId: string,
): Promise<Removal | undefined> {
  const account = await deps.accounts.find(userId);
  if (!account || account.suspendedAt) return undefined;
  if (!maySuspend(actor, account)) throw new Refusal("auth.role_required");
  const suspendedAt = iso(deps.clock.now());
  const events = [happened(deps, "account.suspended.v1", { userId })];
  return {
    changes: [deps.accounts.save({ ...account, suspendedAt }, { events })],
    before: { suspendedAt: null },
    after: { suspendedAt },
  };
}

/** Lets somebody in again. */
export const reinstateUser =
  (deps: Needs<"accounts" | "audit" | "clock" | "commit" | "hash" | "ids">) =>
  async (actor: Actor, { userId, reason }: { userId: string; reason: string }) => {
    if (userId === actor.id) throw new Refusal("case.party");
    const account = await deps.accounts.find(userId);
    if (!account) throw new Refusal("resource.not_found");
    if (!maySuspend(actor, account)) throw new Refusal("auth.role_required");
    const { suspendedAt, ...reinstated } = account;
    if (!suspendedAt) throw new Refusal("account.not_suspended");
    await deps.commit(
      deps.accounts.save(reinstated, { events: [happened(deps, "account.reinstated.v1", { userId })] }),
      await audited(deps, actor, {
        action: "user.reinstate",
        subject: userId,
        before: { suspendedAt },
        after: { suspendedAt: null },
        reason,
      }),
    );
    return {};
  };

export type DoorDeps = Live & Needs<"accounts" | "tickets"> & { identity: Pick<Identity, "admit" | "shutOut"> };

/**
 * Makes the identity provider and the open sockets follow the account. It goes by what the account says now, so it may be
 * told late, twice, and in any order.
 */
export const settleDoors =
  (deps: DoorDeps) =>
  async ({ userId }: { userId: string }): Promise<void> => {
    const account = await deps.accounts.find(userId);
    if (!account || account.closedAt) return;
    if (!account.suspendedAt) return deps.identity.admit(account.email);
    const endedAt = await deps.identity.shutOut(account.email);
    await deps.tickets.refuseBefore(userId, endedAt);
    await closeSockets(deps)(userId);
  };
