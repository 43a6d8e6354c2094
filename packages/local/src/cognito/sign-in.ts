/** Signing in: passwords, challenges, refresh and the authenticator app's enrolment. */
import { randomBytes } from "node:crypto";
import { AwsError } from "../kit.ts";
import { type Context, type Input, type Operation, text } from "./context.ts";
import { beginAttempt, countFailure, forgetFailures } from "./lock-out.ts";
import { hashPassword, passwordMatches, requireStrongPassword } from "./passwords.ts";
import type { Pool, PoolClient } from "./pools.ts";
import { findTotpStep, newTotpSecret } from "./totp.ts";
import { type Challenge, type User, userNotFound } from "./users.ts";

const notAuthorized = (message: string) => new AwsError("NotAuthorizedException", message);

/** Checks a password under Cognito's lock-out. Where a code must follow, the password alone is no sign-in yet. */
export async function requirePassword(user: User, password: string, { clock }: Context, wrong: () => Error) {
  beginAttempt(user, clock.now());
  if (await passwordMatches(password, user.passwordHash)) {
    if (!user.totp?.enabled) forgetFailures(user);
    return;
  }
  countFailure(user, clock.now());
  throw wrong();
}

function challenge(name: Challenge["name"], client: PoolClient, user: User, context: Context, parameters: object = {}) {
  const now = context.clock.now();
  for (const [key, old] of Object.entries(context.state.challenges))
    if (old.expiresAt <= now) delete context.state.challenges[key];
  const Session = randomBytes(96).toString("base64url");
  const expiresAt = now + client.challengeLife * 1000;
  const { poolId, username } = user;
  context.state.challenges[Session] = { name, poolId, clientId: client.id, username, expiresAt };
  return { ChallengeName: name, Session, ChallengeParameters: parameters };
}

function openChallenge(session: string, context: Context): { open: Challenge; pool: Pool; user: User } {
  const open = context.state.challenges[session];
  if (!open || open.expiresAt <= context.clock.now())
    throw notAuthorized("Invalid session for the user, session is expired.");
  const pool = context.pools.pool(open.poolId);
  const user = context.users.get(pool, open.username);
  if (!user.enabled) throw notAuthorized("User is disabled.");
  return { open, pool, user };
}

/** Tokens, or the next challenge the user's state asks for. */
async function proceed(pool: Pool, client: PoolClient, user: User, context: Context, mfaDone = false) {
  if (user.status === "FORCE_CHANGE_PASSWORD") {
    const { sub: _, ...userAttributes } = user.attributes;
    return challenge("NEW_PASSWORD_REQUIRED", client, user, context, {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: "[]",
      userAttributes: JSON.stringify(userAttributes),
    });
  }
  if (pool.mfa !== "OFF" && !mfaDone) {
    if (user.totp?.enabled)
      return challenge("SOFTWARE_TOKEN_MFA", client, user, context, { USER_ID_FOR_SRP: user.username });
    if (pool.mfa === "ON")
      return challenge("MFA_SETUP", client, user, context, {
        USER_ID_FOR_SRP: user.username,
        MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]',
      });
  }
  return { ChallengeParameters: {}, AuthenticationResult: await context.tokens.signIn(pool, client, user) };
}

async function passwordSignIn(login: string, password: string, pool: Pool, client: PoolClient, context: Context) {
  const wrong = () => notAuthorized("Incorrect username or password.");
  const user = context.users.find(pool, login);
  if (!user) throw client.hidesUserExistence ? wrong() : userNotFound();
  await requirePassword(user, password, context, wrong);
  if (!user.enabled) throw notAuthorized("User is disabled.");
  if (user.status === "UNCONFIRMED") throw new AwsError("UserNotConfirmedException", "User is not confirmed.");
  if (user.status === "RESET_REQUIRED")
    throw new AwsError("PasswordResetRequiredException", "Password reset required for the user");
  if (user.passwordExpiresAt && user.passwordExpiresAt <= context.clock.now())
    throw notAuthorized("Temporary password has expired and must be reset by an administrator.");
  return proceed(pool, client, user, context);
}

function authenticate(passwordFlow: string): Operation {
  return async (input, context) => {
    const client = context.pools.client(text(input, "ClientId"));
    const pool = context.pools.pool(client.poolId);
    const flow = text(input, "AuthFlow");
    const parameters = (input.AuthParameters ?? {}) as Input;
    const kind = flow === "REFRESH_TOKEN" ? "REFRESH_TOKEN_AUTH" : flow;
    if (kind !== passwordFlow && kind !== "REFRESH_TOKEN_AUTH")
      throw new AwsError("InvalidParameterException", `Initiate Auth method not supported: ${flow}.`);
    if (!client.flows.has(`ALLOW_${kind}`) && !client.flows.has(kind))
      throw new AwsError("InvalidParameterException", `${kind} flow not enabled for this client`);
    if (kind === "REFRESH_TOKEN_AUTH") {
      const result = await context.tokens.refresh(pool, client, text(parameters, "REFRESH_TOKEN"));
      return { ChallengeParameters: {}, AuthenticationResult: result };
    }
    for (const name of ["USERNAME", "PASSWORD"])
      if (!parameters[name]) throw new AwsError("InvalidParameterException", `Missing required parameter ${name}`);
    return passwordSignIn(text(parameters, "USERNAME"), text(parameters, "PASSWORD"), pool, client, context);
  };
}

