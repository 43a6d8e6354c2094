import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminListGroupsForUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  AssociateSoftwareTokenCommand,
  ChangePasswordCommand,
  CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  DeleteUserCommand,
  DescribeUserPoolCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  ListUsersCommand,
  ResendConfirmationCodeCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
  SetUserMFAPreferenceCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
  VerifySoftwareTokenCommand,
  VerifyUserAttributeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { decodeJwt } from "jose";
import type { Deployment, Resource, VirtualClock } from "../kit.ts";
import { type Cognito, createCognito } from "./index.ts";
import { totpCode } from "./totp.ts";

const POOL = "us-east-1_AbCdEfGhI";
const CLIENT = "1example23456789";
const PASSWORD = "Correct-horse-7";
const HOUR = 3_600_000;

const resource = (type: string, physicalId: string, properties: Resource["properties"]): Resource => ({
  stack: "Identity",
  logicalId: physicalId,
  type,
  properties,
  metadata: {},
  physicalId,
  attributes: {},
});

const resources = [
  resource("AWS::Cognito::UserPool", POOL, {
    UsernameAttributes: ["email"],
    AutoVerifiedAttributes: ["email"],
    UsernameConfiguration: { CaseSensitive: false },
    MfaConfiguration: "OPTIONAL",
    Policies: { PasswordPolicy: { MinimumLength: 10 } },
    Schema: [{ Name: "plan", AttributeDataType: "String", Mutable: true }],
  }),
  resource("AWS::Cognito::UserPoolClient", CLIENT, {
    UserPoolId: POOL,
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"],
    AccessTokenValidity: 15,
    RefreshTokenValidity: 30,
    TokenValidityUnits: { AccessToken: "minutes", RefreshToken: "days" },
    PreventUserExistenceErrors: "ENABLED",
    WriteAttributes: ["email", "name"],
  }),
  resource("AWS::Cognito::UserPoolGroup", "staff", { UserPoolId: POOL, GroupName: "staff", Precedence: 1 }),
];

const deployment: Deployment = {
  resources,
  ofType: (type) => resources.filter((r) => r.type === type),
  find: (id) => resources.find((r) => r.physicalId === id),
  outputs: {},
};

let offset = 0;
const clock: VirtualClock = {
  now: () => Date.now() + offset,
  advance: async (ms) => {
    offset += ms;
  },
  at: () => () => {},
};

const mails: { to: string; subject: string; text: string }[] = [];
let stateDir: string;
let cognito: Cognito;
let server: Server;
let sdk: CognitoIdentityProviderClient;

const start = () =>
  createCognito({
    deployment,
    clock,
    trace: { record() {} },
    stateDir,
    sendMail: async (mail) => {
      mails.push(mail);
    },
    issuerBase: "https://cognito-idp.us-east-1.amazonaws.com",
  });

beforeAll(async () => {
  stateDir = mkdtempSync(join(tmpdir(), "cognito-"));
  cognito = await start();
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const answer = await cognito.handle({
      service: "cognito-idp",
      method: request.method!,
      path: request.url!,
      query: new URLSearchParams(),
      headers: request.headers as Record<string, string>,
      body: Buffer.concat(chunks),
      principal: { kind: "developer" },
    });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  sdk = new CognitoIdentityProviderClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });
});

afterAll(() => {
  sdk.destroy();
  server.close();
  rmSync(stateDir, { recursive: true });
});

let people = 0;
const newEmail = () => `ana${++people}@example.com`;
const codeFor = (email: string) => /\d{6}/.exec(mails.findLast((mail) => mail.to === email)!.text)![0];

const signUp = (email: string, Password = PASSWORD) =>
  sdk.send(new SignUpCommand({ ClientId: CLIENT, Username: email, Password }));
const confirm = (email: string, code = codeFor(email)) =>
  sdk.send(new ConfirmSignUpCommand({ ClientId: CLIENT, Username: email, ConfirmationCode: code }));
const signIn = (email: string, password = PASSWORD) =>
  sdk.send(
    new InitiateAuthCommand({
      ClientId: CLIENT,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: email, PASSWORD: password },
    }),
  );
const refresh = (token: string) =>
  sdk.send(
    new InitiateAuthCommand({
      ClientId: CLIENT,
      AuthFlow: "REFRESH_TOKEN_AUTH",
      AuthParameters: { REFRESH_TOKEN: token },
    }),
  );

