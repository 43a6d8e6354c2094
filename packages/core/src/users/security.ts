/** Password and second factor of the signed-in user. */
import { Refusal } from "@freelancerm/contracts/errors";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import { type EndingDeps, endSessions } from "./end-sessions.ts";
import type { Identity } from "./identity.ts";
import { requireMe } from "./me.ts";
import { type Proof, requireProof } from "./prove.ts";

type Deps = Needs<"accounts" | "commit"> & { identity: Identity };

/**
 * Changes the password and answers with the refresh token of a session begun with it; none where a second factor is asked.
 * @rule A new password ends every session begun with the old one.
 */
export const changePassword =
  (deps: EndingDeps) =>
  async (
    actor: Actor,
    { token, ...passwords }: { token: string; current: string; next: string },
  ): Promise<{ refreshToken: string | undefined }> => {
    const { identity } = deps;
    const username = identity.usernameOf(token);
    await identity.changePassword(token, passwords);
    await endSessions(deps)({ username, userId: actor.id });
    const begun = await identity.signIn(username, passwords.next);
    return { refreshToken: "challengeToken" in begun ? undefined : begun.refreshToken };
  };

/**
 * A secret for the authenticator app; nothing changes until a code of it was confirmed.
 * @rule An app in use is not replaced by another: that would take it out of use without a code of it.
 */
export const startTotp =
  (deps: Deps) =>
  async (actor: Actor, { token }: { token: string }) => {
    const { account } = await requireMe(deps, actor);
    if (account.totpEnabled) throw new Refusal("account.totp_on");
    const secret = await deps.identity.startTotp(token);
    const label = encodeURIComponent(`FreelancerM:${account.email}`);
    return { secret, uri: `otpauth://totp/${label}?secret=${secret}&issuer=FreelancerM` };
  };

async function remember(deps: Deps, actor: Actor, totpEnabled: boolean) {
  const { account } = await requireMe(deps, actor);
  if (account.totpEnabled !== totpEnabled) await deps.commit(deps.accounts.save({ ...account, totpEnabled }));
  return {};
}

export const confirmTotp =
  (deps: Deps) =>
  async (actor: Actor, { token, code }: { token: string; code: string }) => {
    await deps.identity.confirmTotp(token, code);
    return remember(deps, actor, true);
  };

export const stopTotp =
  (deps: Deps) =>
  async (actor: Actor, { token, ...proof }: Proof & { token: string }) => {
    await requireProof(deps.identity, deps.identity.usernameOf(token), proof);
    await deps.identity.stopTotp(token);
    return remember(deps, actor, false);
  };