const respondToAuthChallenge: Operation = async (input, context) => {
  const client = context.pools.client(text(input, "ClientId"));
  const session = text(input, "Session");
  const { open, pool, user } = openChallenge(session, context);
  if (open.clientId !== client.id || open.name !== input.ChallengeName)
    throw notAuthorized("Invalid session for the user.");
  const responses = (input.ChallengeResponses ?? {}) as Input;
  if (open.name === "NEW_PASSWORD_REQUIRED") {
    const password = text(responses, "NEW_PASSWORD");
    requireStrongPassword(password, pool.passwordPolicy);
    user.passwordHash = await hashPassword(password);
    user.passwordExpiresAt = undefined;
    user.status = "CONFIRMED";
  } else if (open.name === "SOFTWARE_TOKEN_MFA") {
    requireTotp(user, text(responses, "SOFTWARE_TOKEN_MFA_CODE"), context);
  } else {
    if (!open.verified) throw notAuthorized("Invalid session for the user.");
    user.totp = { ...user.totp!, enabled: true, preferred: true };
  }
  delete context.state.challenges[session];
  return proceed(pool, client, user, context, open.name !== "NEW_PASSWORD_REQUIRED");
};

/** Throws CodeMismatchException, or ExpiredCodeException when this very code was used before. */
function requireTotp(user: User, code: string, { clock }: Context): void {
  beginAttempt(user, clock.now());
  const step = findTotpStep(user.totp!.secret, code, clock.now());
  if (step === undefined) {
    countFailure(user, clock.now());
    throw new AwsError("CodeMismatchException", "Invalid code received for user");
  }
  if (step <= (user.totp!.lastStep ?? 0))
    throw new AwsError("ExpiredCodeException", "Your software token has already been used once.");
  user.totp!.lastStep = step;
  forgetFailures(user);
}

const getTokensFromRefreshToken: Operation = async (input, context) => {
  const client = context.pools.client(text(input, "ClientId"));
  const pool = context.pools.pool(client.poolId);
  return { AuthenticationResult: await context.tokens.refresh(pool, client, text(input, "RefreshToken")) };
};

const revokeToken: Operation = (input, context) => {
  const client = context.pools.client(text(input, "ClientId"));
  const token = text(input, "Token");
  if (!client.revocable)
    throw new AwsError("UnsupportedOperationException", "Token revocation is not enabled for this client.");
  if (token.split(".").length === 3)
    throw new AwsError("UnsupportedTokenTypeException", "Unsupported token type. Only refresh tokens can be revoked.");
  context.tokens.revoke(client, token);
  return {};
};

/** Enrolment works for a signed-in user (access token) and inside an MFA_SETUP challenge (session). */
async function enrolling(input: Input, context: Context): Promise<{ user: User; open?: Challenge }> {
  if (input.AccessToken) return context.tokens.authenticate(text(input, "AccessToken"));
  const found = openChallenge(text(input, "Session"), context);
  if (found.open.name !== "MFA_SETUP") throw notAuthorized("Invalid session for the user.");
  return found;
}

const associateSoftwareToken: Operation = async (input, context) => {
  const { user } = await enrolling(input, context);
  const secret = newTotpSecret();
  user.totp = { secret, verified: false, enabled: false, preferred: false };
  return { SecretCode: secret, ...(input.Session ? { Session: input.Session } : {}) };
};

const verifySoftwareToken: Operation = async (input, context) => {
  const { user, open } = await enrolling(input, context);
  if (!user.totp) throw new AwsError("SoftwareTokenMFANotFoundException", "User has not associated a software token.");
  const step = findTotpStep(user.totp.secret, text(input, "UserCode"), context.clock.now());
  if (step === undefined) throw new AwsError("EnableSoftwareTokenMFAException", "Code mismatch");
  user.totp.verified = true;
  if (open) open.verified = true;
  return { Status: "SUCCESS", ...(input.Session ? { Session: input.Session } : {}) };
};

export const signInOperations = {
  InitiateAuth: authenticate("USER_PASSWORD_AUTH"),
  AdminInitiateAuth: authenticate("ADMIN_USER_PASSWORD_AUTH"),
  RespondToAuthChallenge: respondToAuthChallenge,
  AdminRespondToAuthChallenge: respondToAuthChallenge,
  GetTokensFromRefreshToken: getTokensFromRefreshToken,
  RevokeToken: revokeToken,
  AssociateSoftwareToken: associateSoftwareToken,
  VerifySoftwareToken: verifySoftwareToken,
};
