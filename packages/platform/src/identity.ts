/** The identity port over a Cognito user pool. */
import {
  AdminAddUserToGroupCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUserGlobalSignOutCommand,
  AssociateSoftwareTokenCommand,
  type AuthenticationResultType,
  ChangePasswordCommand,
  CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  ResendConfirmationCodeCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  SetUserMFAPreferenceCommand,
  SignUpCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { Refusal } from "@freelancerm/contracts/errors";
import { ROLES } from "@freelancerm/contracts/route";
import type { Clock } from "@freelancerm/core/entity";
import type { Claims, Identity, Tokens } from "@freelancerm/core/users/identity";
import { userIdOf } from "./auth.ts";
import { outsideClock } from "./clock.ts";
import { config } from "./config.ts";
import { isAbout, refusing } from "./identity-errors.ts";

/** Claims of a token that came straight from the pool, or was verified before. */
function claimsOf(token: string): Record<string, unknown> {
  const [, payload = ""] = token.split(".");
  return JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as Record<string, unknown>;
}

const said = (value: unknown): string => (typeof value === "string" ? value : "");

function readClaims(idToken: string): Claims {
  const claims = claimsOf(idToken);
  return {
    userId: userIdOf(said(claims.sub)),
    username: said(claims["cognito:username"]),
    email: said(claims.email),
    name: said(claims.name),
    role: ROLES.find((role) => role === claims["custom:role"]),
    groups: (claims["cognito:groups"] as string[] | undefined) ?? [],
  };
}

function tokensOf(result: AuthenticationResultType | undefined): Tokens {
  if (!result?.AccessToken || !result.IdToken) throw new Refusal("auth.invalid_credentials");
  return {
    accessToken: result.AccessToken,
    refreshToken: result.RefreshToken,
    expiresIn: result.ExpiresIn ?? 0,
    claims: readClaims(result.IdToken),
  };
}

function answerOf({ ChallengeName, Session, AuthenticationResult }: InitiateAuthCommandOutput) {
  if (ChallengeName === "SOFTWARE_TOKEN_MFA") return { challengeToken: Session ?? "" };
  if (ChallengeName) {
    throw new Refusal("auth.invalid_credentials", { detail: "This account has no password of its own yet." });
  }
  return tokensOf(AuthenticationResult);
}

/** Reads the pool from the environment at the first call; `clock` is the pool's. */
export function createIdentity(client = new CognitoIdentityProviderClient({}), clock: Clock = outsideClock): Identity {
  const app = () => ({ ClientId: config.userPoolClientId });
  const pool = (Username: string) => ({ UserPoolId: config.userPoolId, Username });

  const resend = (email: string) =>
    refusing({ silently: isAbout("unknown", "confirmed", "limit") }, async () => {
      await client.send(new ResendConfirmationCodeCommand({ ...app(), Username: email }));
    });

  return {
    signUp: ({ email, password, displayName, role }) =>
      refusing({ field: "password" }, async () => {
        const attributes = { email, name: displayName, "custom:role": role };
        try {
          await client.send(
            new SignUpCommand({
              ...app(),
              Username: email,
              Password: password,
              UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
            }),
          );
          return "begun";
        } catch (error) {
          if (!(error instanceof Error && isAbout("known")(error.name, error.message))) throw error;
        }
        // A pool that hides who is known answers another code to those it has confirmed, too; so it is asked.
        const { UserStatus } = await client.send(new AdminGetUserCommand(pool(email)));
        if (UserStatus !== "UNCONFIRMED") return "taken";
        await resend(email);
        return "begun";
      }),

    confirm: (email, code) =>
      refusing({ otherwise: "account.code_wrong" }, async () => {
        await client.send(new ConfirmSignUpCommand({ ...app(), Username: email, ConfirmationCode: code }));
      }),

    resend,

    signIn: (email, password) =>
      refusing({ otherwise: "auth.invalid_credentials" }, async () =>
        answerOf(
          await client.send(
            new InitiateAuthCommand({
              ...app(),
              AuthFlow: "USER_PASSWORD_AUTH",
              AuthParameters: { USERNAME: email, PASSWORD: password },
            }),
          ),
        ),
      ),

    answerTotp: ({ email, challengeToken, code }) =>
      refusing({ otherwise: "auth.session_expired", code: "account.totp_wrong" }, async () => {
        const { AuthenticationResult } = await client.send(
          new RespondToAuthChallengeCommand({
            ...app(),
            ChallengeName: "SOFTWARE_TOKEN_MFA",
            Session: challengeToken,
            ChallengeResponses: { USERNAME: email, SOFTWARE_TOKEN_MFA_CODE: code },
          }),
        );
        return tokensOf(AuthenticationResult);
      }),

    refresh: (refreshToken) =>
      refusing({ otherwise: "auth.session_expired" }, async () => {
        const { AuthenticationResult } = await client.send(
          new InitiateAuthCommand({
            ...app(),
            AuthFlow: "REFRESH_TOKEN_AUTH",
            AuthParameters: { REFRESH_TOKEN: refreshToken },
          }),
        );
        return tokensOf(AuthenticationResult);
      }),

    revoke: (refreshToken) =>
      refusing({ silently: isAbout("token") }, async () => {
        await client.send(new RevokeTokenCommand({ ...app(), Token: refreshToken }));
      }),

    forgot: (email) =>
      refusing({ silently: isAbout("unknown", "confirmed", "token", "limit") }, async () => {
        await client.send(new ForgotPasswordCommand({ ...app(), Username: email }));
      }),

    reset: ({ email, code, password }) =>
      refusing({ field: "password", otherwise: "account.code_wrong" }, async () => {
        await client.send(
          new ConfirmForgotPasswordCommand({ ...app(), Username: email, ConfirmationCode: code, Password: password }),
        );
      }),

    changePassword: (accessToken, { current, next }) =>
      refusing({ field: "next", otherwise: "account.password_wrong", at: "current" }, async () => {
        await client.send(
          new ChangePasswordCommand({ AccessToken: accessToken, PreviousPassword: current, ProposedPassword: next }),
        );
      }),

    startTotp: (accessToken) =>
      refusing({ otherwise: "auth.session_expired" }, async () => {
        const { SecretCode } = await client.send(new AssociateSoftwareTokenCommand({ AccessToken: accessToken }));
        return SecretCode ?? "";
      }),

    confirmTotp: (accessToken, code) =>
      refusing({ otherwise: "auth.session_expired", code: "account.totp_wrong" }, async () => {
        await client.send(new VerifySoftwareTokenCommand({ AccessToken: accessToken, UserCode: code }));
        await preferTotp(accessToken, true);
      }),

    stopTotp: (accessToken) => refusing({ otherwise: "auth.session_expired" }, () => preferTotp(accessToken, false)),

    usernameOf: (accessToken) => said(claimsOf(accessToken).username),

    find: async (email) => {
      const { Username, UserAttributes = [] } = await client.send(new AdminGetUserCommand(pool(email)));
      const sub = UserAttributes.find(({ Name }) => Name === "sub")?.Value;
      return { username: said(Username), userId: userIdOf(said(sub)) };
    },

    signOutEverywhere: async (username) => {
      await client.send(new AdminUserGlobalSignOutCommand(pool(username)));
      return Math.floor(clock.now() / 1000);
    },
    shutOut: async (email) => {
      await client.send(new AdminDisableUserCommand(pool(email)));
      await client.send(new AdminUserGlobalSignOutCommand(pool(email)));
      return Math.floor(clock.now() / 1000);
    },
    admit: async (email) => {
      await client.send(new AdminEnableUserCommand(pool(email)));
    },
    remove: (username) =>
      refusing({ silently: isAbout("unknown") }, async () => {
        await client.send(new AdminDeleteUserCommand(pool(username)));
      }),
    addToGroup: async (username, group) => {
      await client.send(new AdminAddUserToGroupCommand({ ...pool(username), GroupName: group }));
    },
    removeFromGroup: async (username, group) => {
      await client.send(new AdminRemoveUserFromGroupCommand({ ...pool(username), GroupName: group }));
    },
  };

  async function preferTotp(AccessToken: string, on: boolean): Promise<void> {
    const SoftwareTokenMfaSettings = { Enabled: on, PreferredMfa: on };
    await client.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }));
  }
}