async function member() {
  const email = newEmail();
  const { UserSub } = await signUp(email);
  await confirm(email);
  const { AuthenticationResult } = await signIn(email);
  return {
    email,
    sub: UserSub!,
    access: AuthenticationResult!.AccessToken!,
    id: AuthenticationResult!.IdToken!,
    refreshToken: AuthenticationResult!.RefreshToken!,
  };
}

const refused = (name: string, message: string | RegExp) =>
  expect.objectContaining({ name, message: expect.stringMatching(message) });

describe("sign-up", () => {
  test("mails a code that confirms the account, once", async () => {
    const email = newEmail();
    const answer = await signUp(email);
    expect(answer.UserConfirmed).toBe(false);
    expect(answer.CodeDeliveryDetails).toEqual({
      AttributeName: "email",
      DeliveryMedium: "EMAIL",
      Destination: "a***@e***",
    });
    expect(mails.at(-1)).toMatchObject({ to: email, subject: "Your verification code" });
    expect(mails.at(-1)!.text).toMatch(/^Your confirmation code is \d{6}$/);
    await expect(signIn(email)).rejects.toEqual(refused("UserNotConfirmedException", "User is not confirmed."));
    await confirm(email);
    await expect(confirm(email)).rejects.toEqual(refused("NotAuthorizedException", "Current status is CONFIRMED"));
    expect((await signIn(email)).AuthenticationResult?.TokenType).toBe("Bearer");
  });

  test("refuses a second account with the address in other letter case", async () => {
    const email = newEmail();
    await signUp(email);
    await expect(signUp(email.toUpperCase())).rejects.toEqual(
      refused("UsernameExistsException", "An account with the given email already exists."),
    );
  });

  test.each([
    ["Short-7", "Password not long enough"],
    ["no-capital-7", "Password must have uppercase characters"],
    ["NO-SMALL-77", "Password must have lowercase characters"],
    ["No-numeral-", "Password must have numeric characters"],
    ["NoSymbols77", "Password must have symbol characters"],
  ])("refuses the password %s in the policy's words", async (password, reason) => {
    await expect(signUp(newEmail(), password)).rejects.toEqual(
      refused("InvalidPasswordException", `Password did not conform with policy: ${reason}`),
    );
  });

  test("refuses attributes the client may not write and ones the schema lacks", async () => {
    const attempt = (Name: string) =>
      sdk.send(
        new SignUpCommand({
          ClientId: CLIENT,
          Username: newEmail(),
          Password: PASSWORD,
          UserAttributes: [{ Name, Value: "true" }],
        }),
      );
    const unauthorized = refused("NotAuthorizedException", "A client attempted to write unauthorized attribute");
    await expect(attempt("email_verified")).rejects.toEqual(unauthorized);
    await expect(attempt("custom:plan")).rejects.toEqual(unauthorized);
    await expect(
      sdk.send(
        new AdminCreateUserCommand({
          UserPoolId: POOL,
          Username: newEmail(),
          UserAttributes: [{ Name: "custom:other", Value: "x" }],
        }),
      ),
    ).rejects.toEqual(refused("InvalidParameterException", "Attribute does not exist in the schema"));
  });

  test("lets a code be guessed five times, and expire after a day", async () => {
    const email = newEmail();
    await signUp(email);
    const wrong = codeFor(email) === "000000" ? "000001" : "000000";
    for (let i = 0; i < 5; i++)
      await expect(confirm(email, wrong)).rejects.toEqual(
        refused("CodeMismatchException", "Invalid verification code provided, please try again."),
      );
    await expect(confirm(email)).rejects.toEqual(
      refused("LimitExceededException", "Attempt limit exceeded, please try after some time."),
    );
    await sdk.send(new ResendConfirmationCodeCommand({ ClientId: CLIENT, Username: email }));
    await clock.advance(24 * HOUR);
    await expect(confirm(email)).rejects.toEqual(
      refused("ExpiredCodeException", "Invalid code provided, please request a code again."),
    );
  });

  test("mails at most five codes an hour", async () => {
    const email = newEmail();
    await signUp(email);
    const resend = () => sdk.send(new ResendConfirmationCodeCommand({ ClientId: CLIENT, Username: email }));
    for (let i = 0; i < 4; i++) await resend();
    await expect(resend()).rejects.toEqual(refused("LimitExceededException", "Attempt limit exceeded"));
    await clock.advance(HOUR);
    await resend();
  });
});

