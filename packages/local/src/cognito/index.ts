/**
 * Cognito user pools: the cognito-idp operations a web front end and a back office call, with AWS's error names and
 * wording, and tokens the unmodified CognitoJwtVerifier accepts once it was given the pool's public keys.
 */
import { join } from "node:path";
import type { JWK } from "jose";
import {
  AwsError,
  type AwsRequest,
  type AwsResponse,
  type Deployment,
  json,
  jsonError,
  type Service,
  type Trace,
  type VirtualClock,
} from "../kit.ts";
import { openStore } from "../store.ts";
import { accountOperations } from "./account.ts";
import { adminOperations } from "./admin.ts";
import { createCodes, type SendMail } from "./codes.ts";
import type { Context, Operation } from "./context.ts";
import { hashPassword } from "./passwords.ts";
import { readPools } from "./pools.ts";
import { signInOperations } from "./sign-in.ts";
import { signUpOperations } from "./sign-up.ts";
import { createTokens, newSigningKey, type PublicKeys } from "./tokens.ts";
import { type CognitoState, Users } from "./users.ts";

/** A confirmed user to be put straight into a pool, as seeding does. */
export interface ImportedUser {
  sub: string;
  email: string;
  password: string;
  attributes?: Record<string, string>;
  groups?: string[];
}

export interface Cognito extends Service {
  /** Public keys that verify the pool's tokens. */
  jwks(poolId: string): PublicKeys;
  /** The `iss` claim of the pool's tokens. */
  issuer(poolId: string): string;
  /** Adds confirmed users with verified addresses; a user whose address or `sub` exists is left as it is. */
  importUsers(poolId: string, users: ImportedUser[]): Promise<void>;
}

const OPERATIONS: Record<string, Operation> = {
  ...signUpOperations,
  ...signInOperations,
  ...accountOperations,
  ...adminOperations,
};

/**
 * Starts the user pools of a deployment.
 * @param options.issuerBase what precedes the pool id in `iss`; the verifier of AWS expects
 *   `https://cognito-idp.us-east-1.amazonaws.com`
 * @param options.requestsPerSecond above it TooManyRequestsException; without it there is no quota
 */
export async function createCognito(options: {
  deployment: Deployment;
  clock: VirtualClock;
  trace: Trace;
  stateDir?: string;
  sendMail: SendMail;
  issuerBase: string;
  requestsPerSecond?: number;
}): Promise<Cognito> {
  const { clock, trace, stateDir, sendMail } = options;
  const pools = readPools(options.deployment);
  const fileOf = (name: string) => (stateDir ? join(stateDir, name) : undefined);
  const store = openStore<CognitoState>(fileOf("cognito.json"), { users: {}, sessions: {}, challenges: {} });
  const keyStore = openStore<{ key?: JWK }>(fileOf("cognito-key.json"), {});
  if (!keyStore.value.key) {
    keyStore.value.key = await newSigningKey();
    keyStore.save();
  }
  const state = store.value;
  const users = new Users(state, clock.now);
  const issuer = (poolId: string) => `${options.issuerBase}/${poolId}`;
  const tokens = await createTokens({ state, pools, clock, issuer, key: keyStore.value.key });
  const codes = createCodes(clock.now, sendMail, store.save);
  const context: Context = { state, pools, users, tokens, codes, clock, sendMail };
  const withinQuota = quota(options.requestsPerSecond, clock);

  async function call(request: AwsRequest): Promise<AwsResponse> {
    const name = (request.headers["x-amz-target"] ?? "").split(".").at(-1)!;
    const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
    try {
      if (!operation) throw new AwsError("UnknownOperationException", `Unknown operation ${name}`);
      if (!withinQuota()) throw new AwsError("TooManyRequestsException", "Rate exceeded");
      const answer = await operation(JSON.parse(request.body.toString() || "{}"), context);
      trace.record("cognito", { operation: name });
      return json(answer);
    } catch (error) {
      trace.record("cognito", { operation: name, error: error instanceof Error ? error.name : String(error) });
      return jsonError(error);
    } finally {
      // A refused call changes state too: it counts a wrong password.
      if (!/^(Admin)?(Get|List|Describe)/.test(name)) store.save();
    }
  }

  return {
    issuer,
    jwks: () => tokens.jwks,

    async handle(request) {
      const document = /^\/([^/]+)\/\.well-known\/(jwks\.json|openid-configuration)$/.exec(request.path);
      if (request.method !== "GET" || !document) return call(request);
      const poolId = document[1]!;
      const body =
        document[2] === "jwks.json"
          ? tokens.jwks
          : { issuer: issuer(poolId), jwks_uri: `${issuer(poolId)}/.well-known/jwks.json` };
      return json(body, 200, { "content-type": "application/json" });
    },

    async importUsers(poolId, imported) {
      const pool = pools.pool(poolId);
      const hashes = new Map<string, string>();
      for (const { sub, email, password, attributes, groups } of imported) {
        if (!hashes.has(password)) hashes.set(password, await hashPassword(password));
        if (users.find(pool, sub) || users.find(pool, email)) continue;
        const given = { ...attributes, email, email_verified: "true" };
        const user = users.add(pool, pool.usernameIsEmail ? email : sub, given, "CONFIRMED", sub);
        user.passwordHash = hashes.get(password);
        user.groups = groups ?? [];
      }
      store.save();
    },
  };
}

/** One bucket a (virtual) second. */
function quota(perSecond: number | undefined, clock: VirtualClock): () => boolean {
  let second = 0;
  let used = 0;
  return () => {
    const current = Math.floor(clock.now() / 1000);
    used = current === second ? used + 1 : 1;
    second = current;
    return perSecond === undefined || used <= perSecond;
  };
}
