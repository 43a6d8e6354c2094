/** Tokens as Cognito issues them: RS256 id and access tokens, an opaque refresh token, one session per sign-in. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import {
  type CryptoKey,
  calculateJwkThumbprint,
  errors,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  jwtVerify,
  SignJWT,
} from "jose";
import { AwsError, type VirtualClock } from "../kit.ts";
import type { Pool, PoolClient, Pools } from "./pools.ts";
import { type CognitoState, type Session, type User, userKey, userNotFound } from "./users.ts";

const notAuthorized = (message: string) => new AwsError("NotAuthorizedException", message);
const sha256 = (text: string) => createHash("sha256").update(text).digest("base64");

/** A new RSA signing key as a private JWK with its key id. */
export async function newSigningKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: "RS256", use: "sig" };
}

export interface AuthenticationResult {
  AccessToken: string;
  IdToken: string;
  RefreshToken?: string;
  ExpiresIn: number;
  TokenType: "Bearer";
}

/** A JWKS of RSA keys, precise enough for jose and for aws-jwt-verify alike. */
export type PublicKeys = {
  keys: { kty: "RSA"; n: string; e: string; kid: string; alg: "RS256"; use: "sig" }[];
};

export interface Tokens {
  jwks: PublicKeys;
  /** Starts a session and answers with its three tokens. */
  signIn(pool: Pool, client: PoolClient, user: User): Promise<AuthenticationResult>;
  /** New id and access token; throws NotAuthorizedException for an unknown, expired or revoked refresh token. */
  refresh(pool: Pool, client: PoolClient, refreshToken: string): Promise<AuthenticationResult>;
  /** Ends the session of one refresh token. Throws NotAuthorizedException when it is not this client's. */
  revoke(client: PoolClient, refreshToken: string): void;
  /** Ends every session of a user. */
  revokeAll(user: User): void;
  /** Who an access token stands for; throws NotAuthorizedException when expired, forged or revoked. */
  authenticate(accessToken: string): Promise<{ pool: Pool; client: PoolClient; user: User }>;
}

export async function createTokens(parts: {
  state: CognitoState;
  pools: Pools;
  clock: VirtualClock;
  issuer: (poolId: string) => string;
  key: JWK;
}): Promise<Tokens> {
  const { state, pools, clock, issuer, key } = parts;
  const jwks: PublicKeys = {
    keys: [{ kty: "RSA", n: key.n!, e: key.e!, kid: key.kid!, alg: "RS256", use: "sig" }],
  };
  const privateKey = (await importJWK(key, "RS256")) as CryptoKey;
  const publicKey = (await importJWK(jwks.keys[0]!, "RS256")) as CryptoKey;

  const sign = (claims: Record<string, unknown>) =>
    new SignJWT(claims).setProtectedHeader({ kid: key.kid!, alg: "RS256" }).sign(privateKey);

  async function issue(pool: Pool, client: PoolClient, user: User, originJti: string, authTime: number) {
    const iat = Math.floor(clock.now() / 1000);
    const { sub, email_verified, ...attributes } = user.attributes;
    const groups = user.groups.length > 0 ? { "cognito:groups": user.groups } : {};
    const shared = {
      sub,
      ...groups,
      iss: issuer(pool.id),
      origin_jti: originJti,
      event_id: randomUUID(),
      auth_time: authTime,
      iat,
    };
    const readable = Object.fromEntries(
      Object.entries(attributes).filter(([name]) => !client.readable || client.readable.has(name)),
    );
    const verified = email_verified !== undefined && (!client.readable || client.readable.has("email_verified"));
    const AccessToken = await sign({
      ...shared,
      client_id: client.id,
      token_use: "access",
      scope: "aws.cognito.signin.user.admin",
      exp: iat + client.accessTokenLife,
      jti: randomUUID(),
      username: user.username,
    });
    const IdToken = await sign({
      ...readable,
      ...(verified ? { email_verified: email_verified === "true" } : {}),
      ...shared,
      "cognito:username": user.username,
      aud: client.id,
      token_use: "id",
      exp: iat + client.idTokenLife,
      jti: randomUUID(),
    });
    return { AccessToken, IdToken, ExpiresIn: client.accessTokenLife, TokenType: "Bearer" as const };
  }

  /** The session a refresh token belongs to. The token carries the session's id, only its hash is kept. */
  function sessionOf(client: PoolClient, refreshToken: string): [string, Session] {
    const originJti = Buffer.from(refreshToken, "base64url").toString().split(":")[0]!;
    const session = state.sessions[originJti];
    if (!session || session.clientId !== client.id || session.refreshTokenHash !== sha256(refreshToken))
      throw notAuthorized("Invalid Refresh Token");
    return [originJti, session];
  }

  function dropExpiredSessions() {
    for (const [id, session] of Object.entries(state.sessions))
      if (session.expiresAt + 86_400_000 < clock.now()) delete state.sessions[id];
  }

  return {
    jwks,

    async signIn(pool, client, user) {
      dropExpiredSessions();
      const originJti = randomUUID();
      const authTime = Math.floor(clock.now() / 1000);
      const RefreshToken = Buffer.from(`${originJti}:${randomBytes(48).toString("base64")}`).toString("base64url");
      state.sessions[originJti] = {
        poolId: pool.id,
        clientId: client.id,
        username: user.username,
        refreshTokenHash: sha256(RefreshToken),
        authTime,
        expiresAt: clock.now() + client.refreshTokenLife * 1000,
        revoked: false,
      };
      return { ...(await issue(pool, client, user, originJti, authTime)), RefreshToken };
    },

    async refresh(pool, client, refreshToken) {
      const [originJti, session] = sessionOf(client, refreshToken);
      if (session.revoked) throw notAuthorized("Refresh Token has been revoked");
      if (session.expiresAt <= clock.now()) throw notAuthorized("Refresh Token has expired");
      const user = state.users[userKey(session.poolId, session.username)];
      if (!user) throw notAuthorized("Invalid Refresh Token");
      if (!user.enabled) throw notAuthorized("User is disabled.");
      return issue(pool, client, user, originJti, session.authTime);
    },

    revoke(client, refreshToken) {
      sessionOf(client, refreshToken)[1].revoked = true;
    },

    revokeAll(user) {
      for (const session of Object.values(state.sessions))
        if (session.poolId === user.poolId && session.username === user.username) session.revoked = true;
    },

    async authenticate(accessToken) {
      const { payload } = await jwtVerify(accessToken, publicKey, {
        algorithms: ["RS256"],
        currentDate: new Date(clock.now()),
      }).catch((error) => {
        throw notAuthorized(error instanceof errors.JWTExpired ? "Access Token has expired" : "Invalid Access Token");
      });
      if (payload.token_use !== "access") throw notAuthorized("Invalid Access Token");
      const client = pools.client(payload.client_id as string);
      const user = state.users[userKey(client.poolId, payload.username as string)];
      if (!user) throw userNotFound();
      const session = state.sessions[payload.origin_jti as string];
      if (!session || session.revoked) throw notAuthorized("Access Token has been revoked");
      if (!user.enabled) throw notAuthorized("User is disabled.");
      return { pool: pools.pool(client.poolId), client, user };
    },
  };
}