describe("sign-in", () => {
  test("answers an unknown address and a wrong password alike", async () => {
    const { email } = await member();
    const wrong = refused("NotAuthorizedException", /^Incorrect username or password\.$/);
    await expect(signIn(email, "Wrong-horse-77")).rejects.toEqual(wrong);
    await expect(signIn("nobody@example.com")).rejects.toEqual(wrong);
    const hidden = await sdk.send(new ForgotPasswordCommand({ ClientId: CLIENT, Username: "nobody@example.com" }));
    expect(hidden.CodeDeliveryDetails?.Destination).toBe("n***@e***");
  });

  test("locks after five wrong passwords until the wait is over", async () => {
    const { email } = await member();
    for (let i = 0; i < 5; i++) await expect(signIn(email, "Wrong-horse-77")).rejects.toThrow("Incorrect");
    await expect(signIn(email)).rejects.toEqual(refused("NotAuthorizedException", "Password attempts exceeded"));
    await clock.advance(2000);
    expect((await signIn(email)).AuthenticationResult).toBeDefined();
  });

  test("forgets wrong passwords after fifteen minutes without any attempt", async () => {
    const { email } = await member();
    const wrong = () => expect(signIn(email, "Wrong-horse-77")).rejects.toThrow("Incorrect");
    for (let i = 0; i < 5; i++) await wrong();
    await clock.advance(14 * 60_000);
    await wrong();
    await expect(signIn(email)).rejects.toThrow("Password attempts exceeded");
    await clock.advance(15 * 60_000);
    for (let i = 0; i < 4; i++) await wrong();
    expect((await signIn(email)).AuthenticationResult).toBeDefined();
  });

  test("issues tokens with Cognito's claims that AWS's own verifier accepts", async () => {
    const { email, sub, access, id } = await member();
    await sdk.send(new AdminAddUserToGroupCommand({ UserPoolId: POOL, Username: email, GroupName: "staff" }));
    const again = (await signIn(email)).AuthenticationResult!;
    for (const [tokenUse, token] of [
      ["access", again.AccessToken!],
      ["id", again.IdToken!],
    ] as const) {
      const verifier = CognitoJwtVerifier.create({ userPoolId: POOL, clientId: CLIENT, tokenUse });
      verifier.cacheJwks(cognito.jwks(POOL));
      const claims = await verifier.verify(token, { graceSeconds: 0, groups: "staff" });
      expect(claims.sub).toBe(sub);
    }
    expect(decodeJwt(access)).toEqual({
      sub,
      iss: cognito.issuer(POOL),
      client_id: CLIENT,
      origin_jti: expect.any(String),
      event_id: expect.any(String),
      token_use: "access",
      scope: "aws.cognito.signin.user.admin",
      auth_time: expect.any(Number),
      exp: expect.any(Number),
      iat: expect.any(Number),
      jti: expect.any(String),
      username: sub,
    });
    expect(decodeJwt(id)).toMatchObject({
      aud: CLIENT,
      "cognito:username": sub,
      email,
      email_verified: true,
      token_use: "id",
    });
    const { exp, iat } = decodeJwt(access);
    expect(exp! - iat!).toBe(900);
  });

  test("another key's signature is refused", async () => {
    const { access } = await member();
    const stranger = await createCognito({
      deployment,
      clock,
      trace: { record() {} },
      sendMail: async () => {},
      issuerBase: "https://cognito-idp.us-east-1.amazonaws.com",
    });
    const verifier = CognitoJwtVerifier.create({ userPoolId: POOL, clientId: CLIENT, tokenUse: "access" });
    verifier.cacheJwks(stranger.jwks(POOL));
    await expect(verifier.verify(access)).rejects.toThrow();
    await expect(sdk.send(new GetUserCommand({ AccessToken: `${access.slice(0, -8)}AAAAAAAA` }))).rejects.toEqual(
      refused("NotAuthorizedException", "Invalid Access Token"),
    );
  });

  test("a flow the client does not allow is refused", async () => {
    await expect(
      sdk.send(new InitiateAuthCommand({ ClientId: CLIENT, AuthFlow: "USER_SRP_AUTH", AuthParameters: {} })),
    ).rejects.toEqual(refused("InvalidParameterException", "USER_SRP_AUTH"));
  });
});

