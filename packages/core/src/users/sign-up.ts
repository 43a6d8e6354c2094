/** Opening an account and getting back into one. Whether an address has an account shows in none of these but sign-up. */
import type { Role } from "@freelancerm/contracts/route";
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

export const resetPassword =
  ({ identity }: Deps) =>
  async (answer: { email: string; code: string; password: string }) => {
    await identity.reset(answer);
    return { next: "sign_in" } as const;
  };
