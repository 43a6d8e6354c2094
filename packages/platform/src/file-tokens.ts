/** Signed permissions to read a private file: bound to the file, good for a day. */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Clock } from "@freelancerm/core/entity";
import type { FileTokens } from "@freelancerm/core/files/storage";
import { HOUR } from "@freelancerm/core/time";

const LIVES = 24 * HOUR;

/** `secret` is asked for at each use; it is cached where it comes from. */
export function createFileTokens(secret: () => Promise<string>, clock: Clock): FileTokens {
  const sign = async (fileId: string, expires: string) =>
    createHmac("sha256", await secret())
      .update(`${fileId}\n${expires}`)
      .digest()
      .subarray(0, 16);
  return {
    issue: async (fileId) => {
      // To the hour, so that an address stays the same, and cached, for a while.
      const expires = Math.ceil((clock.now() + LIVES) / HOUR).toString(36);
      return `${expires}.${(await sign(fileId, expires)).toString("base64url")}`;
    },
    holds: async (fileId, token) => {
      const [expires = "", signature = ""] = token.split(".");
      const given = Buffer.from(signature, "base64url");
      const expected = await sign(fileId, expires);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
      return Number.parseInt(expires, 36) * HOUR > clock.now();
    },
  };
}

interface Shown {
  id: string;
  contentType: string;
  token?: string;
}
const isFile = (value: object): value is Shown =>
  "contentType" in value && "id" in value && typeof value.id === "string" && value.id.startsWith("fil_");

/** An answer with a token on every file in it: who is shown a file may fetch it. */
export async function withFileTokens<T>(answer: T, tokens: FileTokens): Promise<T> {
  if (Array.isArray(answer)) return (await Promise.all(answer.map((item) => withFileTokens(item, tokens)))) as T;
  if (typeof answer !== "object" || answer === null) return answer;
  if (isFile(answer)) return { ...answer, token: await tokens.issue(answer.id) };
  const entries = Object.entries(answer).map(async ([name, value]) => [name, await withFileTokens(value, tokens)]);
  return Object.fromEntries(await Promise.all(entries)) as T;
}