describe("sessions", () => {
  test("refresh gives a new access token of the same session until the refresh token expires", async () => {
    const { access, refreshToken } = await member();
    await clock.advance(16 * 60_000);
    await expect(sdk.send(new GetUserCommand({ AccessToken: access }))).rejects.toEqual(
      refused("NotAuthorizedException", "Access Token has expired"),
    );
    const renewed = (await refresh(refreshToken)).AuthenticationResult!;
    expect(renewed.RefreshToken).toBeUndefined();
    expect(decodeJwt(renewed.AccessToken!).origin_jti).toBe(decodeJwt(access).origin_jti);
    await sdk.send(new GetTokensFromRefreshTokenCommand({ ClientId: CLIENT, RefreshToken: refreshToken }));
    await clock.advance(30 * 24 * HOUR);
    await expect(refresh(refreshToken)).rejects.toEqual(refused("NotAuthorizedException", "Refresh Token has expired"));
    await expect(refresh("made-up")).rejects.toEqual(refused("NotAuthorizedException", "Invalid Refresh Token"));
  });

  test("revoking one refresh token leaves the other sessions alone", async () => {
    const { email, access, refreshToken } = await member();
    const other = (await signIn(email)).AuthenticationResult!;
    await sdk.send(new RevokeTokenCommand({ ClientId: CLIENT, Token: refreshToken }));
    await expect(refresh(refreshToken)).rejects.toEqual(
      refused("NotAuthorizedException", "Refresh Token has been revoked"),
    );
    await expect(sdk.send(new GetUserCommand({ AccessToken: access }))).rejects.toThrow(
      "Access Token has been revoked",
    );
    expect((await refresh(other.RefreshToken!)).AuthenticationResult).toBeDefined();
  });

  test.each(["the user", "an administrator"])("global sign-out by %s ends every session", async (who) => {
    const { email, access, refreshToken } = await member();
    const other = (await signIn(email)).AuthenticationResult!;
    if (who === "the user") await sdk.send(new GlobalSignOutCommand({ AccessToken: access }));
    else await sdk.send(new AdminUserGlobalSignOutCommand({ UserPoolId: POOL, Username: email }));
    for (const token of [refreshToken, other.RefreshToken!])
      await expect(refresh(token)).rejects.toThrow("Refresh Token has been revoked");
    await expect(sdk.send(new GetUserCommand({ AccessToken: other.AccessToken! }))).rejects.toThrow("revoked");
  });

  test("a disabled user can neither sign in nor go on, until enabled again", async () => {
    const { email, access } = await member();
    await sdk.send(new AdminDisableUserCommand({ UserPoolId: POOL, Username: email }));
    await expect(signIn(email)).rejects.toEqual(refused("NotAuthorizedException", "User is disabled."));
    await expect(sdk.send(new GetUserCommand({ AccessToken: access }))).rejects.toThrow("revoked");
    await sdk.send(new AdminEnableUserCommand({ UserPoolId: POOL, Username: email }));
    expect((await signIn(email)).AuthenticationResult).toBeDefined();
  });
});

describe("passwords", () => {
  test("a forgotten password is reset by a mailed code that lives an hour", async () => {
    const { email } = await member();
    const reset = (code: string) =>
      sdk.send(
        new ConfirmForgotPasswordCommand({
          ClientId: CLIENT,
          Username: email,
          ConfirmationCode: code,
          Password: "Another-horse-8",
        }),
      );
    await sdk.send(new ForgotPasswordCommand({ ClientId: CLIENT, Username: email }));
    const late = codeFor(email);
    await clock.advance(HOUR);
    await expect(reset(late)).rejects.toEqual(refused("ExpiredCodeException", "request a code again"));
    await sdk.send(new ForgotPasswordCommand({ ClientId: CLIENT, Username: email }));
    await reset(codeFor(email));
    await expect(signIn(email)).rejects.toThrow("Incorrect username or password.");
    expect((await signIn(email, "Another-horse-8")).AuthenticationResult).toBeDefined();
  });

  test("changing it needs the old one and respects the policy", async () => {
    const { email, access } = await member();
    const change = (PreviousPassword: string, ProposedPassword: string) =>
      sdk.send(new ChangePasswordCommand({ AccessToken: access, PreviousPassword, ProposedPassword }));
    await expect(change("Wrong-horse-77", "Another-horse-8")).rejects.toThrow("Incorrect username or password.");
    await expect(change(PASSWORD, "weak")).rejects.toEqual(refused("InvalidPasswordException", "not long enough"));
    await change(PASSWORD, "Another-horse-8");
    expect((await signIn(email, "Another-horse-8")).AuthenticationResult).toBeDefined();
  });

  test("an invited user must choose a password with the mailed temporary one", async () => {
    const email = newEmail();
    const { User } = await sdk.send(new AdminCreateUserCommand({ UserPoolId: POOL, Username: email }));
    expect(User?.UserStatus).toBe("FORCE_CHANGE_PASSWORD");
    const temporary = / is (\S+)\.$/.exec(mails.at(-1)!.text)![1]!;
    const first = await signIn(email, temporary);
    expect(first.ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
    expect(first.AuthenticationResult).toBeUndefined();
    const done = await sdk.send(
      new RespondToAuthChallengeCommand({
        ClientId: CLIENT,
        ChallengeName: "NEW_PASSWORD_REQUIRED",
        Session: first.Session,
        ChallengeResponses: { USERNAME: email, NEW_PASSWORD: PASSWORD },
      }),
    );
    expect(done.AuthenticationResult?.AccessToken).toBeDefined();
    const admin = await sdk.send(
      new AdminInitiateAuthCommand({
        UserPoolId: POOL,
        ClientId: CLIENT,
        AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: email, PASSWORD },
      }),
    );
    expect(admin.AuthenticationResult).toBeDefined();
  });
});

