/**
 * The log of what staff did. It is only ever appended to, in the transaction that does it; each line carries the hash of the
 * one before it, so a line that was changed or taken out shows.
 */
import type { AuditLine } from "@freelancerm/contracts/trust";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import type { Change, Listed, PageRequest } from "../entity.ts";
import type { Hash } from "../payments/ledger.ts";
import { iso } from "../time.ts";
import { personOf } from "../users/account.ts";

export interface AuditRecord extends Omit<AuditLine, "actor" | "sound"> {
  actorId: string;
  previousHash: string;
}

export interface AuditStore {
  /** The newest line, strongly consistent. */
  last(): Promise<AuditRecord | undefined>;
  find(seq: number): Promise<AuditRecord | undefined>;
  /** Refused with "resource.conflict" when its place is taken. */
  append(line: AuditRecord): Change;
  /** Newest first. */
  list(page: PageRequest): Promise<Listed<AuditRecord>>;
}

/** Who works with a script and the operator's own rights instead of an account. */
export const OPERATOR: Actor = { id: "operator", roles: [], staffRoles: [] };

const GENESIS = "0".repeat(64);

/** By name, however deep: stores do not keep the order of names. */
const ordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, held]) => held !== undefined);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, held]) => [name, ordered(held)]);
};

const digest = (hash: Hash, line: Omit<AuditRecord, "hash">): string => {
  const { previousHash, seq, actorId, action, subject, before, after, reason, at } = line;
  return hash(
    JSON.stringify([previousHash, seq, actorId, action, subject, ordered(before), ordered(after), reason, at]),
  );
};

/**
 * The line that goes with what is about to be done.
 * @rule What staff decide is written to the audit log in the same transaction: who, what, before, after, why and when.
 */
export async function audited(
  deps: Needs<"audit" | "clock" | "hash">,
  actor: Actor,
  done: Pick<AuditRecord, "action" | "subject" | "before" | "after" | "reason">,
): Promise<Change> {
  const last = await deps.audit.last();
  const unsealed = {
    ...done,
    seq: (last?.seq ?? 0) + 1,
    actorId: actor.id,
    at: iso(deps.clock.now()),
    previousHash: last?.hash ?? GENESIS,
  };
  return deps.audit.append({ ...unsealed, hash: digest(deps.hash, unsealed) });
}

/** A line of an edit: what differs, before and after. Edits of the tree say all by themselves and need no reason. */
export function edited(action: string, subject: string, before: object | undefined, after: object | undefined) {
  const [was, is] = [{ ...before }, { ...after }] as Record<string, unknown>[];
  const differs = (name: string) => JSON.stringify(was![name]) !== JSON.stringify(is![name]);
  const part = (of: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(of).filter(([name]) => differs(name)));
  return { action, subject, before: part(was!), after: part(is!), reason: "" };
}

/** Whether a line is as it was written and follows the line before it, if there is to be one. */
const isSound = (hash: Hash, line: AuditRecord, previous: AuditRecord | undefined): boolean =>
  line.hash === digest(hash, line) &&
  (line.seq === 1
    ? line.previousHash === GENESIS
    : previous?.seq === line.seq - 1 && previous.hash === line.previousHash);

/** What staff did, newest first. */
export const listAudit =
  (deps: Needs<"accounts" | "audit" | "hash">) =>
  async (page: PageRequest): Promise<Listed<AuditLine>> => {
    const { items: lines, next } = await deps.audit.list(page);
    const oldest = lines.at(-1);
    const beyond = oldest && oldest.seq > 1 ? await deps.audit.find(oldest.seq - 1) : undefined;
    const ids = [...new Set(lines.map(({ actorId }) => actorId))];
    const accounts = await deps.accounts.findMany(ids);
    const items = lines.map(({ actorId, previousHash: _, ...line }, index) => ({
      ...line,
      actor: {
        ...personOf(actorId, accounts[ids.indexOf(actorId)]),
        ...(actorId === OPERATOR.id && { displayName: "The operator" }),
      },
      sound: isSound(deps.hash, lines[index]!, lines[index + 1] ?? beyond),
    }));
    return { items, next };
  };
