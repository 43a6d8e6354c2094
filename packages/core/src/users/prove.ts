/** Showing again that it is you, before what cannot be taken back. */
import { Refusal, refuseField } from "@freelancerm/contracts/errors";
import type { Identity } from "./identity.ts";

export interface Proof {
  password: string;
  /** Of the authenticator app, where one is in use. */
  code?: string | undefined;
}

/**
 * @rule A token alone, which may have been stolen, takes no protection away: the password is asked again, and the code of
 * the authenticator app where one is in use.
 */
export async function requireProof(identity: Identity, username: string, { password, code }: Proof): Promise<void> {
  const begun = await identity.signIn(username, password).catch((error: unknown) => {
    if (!(error instanceof Refusal && error.code === "auth.invalid_credentials")) throw error;
    return refuseField("account.password_wrong", "password", "is wrong");
  });
  const tokens =
    "challengeToken" in begun
      ? await identity.answerTotp({
          email: username,
          challengeToken: begun.challengeToken,
          code: code ?? refuseField("account.totp_required", "code", "is needed"),
        })
      : begun;
  if (tokens.refreshToken) await identity.revoke(tokens.refreshToken);
}
