/** Six-digit codes sent by mail, and the limits on sending and guessing them. */
import { randomInt } from "node:crypto";
import { AwsError } from "../kit.ts";
import type { Pool } from "./pools.ts";
import type { CodePurpose, User } from "./users.ts";

export type SendMail = (mail: { to: string; subject: string; text: string; html?: string }) => Promise<void>;

const HOUR = 3_600_000;
const LIFE: Record<CodePurpose, number> = { "sign-up": 24 * HOUR, reset: HOUR, email: 24 * HOUR };
const MAILS_PER_HOUR = 5;
const GUESSES = 5;

const limitExceeded = () =>
  new AwsError("LimitExceededException", "Attempt limit exceeded, please try after some time.");

/** `a***@e***`, as Cognito tells where a code went. */
export function maskEmail(email: string): string {
  const [name = "", domain = ""] = email.split("@");
  return `${name.slice(0, 1)}***@${domain.slice(0, 1)}***`;
}

export const deliveryTo = (email: string) => ({
  AttributeName: "email",
  DeliveryMedium: "EMAIL",
  Destination: maskEmail(email),
});

/** A message template with `{####}` and `{username}` filled in; HTML goes along when the template has tags. */
export function mailOf(to: string, subject: string, template: string, code: string, username: string) {
  const filled = template.replaceAll("{####}", code).replaceAll("{username}", username);
  const plain = filled.replace(/<br\s*\/?>/gi, "\n").replace(/<[^>]+>/g, "");
  return { to, subject, text: plain, ...(/<[a-z]/i.test(filled) ? { html: filled } : {}) };
}

export interface Codes {
  /** Mails a fresh code; throws LimitExceededException above 5 an hour. Returns the masked destination. */
  send(pool: Pool, user: User, purpose: CodePurpose, email?: string): Promise<ReturnType<typeof deliveryTo>>;
  /**
   * Uses a code up and returns the address it was sent to. Throws ExpiredCodeException, CodeMismatchException, or
   * LimitExceededException after five wrong guesses at one code.
   */
  redeem(user: User, purpose: CodePurpose, code: string): string;
}

export function createCodes(now: () => number, sendMail: SendMail, save: () => void): Codes {
  return {
    async send(pool, user, purpose, email = user.attributes.email ?? "") {
      user.codesSentAt = user.codesSentAt.filter((at) => at > now() - HOUR);
      if (user.codesSentAt.length >= MAILS_PER_HOUR) throw limitExceeded();
      user.codesSentAt.push(now());
      const code = String(randomInt(1_000_000)).padStart(6, "0");
      user.codes[purpose] = { code, expiresAt: now() + LIFE[purpose], wrong: 0, email };
      save();
      const { subject, message } = pool.verificationMail;
      await sendMail(mailOf(email, subject, message, code, user.username));
      return deliveryTo(email);
    },

    redeem(user, purpose, code) {
      const sent = user.codes[purpose];
      if (!sent || sent.expiresAt <= now())
        throw new AwsError("ExpiredCodeException", "Invalid code provided, please request a code again.");
      if (sent.wrong >= GUESSES) throw limitExceeded();
      if (sent.code !== code) {
        sent.wrong += 1;
        save();
        throw new AwsError("CodeMismatchException", "Invalid verification code provided, please try again.");
      }
      delete user.codes[purpose];
      return sent.email;
    },
  };
}
