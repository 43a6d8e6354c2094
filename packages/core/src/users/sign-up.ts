/** Opening an account and getting back into one. Whether an address has an account shows in none of these. */
import type { Role } from "@freelancerm/contracts/route";
import type { Needs } from "../deps.ts";
import { letterOf, type Mailer } from "../notifications/mail.ts";
import type { Site } from "../site.ts";
import { HOUR } from "../time.ts";
import { type EndingDeps, endSessions } from "./end-sessions.ts";
import type { Identity } from "./identity.ts";

type Deps = { identity: Identity };
type Post = { mailer: Mailer } & Site;

/**
 * @rule Signing up is answered the same whether the address has an account or not; its owner is told by mail, once an hour
 * at most.
 */
export const signUp =
  (deps: Deps & Post & Needs<"accounts" | "clock" | "notifications">) =>
  async (account: { email: string; password: string; displayName: string; role: Role }) => {
    if ((await deps.identity.signUp(account)) === "taken") await tellOwner(deps, account.email);
    return { email: account.email, next: "confirm" } as const;
  };

async function tellOwner(deps: Deps & Post & Needs<"accounts" | "clock" | "notifications">, email: string) {
  const { userId } = await deps.identity.find(email);
  const now = deps.clock.now();
  if ((await deps.notifications.holdMail(userId, "sign-up", now, now + HOUR)) !== "ours") return;
  const owner = await deps.accounts.find(userId);
  const letter = {
    to: email,
    name: owner?.displayName ?? "there",
    title: "You have an account with this address already",
    body: "Somebody, most likely you, tried to sign up with it. Nothing was changed. If it was not you, do nothing.",
    links: [
      { words: "Sign in", path: "/sign-in" },
      { words: "Choose a new password", path: "/forgot-password" },
    ],
  };
  await deps.mailer.send(letterOf(letter, deps.siteUrl()));
}

export const confirmSignUp =
  ({ identity }: Deps) =>
  async ({ email, code }: { email: string; code: string }) => {
    await identity.confirm(email, code);
    return { next: "sign_in" } as const;
  };

export const resendCode =
  ({ identity }: Deps) =>
  async ({ email }: { email: string }) => {
    await identity.resend(email);
    return { next: "confirm" } as const;
  };

/** @rule Asking for a forgotten password is answered the same whether the address is known or not. */
export const forgotPassword =
  ({ identity }: Deps) =>
  async ({ email }: { email: string }) => {
    await identity.forgot(email);
    return { next: "reset" } as const;
  };

/** @rule Whoever takes an account back with a new password is alone in it: all its sessions end. */
export const resetPassword =
  (deps: EndingDeps) => async (answer: { email: string; code: string; password: string }) => {
    await deps.identity.reset(answer);
    await endSessions(deps)(await deps.identity.find(answer.email));
    return { next: "sign_in" } as const;
  };
