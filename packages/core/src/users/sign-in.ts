/** Ways into a session and out of it. */
import { Refusal } from "@freelancerm/contracts/errors";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import { type EndingDeps, endSessions } from "./end-sessions.ts";
import type { Identity, Tokens } from "./identity.ts";
import { type Opened, openSession } from "./session.ts";

type SignInDeps = Needs<"accounts" | "clients" | "clock" | "commit" | "freelancers" | "ids"> & { identity: Identity };

const opened = (deps: SignInDeps, tokens: Tokens): Promise<Opened> => {
  if (!tokens.refreshToken) throw new Refusal("service.unavailable");
  return openSession(deps, tokens, tokens.refreshToken);
};

/** Opens a session, or answers with the challenge of the second factor. */
export const signIn =
  (deps: SignInDeps) =>
  async ({ email, password }: { email: string; password: string }): Promise<Opened | { challengeToken: string }> => {
    const answer = await deps.identity.signIn(email, password);
    return "challengeToken" in answer ? answer : opened(deps, answer);
  };

export const answerTotp =
  (deps: SignInDeps) =>
  async (answer: { email: string; challengeToken: string; code: string }): Promise<Opened> =>
    opened(deps, await deps.identity.answerTotp(answer));

/** A new access token for a refresh token. */
export const refreshSession =
  (deps: SignInDeps) =>
  async (refreshToken: string | undefined): Promise<Opened> => {
    if (!refreshToken) throw new Refusal("auth.session_expired");
    return openSession(deps, await deps.identity.refresh(refreshToken), refreshToken);
  };

/** Ends one session. Without one there is nothing to end. */
export const signOut =
  ({ identity }: { identity: Identity }) =>
  async (refreshToken: string | undefined): Promise<void> => {
    if (refreshToken) await identity.revoke(refreshToken);
  };

/** Ends every session and socket of the acting user. */
export const signOutEverywhere =
  (deps: EndingDeps) =>
  (actor: Actor, { token }: { token: string }): Promise<void> =>
    endSessions(deps)({ username: deps.identity.usernameOf(token), userId: actor.id });
