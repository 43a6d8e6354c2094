/** Time-based one-time passwords as authenticator apps make them: RFC 6238, SHA-1, 6 digits, 30 seconds. */
import { createHmac, randomBytes } from "node:crypto";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const STEP_MS = 30_000;

/** A new secret in base32 (32 characters, 160 bits). */
export function newTotpSecret(): string {
  return Array.from(randomBytes(32), (byte) => ALPHABET[byte & 31]).join("");
}

function decodeBase32(text: string): Buffer {
  const bits = [...text].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
}

function codeOfStep(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", decodeBase32(secret)).update(counter).digest();
  const offset = digest[19]! & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** The code an authenticator app shows at `now` (ms since the epoch). */
export function totpCode(secret: string, now: number): string {
  return codeOfStep(secret, Math.floor(now / STEP_MS));
}

/** The time step `code` belongs to, one step of clock drift allowed either way; undefined when it fits none. */
export function findTotpStep(secret: string, code: string, now: number): number | undefined {
  const step = Math.floor(now / STEP_MS);
  return [step, step - 1, step + 1].find((candidate) => codeOfStep(secret, candidate) === code);
}
