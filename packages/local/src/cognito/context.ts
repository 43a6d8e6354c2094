/** What every operation works with, and how its input is read. */
import { AwsError, type VirtualClock } from "../kit.ts";
import type { Codes, SendMail } from "./codes.ts";
import type { Pools } from "./pools.ts";
import type { Tokens } from "./tokens.ts";
import type { Attribute, CognitoState, User, Users } from "./users.ts";

export interface Context {
  state: CognitoState;
  pools: Pools;
  users: Users;
  tokens: Tokens;
  codes: Codes;
  clock: VirtualClock;
  sendMail: SendMail;
}

/** The parsed JSON body of a request. */
export type Input = Record<string, unknown>;
export type Operation = (input: Input, context: Context) => Promise<object> | object;

/** A required string; throws InvalidParameterException. */
export function text(input: Input, name: string): string {
  const value = input[name];
  if (typeof value === "string" && value.length > 0) return value;
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  throw new AwsError(
    "InvalidParameterException",
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

export function attributeList(input: Input, name: string): Attribute[] {
  return Array.isArray(input[name]) ? (input[name] as Attribute[]) : [];
}

/** Milliseconds as the fractional seconds JSON 1.1 carries. */
export const seconds = (ms: number) => ms / 1000;

/** The user an administrator names, with its pool. Throws ResourceNotFoundException or UserNotFoundException. */
export function named(input: Input, context: Context) {
  const pool = context.pools.pool(text(input, "UserPoolId"));
  return { pool, user: context.users.get(pool, text(input, "Username")) };
}

/** MFA methods as GetUser and AdminGetUser list them. */
export function mfaSettings(user: User) {
  if (!user.totp?.enabled) return {};
  const preferred = user.totp.preferred ? { PreferredMfaSetting: "SOFTWARE_TOKEN_MFA" } : {};
  return { UserMFASettingList: ["SOFTWARE_TOKEN_MFA"], ...preferred };
}
