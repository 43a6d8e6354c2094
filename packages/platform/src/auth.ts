/** Access tokens of the user pool → the actor. Runs behind the gateway's authorizer, and trusts nobody but itself. */

import { createHash } from "node:crypto";
import { Refusal } from "@freelancerm/contracts/errors";
import { ID_DIGITS } from "@freelancerm/contracts/ids";
import { ROLES, STAFF_ROLES } from "@freelancerm/contracts/route";
import type { Actor } from "@freelancerm/core/actor";
import type { Clock } from "@freelancerm/core/entity";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { config } from "./config.ts";

/** A user's id is derived from the pool's `sub`, so that no look-up stands between a token and its actor: 80 bits of SHA-256. */
export const userIdOf = (sub: string): string =>
  `usr_${Array.from(createHash("sha256").update(sub).digest().subarray(0, 16), (byte) => ID_DIGITS[byte % 32]).join("")}`;

export type VerifyToken = (token: string) => Promise<Actor>;

const createVerifier = (userPoolId: string, clientId: string) =>
  CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse: "access" });

/** Verifies access tokens by the pool's time; its keys come from it, or from the endpoint that stands in for it. */
export function createTokenVerifier(clock: Clock): VerifyToken {
  let ready: Promise<ReturnType<typeof createVerifier>> | undefined;

  async function prepare() {
    const verifier = createVerifier(config.userPoolId, config.userPoolClientId);
    if (config.awsEndpoint) {
      const answer = await fetch(`${config.awsEndpoint}/${config.userPoolId}/.well-known/jwks.json`);
      verifier.cacheJwks((await answer.json()) as Parameters<typeof verifier.cacheJwks>[0]);
    }
    return verifier;
  }

  return async (token) => {
    ready ??= prepare();
    const verifier = await ready.catch((error) => {
      ready = undefined;
      throw error;
    });
    const claims = await verifier.verify(token).catch((error: unknown) => {
      throw new Refusal("auth.required", { detail: error instanceof Error ? error.name : undefined });
    });
    // The library tolerates a token without `exp`, and asks real time; the local cloud's pool may be ahead of it.
    if (typeof claims.exp !== "number" || claims.exp * 1000 <= clock.now()) throw new Refusal("auth.required");
    const groups = claims["cognito:groups"] ?? [];
    return {
      id: userIdOf(claims.sub),
      roles: ROLES.filter((role) => groups.includes(role)),
      staffRoles: STAFF_ROLES.filter((role) => groups.includes(role)),
      signedInAt: claims.auth_time,
    };
  };
}
