/**
 * Cognito's lock-out: "After five failed … sign-in attempts with a password, Amazon Cognito locks out your user for one
 * second. The lockout duration then doubles after each additional one failed attempt, up to a maximum of approximately 15
 * minutes." A sign-in, or 15 minutes without any attempt after a lock-out, begins anew; wrong MFA codes count alike.
 */
import { AwsError } from "../kit.ts";
import type { User } from "./users.ts";

const FREE_GUESSES = 5;
const LONGEST_LOCK_MS = 15 * 60_000;
const FORGOTTEN_AFTER_MS = 15 * 60_000;

/** Counts the attempt; throws while the user is locked out. */
export function beginAttempt(user: User, now: number): void {
  const rested = now - (user.lastAttemptAt ?? now);
  user.lastAttemptAt = now;
  if (user.lockedUntil > now) throw new AwsError("NotAuthorizedException", "Password attempts exceeded");
  if (user.lockedUntil > 0 && rested >= FORGOTTEN_AFTER_MS) forgetFailures(user);
}

/** Counts a wrong password or code; from the fifth on, the user is locked out. */
export function countFailure(user: User, now: number): void {
  user.wrongPasswords += 1;
  const over = user.wrongPasswords - FREE_GUESSES;
  if (over >= 0) user.lockedUntil = now + Math.min(1000 * 2 ** over, LONGEST_LOCK_MS);
}

export function forgetFailures(user: User): void {
  user.wrongPasswords = 0;
  user.lockedUntil = 0;
}
