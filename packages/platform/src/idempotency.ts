/** One effect per Idempotency-Key: the first request works, the same again gets its answer, another one is refused. */
import { createHash } from "node:crypto";
import { Refusal } from "@freelancerm/contracts/errors";
import type { Clock } from "@freelancerm/core/entity";
import { limits } from "@freelancerm/core/policy/policy";
import { keys } from "@freelancerm/data/keys";
import { ConditionFailed, type Table } from "@freelancerm/data/table";

/** How long an unfinished request holds its key before somebody may try again (longer than any function runs). */
const HELD = 60_000;

export interface StoredAnswer {
  status: number;
  body: unknown;
}

export async function idempotently(
  { table, clock }: { table: Table; clock: Clock },
  { actorId, key, request }: { actorId: string; key: string; request: unknown },
  work: () => Promise<StoredAnswer>,
): Promise<StoredAnswer & { replayed: boolean }> {
  const address = keys.idempotency(actorId, key);
  const fingerprint = createHash("sha256").update(JSON.stringify(request)).digest("base64url");
  const now = clock.now();
  const claim = { ...address, fingerprint, heldUntil: now + HELD, ttl: Math.ceil((now + limits.idempotency) / 1000) };
  try {
    await table.write({ put: claim, when: { absent: true } });
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    const stored = await table.get(address);
    const expired = stored && (stored.ttl as number) * 1000 <= now;
    if (stored && !expired) {
      if (stored.fingerprint !== fingerprint) throw new Refusal("idempotency.key_reused");
      if (stored.answer) return { ...(stored.answer as StoredAnswer), replayed: true };
      if ((stored.heldUntil as number) > now) throw new Refusal("idempotency.in_flight");
    }
    const when = stored ? { equals: { heldUntil: stored.heldUntil as number } } : { absent: true as const };
    await table.write({ put: claim, when }).catch((again: unknown) => {
      throw again instanceof ConditionFailed ? new Refusal("idempotency.in_flight") : again;
    });
  }
  try {
    const answer = await work();
    await table.write({ put: { ...claim, answer } });
    return { ...answer, replayed: false };
  } catch (error) {
    // A refused request had no effect: its key is free again. After a crash the effect is unknown and the key stays held.
    if (error instanceof Refusal) await table.write({ delete: address });
    throw error;
  }
}