test("an authenticator app becomes a second step whose codes work once", async () => {
  const { email, access } = await member();
  const { SecretCode } = await sdk.send(new AssociateSoftwareTokenCommand({ AccessToken: access }));
  const prefer = () =>
    sdk.send(
      new SetUserMFAPreferenceCommand({
        AccessToken: access,
        SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
      }),
    );
  await expect(prefer()).rejects.toEqual(refused("InvalidParameterException", "not verified software token"));
  const far = totpCode(SecretCode!, clock.now() + HOUR);
  await expect(sdk.send(new VerifySoftwareTokenCommand({ AccessToken: access, UserCode: far }))).rejects.toEqual(
    refused("EnableSoftwareTokenMFAException", "Code mismatch"),
  );
  const code = () => totpCode(SecretCode!, clock.now());
  await sdk.send(new VerifySoftwareTokenCommand({ AccessToken: access, UserCode: code() }));
  await prefer();
  const answer = async (userCode: string) => {
    const first = await signIn(email);
    expect(first.ChallengeName).toBe("SOFTWARE_TOKEN_MFA");
    return sdk.send(
      new RespondToAuthChallengeCommand({
        ClientId: CLIENT,
        ChallengeName: "SOFTWARE_TOKEN_MFA",
        Session: first.Session,
        ChallengeResponses: { USERNAME: email, SOFTWARE_TOKEN_MFA_CODE: userCode },
      }),
    );
  };
  await expect(answer(far)).rejects.toEqual(refused("CodeMismatchException", "Invalid code received for user"));
  const once = code();
  const { AuthenticationResult } = await answer(once);
  await expect(answer(once)).rejects.toEqual(refused("ExpiredCodeException", "already been used once"));
  // The password alone is no sign-in, so knowing it buys no further guesses.
  for (let i = 0; i < 5; i++) await expect(answer(far)).rejects.toThrow("Invalid code");
  await expect(signIn(email)).rejects.toEqual(refused("NotAuthorizedException", "Password attempts exceeded"));
  const me = await sdk.send(new GetUserCommand({ AccessToken: AuthenticationResult!.AccessToken! }));
  expect(me).toMatchObject({ UserMFASettingList: ["SOFTWARE_TOKEN_MFA"], PreferredMfaSetting: "SOFTWARE_TOKEN_MFA" });
});

test("the RFC 6238 test vectors hold", () => {
  const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
  expect([59, 1111111109, 20000000000].map((second) => totpCode(secret, second * 1000))).toEqual([
    "287082",
    "081804",
    "353130",
  ]);
});

test("a changed address is mailed a code, verified by it, and never one of another account", async () => {
  const { access, sub } = await member();
  const taken = (await member()).email;
  const change = (email: string) =>
    sdk.send(
      new UpdateUserAttributesCommand({ AccessToken: access, UserAttributes: [{ Name: "email", Value: email }] }),
    );
  await expect(change(taken)).rejects.toEqual(refused("AliasExistsException", "already exists"));
  const email = newEmail();
  expect((await change(email)).CodeDeliveryDetailsList).toHaveLength(1);
  const verified = async () => {
    const user = await sdk.send(new AdminGetUserCommand({ UserPoolId: POOL, Username: sub }));
    return user.UserAttributes?.find(({ Name }) => Name === "email_verified")?.Value;
  };
  expect(await verified()).toBe("false");
  const Code = codeFor(email);
  await sdk.send(new VerifyUserAttributeCommand({ AccessToken: access, AttributeName: "email", Code }));
  expect(await verified()).toBe("true");
});

