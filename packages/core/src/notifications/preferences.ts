import { NotificationKind } from "@freelancerm/contracts/notifications";
import type { Actor } from "../actor.ts";
import { requireFound } from "../contracts/contract.ts";
import type { Needs } from "../deps.ts";

/** Kinds that are never mailed: the conversation or another mail says the same. */
const NEVER_MAILED: readonly NotificationKind[] = ["message_received", "milestone_approved"];

/** Whoever is told this may not be able to sign in and read it. */
const ALWAYS_MAILED: readonly NotificationKind[] = ["moderation_decided"];

/** @rule Every kind is mailed unless its reader chose otherwise; why something of theirs was taken down is mailed always. */
export const isMailed = (
  { unmailed, closedAt }: { unmailed: readonly string[]; closedAt?: string },
  kind: NotificationKind,
): boolean =>
  // A closed account has no address left.
  !closedAt && (ALWAYS_MAILED.includes(kind) || (!NEVER_MAILED.includes(kind) && !unmailed.includes(kind)));

interface Preferences {
  email: Record<string, boolean>;
}
const present = (account: { unmailed: readonly string[] }): Preferences => ({
  email: Object.fromEntries(
    NotificationKind.options
      .filter((kind) => ![...NEVER_MAILED, ...ALWAYS_MAILED].includes(kind))
      .map((kind) => [kind, isMailed(account, kind)]),
  ),
});

/** Which kinds are mailed to me. */
export const getPreferences =
  (deps: Needs<"accounts">) =>
  async (actor: Actor): Promise<Preferences> =>
    present(requireFound(await deps.accounts.find(actor.id)));

/** Changes the kinds that are named, and no others. */
export const updatePreferences =
  (deps: Needs<"accounts" | "commit">) =>
  async (actor: Actor, { email }: { email: Partial<Record<NotificationKind, boolean>> }): Promise<Preferences> => {
    const before = requireFound(await deps.accounts.find(actor.id));
    const unmailed = NotificationKind.options.filter((kind) =>
      email[kind] === undefined ? before.unmailed.includes(kind) : !email[kind],
    );
    await deps.commit(deps.accounts.save({ ...before, unmailed }));
    return present({ unmailed });
  };
