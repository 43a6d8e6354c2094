/** A case: the reports of one subject, the time by which somebody decides, and what was decided. */
import { Refusal } from "@freelancerm/contracts/errors";
import { membersOf, partiesOf } from "@freelancerm/contracts/ids";
import type { CaseOutcome, ReportReason, Subject } from "@freelancerm/contracts/trust";
import type { Change, Listed, PageRequest, SaveOptions, Versioned } from "../entity.ts";
import { limits } from "../policy/policy.ts";
import { iso } from "../time.ts";

export interface DecisionRecord {
  outcome: CaseOutcome;
  reason: string;
  byId: string;
  decidedAt: string;
}

/** What lists show of a case. */
export interface CaseCard {
  id: string;
  subject: Subject;
  title: string;
  ownerId: string;
  status: "open" | "decided";
  reasons: ReportReason[];
  /** Since it was opened. */
  reports: number;
  openedAt: string;
  dueAt: string;
  decision: DecisionRecord | null;
}

export interface CaseRecord extends CaseCard, Versioned {
  /** How often it was opened. */
  round: number;
  /** Decisions of the rounds before, newest first. */
  earlier: DecisionRecord[];
}

export interface ReportRecord extends Versioned {
  caseId: string;
  reporterId: string;
  round: number;
  reason: ReportReason;
  words: string;
  /** What the subject said then: it may be changed or gone when the case is read. */
  said: string;
  reportedAt: string;
}

export interface CaseStore {
  find(id: string): Promise<CaseRecord | undefined>;
  /** A case with what this person reported in it, in one strongly consistent call. */
  findFor(id: string, reporterId: string): Promise<{ found?: CaseRecord; report?: ReportRecord }>;
  /** A case with all its reports, newest first; strongly consistent. */
  findWhole(id: string): Promise<{ found?: CaseRecord; reports: ReportRecord[] }>;
  save(found: CaseRecord, options?: SaveOptions): Change;
  /** Refused with "resource.conflict" when the same person reported the same before. */
  file(report: ReportRecord): Change;
  /** Open ones by when they are due; decided ones, the newest decision first. */
  list(status: CaseCard["status"], page: PageRequest): Promise<Listed<CaseCard>>;
}

/** The time by which what is reported now is decided. */
export const dueAt = (reason: ReportReason, now: number): string =>
  iso(now + (reason === "scam" ? limits.caseDue.fraud : limits.caseDue.other));

/**
 * A case with one report more.
 * @rule The reports of one subject gather in one case, which is due when the most urgent of them is. What is reported again after
 * a decision opens the case anew.
 */
export function gathered(
  before: CaseRecord | undefined,
  seen: Pick<CaseRecord, "id" | "subject" | "title" | "ownerId">,
  reason: ReportReason,
  now: number,
): CaseRecord {
  const due = dueAt(reason, now);
  if (before?.status === "open") {
    return {
      ...before,
      reasons: [...new Set([...before.reasons, reason])],
      reports: before.reports + 1,
      dueAt: [due, before.dueAt].sort()[0]!,
    };
  }
  return {
    version: 0,
    ...before,
    ...seen,
    status: "open",
    reasons: [reason],
    reports: 1,
    openedAt: iso(now),
    dueAt: due,
    decision: null,
    round: (before?.round ?? 0) + 1,
    earlier: before?.decision ? [before.decision, ...before.earlier] : [],
  };
}

/** People a case is about, as far as its subject says. */
const partiesTo = ({ subject, ownerId }: CaseCard): string[] => {
  if (subject.kind !== "message" && subject.kind !== "review") return [ownerId];
  const { clientId, freelancerId } = (subject.kind === "message" ? membersOf : partiesOf)(subject.id);
  return [ownerId, clientId, freelancerId];
};

/**
 * @rule Moderators and administrators decide cases, but none they are party to: whose it is, the other side of the room or
 * contract, whoever reported it.
 */
export const isParty = (found: CaseCard, reports: readonly ReportRecord[], userId: string): boolean =>
  partiesTo(found).includes(userId) || reports.some(({ reporterId }) => reporterId === userId);

/** @rule A case ends with a dismissal, the removal of its subject, or the suspension of whoever is answerable; nobody is removed. */
export const outcomesOf = ({ subject, status }: CaseCard): CaseOutcome[] => {
  if (status !== "open") return [];
  return subject.kind === "user" ? ["dismiss", "suspend"] : ["dismiss", "remove", "suspend"];
};

export function requireCase(found: CaseRecord | undefined): CaseRecord {
  if (!found) throw new Refusal("resource.not_found");
  return found;
}
