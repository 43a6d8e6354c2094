/** The port to whoever keeps passwords and second factors: accounts, sessions, groups. */
import type { Role } from "@freelancerm/contracts/route";

/** What the signed token of a fresh session says about its user. */
export interface Claims {
  /** Our id of the user. */
  userId: string;
  /** The provider's name of the user, for calls about them. */
  username: string;
  email: string;
  name: string;
  /** The role chosen at sign-up, unless staff made the account. */
  role: Role | undefined;
  groups: string[];
}

export interface Tokens {
  accessToken: string;
  /** Only at sign-in; a refresh keeps the old one. */
  refreshToken?: string;
  /** Seconds the access token lives. */
  expiresIn: number;
  claims: Claims;
}

/**
 * Every method refuses with a code of ours: account.*, auth.invalid_credentials, auth.session_expired. Those that mail a
 * code answer the same whether the address is known or not.
 */
export interface Identity {
  /**
   * Mails a code to confirm the address. Where an account waits to be confirmed, another code goes to it and it stays as it
   * is; "taken" where one is in use.
   */
  signUp(account: { email: string; password: string; displayName: string; role: Role }): Promise<"begun" | "taken">;
  confirm(email: string, code: string): Promise<void>;
  resend(email: string): Promise<void>;
  signIn(email: string, password: string): Promise<Tokens | { challengeToken: string }>;
  answerTotp(answer: { email: string; challengeToken: string; code: string }): Promise<Tokens>;
  refresh(refreshToken: string): Promise<Tokens>;
  /** Ends the session of one refresh token; one that has ended already is fine. */
  revoke(refreshToken: string): Promise<void>;
  forgot(email: string): Promise<void>;
  reset(answer: { email: string; code: string; password: string }): Promise<void>;
  changePassword(accessToken: string, passwords: { current: string; next: string }): Promise<void>;
  /** A new secret for an authenticator app, in base32. */
  startTotp(accessToken: string): Promise<string>;
  confirmTotp(accessToken: string, code: string): Promise<void>;
  stopTotp(accessToken: string): Promise<void>;
  /** The provider's name of the user a verified access token stands for. */
  usernameOf(accessToken: string): string;
  /** Whom an address that has an account belongs to. */
  find(email: string): Promise<{ username: string; userId: string }>;
  /** Ends all sessions; answers when, by the provider's clock: sessions begun before are over. Seconds since the epoch. */
  signOutEverywhere(username: string): Promise<number>;
  /** Ends all sessions, and begins no more until `admit`; answers when, as `signOutEverywhere` does. Takes the address. */
  shutOut(email: string): Promise<number>;
  admit(email: string): Promise<void>;
  /** Forgets somebody for good; one who is gone is fine. */
  remove(username: string): Promise<void>;
  addToGroup(username: string, group: Role): Promise<void>;
  removeFromGroup(username: string, group: Role): Promise<void>;
}