test("administrators find users by address, group them and read the pool", async () => {
  const { email, sub } = await member();
  await sdk.send(new AdminAddUserToGroupCommand({ UserPoolId: POOL, Username: sub, GroupName: "staff" }));
  await expect(
    sdk.send(new AdminAddUserToGroupCommand({ UserPoolId: POOL, Username: sub, GroupName: "nobody" })),
  ).rejects.toEqual(refused("ResourceNotFoundException", "Group not found"));
  const { Groups } = await sdk.send(new AdminListGroupsForUserCommand({ UserPoolId: POOL, Username: email }));
  expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(["staff"]);
  await sdk.send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId: POOL,
      Username: sub,
      UserAttributes: [{ Name: "custom:plan", Value: "pro" }],
    }),
  );
  const { Users } = await sdk.send(new ListUsersCommand({ UserPoolId: POOL, Filter: `email = "${email}"` }));
  expect(Users).toHaveLength(1);
  expect(Users![0]).toMatchObject({ Username: sub, Enabled: true, UserStatus: "CONFIRMED" });
  expect(Users![0]!.UserCreateDate).toBeInstanceOf(Date);
  expect(decodeJwt((await signIn(email)).AuthenticationResult!.IdToken!)["custom:plan"]).toBe("pro");
  const { UserPool } = await sdk.send(new DescribeUserPoolCommand({ UserPoolId: POOL }));
  expect(UserPool).toMatchObject({ Id: POOL, MfaConfiguration: "OPTIONAL", UsernameAttributes: ["email"] });
  const first = await sdk.send(new ListUsersCommand({ UserPoolId: POOL, Limit: 2 }));
  const second = await sdk.send(
    new ListUsersCommand({ UserPoolId: POOL, Limit: 2, PaginationToken: first.PaginationToken }),
  );
  expect(second.Users![0]!.Username).not.toBe(first.Users![1]!.Username);
});

test("a deleted account is gone and its address is free", async () => {
  const { email, access } = await member();
  await sdk.send(new DeleteUserCommand({ AccessToken: access }));
  await expect(signIn(email)).rejects.toThrow("Incorrect username or password.");
  await expect(sdk.send(new AdminGetUserCommand({ UserPoolId: POOL, Username: email }))).rejects.toEqual(
    refused("UserNotFoundException", "User does not exist."),
  );
  await signUp(email);
});

test("users, sessions and the signing key outlive a restart", async () => {
  const { email, refreshToken, access } = await member();
  const before = cognito.jwks(POOL);
  cognito = await start();
  expect(cognito.jwks(POOL)).toEqual(before);
  expect((await signIn(email)).AuthenticationResult).toBeDefined();
  expect((await refresh(refreshToken)).AuthenticationResult).toBeDefined();
  expect((await sdk.send(new GetUserCommand({ AccessToken: access }))).Username).toBeDefined();
  const answer = await fetch(
    `${await sdk.config.endpoint!().then((e) => `http://${e.hostname}:${e.port}`)}/${POOL}/.well-known/jwks.json`,
  );
  expect(await answer.json()).toEqual(before);
});

test("imported users keep their sub and groups, and sign in", async () => {
  const imported = Array.from({ length: 100 }, (_, i) => ({
    sub: `00000000-0000-4000-8000-${String(i).padStart(12, "0")}`,
    email: `seed${i}@example.com`,
    password: PASSWORD,
    groups: i === 0 ? ["staff"] : [],
  }));
  await cognito.importUsers(POOL, imported);
  await cognito.importUsers(POOL, imported);
  const { AuthenticationResult } = await signIn("seed0@example.com");
  expect(decodeJwt(AuthenticationResult!.AccessToken!)).toMatchObject({
    sub: imported[0]!.sub,
    "cognito:groups": ["staff"],
  });
  await sdk.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: POOL,
      Username: "seed1@example.com",
      Password: "Another-horse-8",
      Permanent: true,
    }),
  );
  await expect(signIn("seed1@example.com")).rejects.toThrow("Incorrect");
});
