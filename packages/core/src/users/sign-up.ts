/** Opening an account and getting back into one. Whether an address has an account shows in none of these but sign-up. */
import type { Role } from "@freelancerm/contracts/route";
import { type EndingDeps, endSessions } from "./end-sessions.ts";
import type { Identity } from "./identity.ts";

type Deps = { identity: Identity };

export const signUp =
  ({ identity }: Deps) =>
  async (account: { email: string; password: string; displayName: string; role: Role }) => {
    await identity.signUp(account);
    return { email: account.email, next: "confirm" } as const;
  };

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
