/** A world whose people really sign up and in: the session routes over a user pool with mailed codes and signed tokens. */
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { type ApiClient, createApiClient } from "@freelancerm/contracts/client";
import { ROLES, type Role, STAFF_ROLES } from "@freelancerm/contracts/route";
import type { Session } from "@freelancerm/contracts/users";
import type { Deps } from "@freelancerm/core/deps";
import { createMemoryTable, type MemoryTable } from "@freelancerm/data/memory-table";
import { createCognito } from "@freelancerm/local/cognito/index";
import { clientOptions, deploymentOf, serve, silentTrace } from "@freelancerm/local/sqs/service-fixture";
import { createTokenVerifier } from "@freelancerm/platform/auth";
import { createDeps } from "@freelancerm/platform/deps";
import { createIdentity } from "@freelancerm/platform/identity";
import { createUsersHandler } from "../../functions/users/bind.ts";
import { createDispatch, type Handlers } from "./dispatch.ts";

export const PASSWORD = "correct-horse-7";
const POOL = "us-east-1_AbCdEfGhI";
const CLIENT = "1example23456789";

const resources = [
  {
    type: "AWS::Cognito::UserPool",
    physicalId: POOL,
    properties: {
      UsernameAttributes: ["email"],
      AutoVerifiedAttributes: ["email"],
      UsernameConfiguration: { CaseSensitive: false },
      MfaConfiguration: "OPTIONAL",
      Policies: { PasswordPolicy: { MinimumLength: 10, RequireUppercase: false, RequireSymbols: false } },
      Schema: [{ Name: "role", AttributeDataType: "String", Mutable: true }],
    },
  },
  {
    type: "AWS::Cognito::UserPoolClient",
    physicalId: CLIENT,
    properties: {
      UserPoolId: POOL,
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
      AccessTokenValidity: 15,
      RefreshTokenValidity: 30,
      TokenValidityUnits: { AccessToken: "minutes", RefreshToken: "days" },
      PreventUserExistenceErrors: "ENABLED",
    },
  },
  ...[...ROLES, ...STAFF_ROLES].map((GroupName) => ({
    type: "AWS::Cognito::UserPoolGroup",
    physicalId: GroupName,
    properties: { UserPoolId: POOL, GroupName },
  })),
];

/** A browser: its own cookies, and the access token of its session. */
export interface Browser {
  api: ApiClient;
  /** The refresh cookie as it was last set, with its attributes. */
  cookie: { value: string; attributes: string[] } | undefined;
  token: string | undefined;
  /** What the browser says of where its requests come from. */
  site: string;
  signIn(email: string, password?: string): Promise<Session>;
  refresh(): Promise<Session>;
}

export interface Members {
  memory: MemoryTable;
  deps: Deps;
  mails: { to: string; subject: string; text: string }[];
  /** From now on, whether mails of the marketplace are not taken. */
  refuseMails(refused: boolean): void;
  /** Connections of the socket that were closed. */
  closed: string[];
  advance(ms: number): void;
  now(): number;
  /** Code of the newest mail to an address. */
  codeFor(email: string): string;
  browser(): Browser;
  /** Signs somebody up, confirms, and signs them in. */
  join(name: string, role: Role): Promise<Browser & { email: string; session: Session }>;
  /** A member of staff, made by the operator. */
  employ(email: string, group: string): Promise<Browser & { session: Session }>;
  close(): Promise<void>;
}

export async function createMembers(handlers: Handlers = {}): Promise<Members> {
  let offset = 0;
  const now = () => Date.now() + offset;
  const mails: Members["mails"] = [];
  const closed: string[] = [];
  let mailsRefused = false;
  const cognito = await createCognito({
    deployment: deploymentOf(...resources),
    clock: { now, advance: async () => {}, at: () => () => {} },
    trace: silentTrace,
    sendMail: async (mail) => void mails.push(mail),
    issuerBase: "https://cognito-idp.us-east-1.amazonaws.com",
  });
  const { endpoint, close } = await serve(cognito, "cognito-idp");
  Object.assign(process.env, {
    USER_POOL_ID: POOL,
    USER_POOL_CLIENT_ID: CLIENT,
    AWS_ENDPOINT_URL: endpoint,
    STAGE: "prod",
  });
  const sdk = new CognitoIdentityProviderClient(clientOptions(endpoint));
  const clock = { now };
  const memory = createMemoryTable();
  const options = { table: memory, clock, verifyToken: createTokenVerifier(clock) };
  const users = createUsersHandler({
    identity: createIdentity(sdk, clock),
    sockets: { post: async () => "gone", close: async (connectionId) => void closed.push(connectionId) },
    mailer: {
      send: async (mail) => {
        if (mailsRefused) throw new Error("the mail was not taken");
        mails.push(mail);
      },
    },
    siteUrl: () => "https://market.example",
  });
  const dispatch = createDispatch({ users, ...handlers }, options);

  const codeFor = (email: string) => /\d{6}/.exec(mails.findLast(({ to }) => to === email)?.text ?? "")?.[0] ?? "";

  function browser(): Browser {
    const own: Browser = {
      cookie: undefined,
      token: undefined,
      site: "same-origin",
      api: createApiClient({
        baseUrl: "http://world",
        token: () => own.token,
        fetch: async (input, init) => {
          const headers = new Headers(init?.headers);
          headers.set("sec-fetch-site", own.site);
          if (own.cookie) headers.set("cookie", `session=${own.cookie.value}`);
          const response = await dispatch(input, { ...init, headers });
          const [set] = response.headers.getSetCookie();
          if (set) {
            const [pair = "", ...attributes] = set.split("; ");
            own.cookie = { value: pair.slice("session=".length), attributes };
          }
          return response;
        },
      }),
      signIn: async (email, password = PASSWORD) => {
        const answer = await own.api.signIn({ body: { email, password } });
        if (!("accessToken" in answer)) throw new Error("a second factor is asked for");
        own.token = answer.accessToken;
        return answer;
      },
      refresh: async () => {
        own.token = undefined;
        const answer = await own.api.refreshSession();
        own.token = answer.accessToken;
        return answer;
      },
    };
    return own;
  }

  let count = 0;
  return {
    memory,
    deps: createDeps(memory, clock),
    mails,
    refuseMails: (refused) => {
      mailsRefused = refused;
    },
    closed,
    now,
    advance: (ms) => {
      offset += ms;
    },
    codeFor,
    browser,
    join: async (name, role) => {
      const email = `${name.toLowerCase()}${++count}@example.com`;
      const own = browser();
      await own.api.signUp({ body: { email, password: PASSWORD, displayName: name, role } });
      await own.api.confirmSignUp({ body: { email, code: codeFor(email) } });
      const session = await own.signIn(email);
      return Object.assign(own, { email, session });
    },
    employ: async (email, group) => {
      await cognito.importUsers(POOL, [{ sub: `staff-${email}`, email, password: PASSWORD, groups: [group] }]);
      const own = browser();
      const session = await own.signIn(email);
      return Object.assign(own, { session });
    },
    close: async () => {
      sdk.destroy();
      await close();
    },
  };
}
