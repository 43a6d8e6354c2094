/** Secrets the marketplace signs with: made on first use, kept in the table (encrypted at rest), cached per container. */
import { randomBytes } from "node:crypto";
import { keys } from "@freelancerm/data/keys";
import { ConditionFailed, type Table } from "@freelancerm/data/table";

const cache = new WeakMap<Table, Map<string, Promise<string>>>();

export function secretOf(table: Table, name: string): Promise<string> {
  const known = cache.get(table) ?? new Map<string, Promise<string>>();
  cache.set(table, known);
  let secret = known.get(name);
  if (!secret) {
    secret = readOrMake(table, name);
    secret.catch(() => known.delete(name));
    known.set(name, secret);
  }
  return secret;
}

async function readOrMake(table: Table, name: string): Promise<string> {
  const stored = await table.get(keys.secret(name));
  if (stored) return stored.value as string;
  try {
    const value = randomBytes(32).toString("base64url");
    await table.write({ put: { ...keys.secret(name), value }, when: { absent: true } });
    return value;
  } catch (error) {
    if (error instanceof ConditionFailed) return readOrMake(table, name);
    throw error;
  }
}
