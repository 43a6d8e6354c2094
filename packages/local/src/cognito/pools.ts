/** What the template says of user pools, their clients and their groups. */
import type { Deployment, Resource } from "../kit.ts";
import { AwsError } from "../kit.ts";

export interface PasswordPolicy {
  minimumLength: number;
  lowercase: boolean;
  uppercase: boolean;
  numbers: boolean;
  symbols: boolean;
  temporaryPasswordDays: number;
}

export interface Pool {
  id: string;
  name: string;
  arn: string;
  passwordPolicy: PasswordPolicy;
  /** People sign in with an e-mail address; the username is then a generated UUID, equal to `sub`. */
  usernameIsEmail: boolean;
  emailIsAlias: boolean;
  verifiesEmail: boolean;
  keepsEmailUntilVerified: boolean;
  caseSensitive: boolean;
  mfa: "OFF" | "ON" | "OPTIONAL";
  selfSignUp: boolean;
  recoverable: boolean;
  /** Attribute name (with `custom:`) → may it change after sign-up, must it be given, longest value. */
  schema: Map<string, { mutable: boolean; required: boolean; maxLength: number }>;
  verificationMail: { subject: string; message: string };
  invitationMail: { subject: string; message: string };
  groups: Map<string, { description?: string; precedence?: number }>;
}

export interface PoolClient {
  id: string;
  poolId: string;
  name: string;
  flows: Set<string>;
  /** Seconds. */
  accessTokenLife: number;
  idTokenLife: number;
  refreshTokenLife: number;
  challengeLife: number;
  hidesUserExistence: boolean;
  revocable: boolean;
  readable?: Set<string>;
  writable?: Set<string>;
}

const SECONDS: Record<string, number> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

const STANDARD_ATTRIBUTES = [
  ...["address", "birthdate", "email", "family_name", "gender", "given_name", "locale", "middle_name", "name"],
  ...["nickname", "phone_number", "picture", "preferred_username", "profile", "updated_at", "website", "zoneinfo"],
];

function readSchema(properties: Resource["properties"]): Pool["schema"] {
  const schema: Pool["schema"] = new Map();
  for (const name of STANDARD_ATTRIBUTES) schema.set(name, { mutable: true, required: false, maxLength: 2048 });
  for (const attribute of properties.Schema ?? []) {
    const name = schema.has(attribute.Name) ? attribute.Name : `custom:${attribute.Name}`;
    schema.set(name, {
      mutable: attribute.Mutable !== false,
      required: attribute.Required === true,
      maxLength: Number(attribute.StringAttributeConstraints?.MaxLength ?? 2048),
    });
  }
  return schema;
}

function readPool(resource: Resource): Pool {
  const { properties } = resource;
  const policy = properties.Policies?.PasswordPolicy ?? {};
  const template = properties.VerificationMessageTemplate ?? {};
  const invitation = properties.AdminCreateUserConfig?.InviteMessageTemplate ?? {};
  const recovery = properties.AccountRecoverySetting?.RecoveryMechanisms as { Name: string }[] | undefined;
  const requiresCheck = properties.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? [];
  return {
    id: resource.physicalId,
    name: properties.UserPoolName ?? resource.logicalId,
    arn: resource.attributes.Arn ?? resource.physicalId,
    passwordPolicy: {
      minimumLength: Number(policy.MinimumLength ?? 8),
      lowercase: policy.RequireLowercase !== false,
      uppercase: policy.RequireUppercase !== false,
      numbers: policy.RequireNumbers !== false,
      symbols: policy.RequireSymbols !== false,
      temporaryPasswordDays: Number(policy.TemporaryPasswordValidityDays ?? 7),
    },
    usernameIsEmail: (properties.UsernameAttributes ?? []).includes("email"),
    emailIsAlias: (properties.AliasAttributes ?? []).includes("email"),
    verifiesEmail: (properties.AutoVerifiedAttributes ?? []).includes("email"),
    keepsEmailUntilVerified: requiresCheck.includes("email"),
    caseSensitive: properties.UsernameConfiguration?.CaseSensitive !== false,
    mfa: properties.MfaConfiguration ?? "OFF",
    selfSignUp: properties.AdminCreateUserConfig?.AllowAdminCreateUserOnly !== true,
    recoverable: recovery === undefined || recovery.some((mechanism) => mechanism.Name === "verified_email"),
    schema: readSchema(properties),
    verificationMail: {
      subject: template.EmailSubject ?? properties.EmailVerificationSubject ?? "Your verification code",
      message: template.EmailMessage ?? properties.EmailVerificationMessage ?? "Your confirmation code is {####}",
    },
    invitationMail: {
      subject: invitation.EmailSubject ?? "Your temporary password",
      message: invitation.EmailMessage ?? "Your username is {username} and temporary password is {####}.",
    },
    groups: new Map(),
  };
}

function readClient(resource: Resource): PoolClient {
  const { properties } = resource;
  const units = properties.TokenValidityUnits ?? {};
  const life = (amount: unknown, unit: string, fallback: number) =>
    amount ? Number(amount) * (SECONDS[unit] ?? 1) : fallback;
  const names = (list: string[] | undefined) => (list?.length ? new Set(list) : undefined);
  return {
    id: resource.physicalId,
    poolId: properties.UserPoolId,
    name: properties.ClientName ?? resource.logicalId,
    flows: new Set(properties.ExplicitAuthFlows ?? ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"]),
    accessTokenLife: life(properties.AccessTokenValidity, units.AccessToken ?? "hours", 3600),
    idTokenLife: life(properties.IdTokenValidity, units.IdToken ?? "hours", 3600),
    refreshTokenLife: life(properties.RefreshTokenValidity, units.RefreshToken ?? "days", 30 * 86_400),
    challengeLife: Number(properties.AuthSessionValidity ?? 3) * 60,
    hidesUserExistence: properties.PreventUserExistenceErrors === "ENABLED",
    revocable: properties.EnableTokenRevocation !== false,
    readable: names(properties.ReadAttributes),
    writable: names(properties.WriteAttributes),
  };
}

export interface Pools {
  /** Throws ResourceNotFoundException. */
  pool(id: string): Pool;
  /** Throws ResourceNotFoundException. */
  client(id: string): PoolClient;
}

/** Reads every user pool, client and group of a deployment. */
export function readPools(deployment: Deployment): Pools {
  const pools = new Map(deployment.ofType("AWS::Cognito::UserPool").map((r) => [r.physicalId, readPool(r)]));
  const clients = new Map(deployment.ofType("AWS::Cognito::UserPoolClient").map((r) => [r.physicalId, readClient(r)]));
  for (const { properties } of deployment.ofType("AWS::Cognito::UserPoolGroup")) {
    const details = { description: properties.Description, precedence: properties.Precedence };
    pools.get(properties.UserPoolId)?.groups.set(properties.GroupName, details);
  }
  return {
    pool(id) {
      const pool = pools.get(id);
      if (!pool) throw new AwsError("ResourceNotFoundException", `User pool ${id} does not exist.`);
      return pool;
    },
    client(id) {
      const client = clients.get(id);
      if (!client) throw new AwsError("ResourceNotFoundException", `User pool client ${id} does not exist.`);
      return client;
    },
  };
}
