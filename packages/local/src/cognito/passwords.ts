/** Password policy and hashing. */
import { randomBytes, randomInt, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { AwsError } from "../kit.ts";
import type { PasswordPolicy } from "./pools.ts";

const derive = promisify<string, Buffer, number, { N: number }, Buffer>(scrypt);
/** Cheap on purpose: nothing here guards a real account, and demo data has hundreds of them. */
const COST = { N: 1024 };

/** Salted scrypt hash as `salt.hash`, base64. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, 32, COST);
  return `${salt.toString("base64")}.${hash.toString("base64")}`;
}

export async function passwordMatches(password: string, stored: string | undefined): Promise<boolean> {
  const [salt, hash] = (stored ?? "").split(".");
  if (!salt || !hash) return false;
  return timingSafeEqual(await derive(password, Buffer.from(salt, "base64"), 32, COST), Buffer.from(hash, "base64"));
}

/** Throws InvalidPasswordException naming the first rule of the policy the password breaks. */
export function requireStrongPassword(password: string, policy: PasswordPolicy): void {
  const rules: [boolean, string][] = [
    [password.length >= policy.minimumLength, "Password not long enough"],
    [!policy.uppercase || /[A-Z]/.test(password), "Password must have uppercase characters"],
    [!policy.lowercase || /[a-z]/.test(password), "Password must have lowercase characters"],
    [!policy.numbers || /[0-9]/.test(password), "Password must have numeric characters"],
    [
      !policy.symbols || /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/.test(password),
      "Password must have symbol characters",
    ],
    [password.length <= 256 && password === password.trim(), "Password must not begin or end with a space"],
  ];
  const broken = rules.find(([kept]) => !kept);
  if (broken) throw new AwsError("InvalidPasswordException", `Password did not conform with policy: ${broken[1]}`);
}

/** A temporary password that every policy accepts. */
export function temporaryPassword(policy: PasswordPolicy): string {
  const sets = ["ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnopqrstuvwxyz", "23456789", "!@#%*-_"];
  const length = Math.max(12, policy.minimumLength);
  return Array.from({ length }, (_, i) => sets[i % 4]!.charAt(randomInt(sets[i % 4]!.length))).join("");
}
