/** The users of all pools: their record, how they are found, and which attributes they may carry. */
import { randomUUID } from "node:crypto";
import { AwsError } from "../kit.ts";
import type { Pool, PoolClient } from "./pools.ts";

export type UserStatus = "UNCONFIRMED" | "CONFIRMED" | "FORCE_CHANGE_PASSWORD" | "RESET_REQUIRED";
export type CodePurpose = "sign-up" | "reset" | "email";

export interface User {
  poolId: string;
  username: string;
  attributes: Record<string, string>;
  passwordHash?: string;
  /** Set for a temporary password: when it stops working, ms since the epoch. */
  passwordExpiresAt?: number;
  status: UserStatus;
  enabled: boolean;
  groups: string[];
  createdAt: number;
  updatedAt: number;
  totp?: { secret: string; verified: boolean; enabled: boolean; preferred: boolean; lastStep?: number };
  codes: Partial<Record<CodePurpose, { code: string; expiresAt: number; wrong: number; email: string }>>;
  /** When codes were mailed in the last hour. */
  codesSentAt: number[];
  wrongPasswords: number;
  lockedUntil: number;
  /** When somebody last tried to sign in. */
  lastAttemptAt?: number;
}

export interface Session {
  poolId: string;
  clientId: string;
  username: string;
  refreshTokenHash: string;
  authTime: number;
  expiresAt: number;
  revoked: boolean;
}

export interface Challenge {
  name: "SOFTWARE_TOKEN_MFA" | "NEW_PASSWORD_REQUIRED" | "MFA_SETUP";
  poolId: string;
  clientId: string;
  username: string;
  expiresAt: number;
  /** MFA_SETUP: the authenticator app has shown a right code. */
  verified?: boolean;
}

export interface CognitoState {
  /** By `poolId/username`. */
  users: Record<string, User>;
  /** By `origin_jti`. */
  sessions: Record<string, Session>;
  /** By session string. */
  challenges: Record<string, Challenge>;
}

export type Attribute = { Name: string; Value: string };

export function toAttributeList(attributes: Record<string, string>): Attribute[] {
  return Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
}

export const userNotFound = () => new AwsError("UserNotFoundException", "User does not exist.");

/** The user's record under its storage key. */
export const userKey = (poolId: string, username: string) => `${poolId}/${username}`;

export class Users {
  constructor(
    private readonly state: CognitoState,
    private readonly now: () => number,
  ) {}

  /** Finds by username, `sub`, or e-mail address where the pool signs in with it (as an alias: only a verified one). */
  find(pool: Pool, login: string): User | undefined {
    const direct = this.state.users[userKey(pool.id, login)];
    if (direct) return direct;
    const same = (a: string | undefined) =>
      pool.caseSensitive ? a === login : a?.toLowerCase() === login.toLowerCase();
    return this.of(pool.id).find(
      (user) =>
        same(user.username) ||
        user.attributes.sub === login ||
        ((pool.usernameIsEmail || (pool.emailIsAlias && user.attributes.email_verified === "true")) &&
          same(user.attributes.email)),
    );
  }

  /** Throws UserNotFoundException. */
  get(pool: Pool, login: string): User {
    const user = this.find(pool, login);
    if (!user) throw userNotFound();
    return user;
  }

  of(poolId: string): User[] {
    return Object.values(this.state.users).filter((user) => user.poolId === poolId);
  }

  /** Adds a user and its `sub`. Throws UsernameExistsException. */
  add(pool: Pool, login: string, given: Record<string, string>, status: UserStatus, sub: string = randomUUID()): User {
    const email = pool.usernameIsEmail ? (given.email ?? login) : given.email;
    const takenBy = this.find(pool, login) ?? (pool.usernameIsEmail ? this.find(pool, email!) : undefined);
    if (takenBy) {
      const message = pool.usernameIsEmail ? "An account with the given email already exists." : "User already exists";
      throw new AwsError("UsernameExistsException", message);
    }
    const username = pool.usernameIsEmail ? sub : login;
    const attributes = { sub, ...(email ? { email_verified: "false" } : {}), ...given, ...(email ? { email } : {}) };
    const user: User = {
      poolId: pool.id,
      username,
      attributes,
      status,
      enabled: true,
      groups: [],
      createdAt: this.now(),
      updatedAt: this.now(),
      codes: {},
      codesSentAt: [],
      wrongPasswords: 0,
      lockedUntil: 0,
    };
    this.state.users[userKey(pool.id, username)] = user;
    return user;
  }

  remove(user: User): void {
    delete this.state.users[userKey(user.poolId, user.username)];
    for (const [id, session] of Object.entries(this.state.sessions))
      if (session.poolId === user.poolId && session.username === user.username) delete this.state.sessions[id];
  }

  /** Throws AliasExistsException when somebody else already signs in with this address. */
  requireFreeEmail(pool: Pool, user: User, email: string): void {
    const holder = pool.usernameIsEmail || pool.emailIsAlias ? this.find(pool, email) : undefined;
    if (holder && holder !== user)
      throw new AwsError("AliasExistsException", "An account with the given email already exists.");
  }
}

/**
 * Checks attributes somebody wants to set against the pool's schema, and against what the app client may write when a
 * client (not an administrator) asks. Throws InvalidParameterException or NotAuthorizedException.
 */
export function checkAttributes(pool: Pool, list: Attribute[], by: PoolClient | "admin", existing?: User) {
  const values: Record<string, string> = {};
  for (const { Name: name, Value: value = "" } of list) {
    const rule = pool.schema.get(name);
    const administrative = name === "email_verified" || name === "phone_number_verified";
    if (by !== "admin" && (administrative || name === "sub" || (by.writable && !by.writable.has(name))))
      throw new AwsError("NotAuthorizedException", "A client attempted to write unauthorized attribute");
    if (!rule && !administrative)
      throw new AwsError("InvalidParameterException", `user.${name}: Attribute does not exist in the schema.`);
    if (existing && rule && !rule.mutable)
      throw new AwsError("InvalidParameterException", `user.${name}: Attribute cannot be updated.`);
    if (rule && value.length > rule.maxLength)
      throw new AwsError("InvalidParameterException", `user.${name}: String must be no longer than ${rule.maxLength}`);
    if (name === "email" && !/^[^@\s]+@[^@\s]+$/.test(value))
      throw new AwsError("InvalidParameterException", "Invalid email address format.");
    values[name] = value;
  }
  return values;
}

/** Throws InvalidParameterException when a new user lacks what the pool's schema requires. */
export function requireSchema(pool: Pool, values: Record<string, string>): void {
  for (const [name, rule] of pool.schema)
    if (rule.required && !values[name])
      throw new AwsError(
        "InvalidParameterException",
        `Attributes did not conform to the schema: ${name}: The attribute ${name} is required`,
      );
}
