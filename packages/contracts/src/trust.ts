/** Trust and the back office: what people report, the cases their reports gather in, what staff decide, and the log of it. */
import * as z from "zod/mini";
import { PageQuery, Person, page, Timestamp, text } from "./fields.ts";
import { CaseId, ContractId, JobId, RoomId, UserId } from "./ids.ts";
import { bounds } from "./limits.ts";
import { defineRoutes } from "./route.ts";

export const ReportReason = z.enum([
  "spam",
  "scam",
  "offensive",
  "discrimination",
  "outside_payment",
  "illegal",
  "other",
]);
export type ReportReason = z.infer<typeof ReportReason>;

/** What can be reported: a job, somebody (their profiles), a message of a room, or the review one side of a contract wrote. */
export const Subject = z.union([
  z.strictObject({ kind: z.literal("job"), id: JobId }),
  z.strictObject({ kind: z.literal("user"), id: UserId }),
  z.strictObject({ kind: z.literal("message"), id: RoomId, seq: z.int().check(z.minimum(1), z.maximum(999_999_999)) }),
  z.strictObject({ kind: z.literal("review"), id: ContractId, by: z.enum(["client", "freelancer"]) }),
]);
export type Subject = z.infer<typeof Subject>;

export const Report = z.object({
  subject: Subject,
  reason: ReportReason,
  words: z.string(),
  reportedAt: Timestamp,
});
export type Report = z.infer<typeof Report>;

/** What a case ends with. `suspend` closes the account of whoever is answerable and removes the subject too. */
export const CaseOutcome = z.enum(["dismiss", "remove", "suspend"]);
export type CaseOutcome = z.infer<typeof CaseOutcome>;

export const Decision = z.object({
  outcome: CaseOutcome,
  reason: z.string(),
  by: Person,
  decidedAt: Timestamp,
});

export const Case = z.object({
  id: CaseId,
  subject: Subject,
  /** What it is called: a job's title, a name, the beginning of a message, the job a review is about. */
  title: z.string(),
  /** Who is answerable for it. */
  owner: Person,
  status: z.enum(["open", "decided"]),
  /** Each reason once, the first one first. */
  reasons: z.array(ReportReason),
  /** How many people reported it since the case was opened. */
  reports: z.int(),
  openedAt: Timestamp,
  dueAt: Timestamp,
  decision: z.nullable(Decision),
});
export type Case = z.infer<typeof Case>;

/** A case with what was reported. */
export const CaseFile = z.object({
  ...Case.shape,
  /** Newest first, at most 50. */
  filed: z.array(
    z.object({
      reporter: Person,
      reason: ReportReason,
      words: z.string(),
      /** What the subject said when it was reported. */
      said: z.string(),
      reportedAt: Timestamp,
    }),
  ),
  /** Decisions from before it was opened again, newest first. */
  earlier: z.array(Decision),
  /** What I may decide now. */
  outcomes: z.array(CaseOutcome),
  ownerSuspendedAt: z.nullable(Timestamp),
});
export type CaseFile = z.infer<typeof CaseFile>;

/** A line of the log of what staff did. Its hash covers the line and the hash of the line before. */
export const AuditLine = z.object({
  seq: z.int(),
  actor: Person,
  /** What was done: "case.remove", "category.update", … */
  action: z.string(),
  /** Id of what it was done to. */
  subject: z.string(),
  before: z.record(z.string(), z.unknown()),
  after: z.record(z.string(), z.unknown()),
  reason: z.string(),
  at: Timestamp,
  hash: z.string(),
  /** Whether it is as it was written and follows the line before it. */
  sound: z.boolean(),
});
export type AuditLine = z.infer<typeof AuditLine>;

const reason = text(10, 1000);
const caseParams = z.object({ caseId: CaseId });

export const trustRoutes = defineRoutes({
  createReport: {
    method: "POST",
    path: "/reports",
    caller: "user",
    summary: "Report what I can see; reporting the same again answers the first report",
    body: z.strictObject({ subject: Subject, reason: ReportReason, words: z._default(text(0, 1000), "") }),
    response: Report,
    status: 201,
    errors: ["resource.not_found", "report.own"],
    limit: { max: 10, seconds: 600 },
  },
  listCases: {
    method: "GET",
    path: "/cases",
    caller: "moderator",
    summary: "Open cases, the earliest deadline first, or decided ones, the newest decision first",
    query: z.strictObject({ ...PageQuery, status: z._default(z.enum(["open", "decided"]), "open") }),
    response: page(Case),
  },
  getCase: {
    method: "GET",
    path: "/cases/{caseId}",
    caller: "moderator",
    summary: "A case with its reports",
    params: caseParams,
    response: CaseFile,
  },
  decideCase: {
    method: "POST",
    path: "/cases/{caseId}/decide",
    caller: "moderator",
    summary: `Decide a case: due within ${bounds.caseHours.fraud} hours for fraud, else ${bounds.caseHours.other / 24} days`,
    params: caseParams,
    body: z.strictObject({ outcome: CaseOutcome, reason }),
    response: CaseFile,
    errors: ["case.decided", "case.party", "case.outcome_refused", "job.wrong_state"],
  },
  reinstateUser: {
    method: "POST",
    path: "/users/{userId}/reinstate",
    caller: "moderator",
    summary: "Let somebody who was suspended in again",
    params: z.object({ userId: UserId }),
    body: z.strictObject({ reason }),
    response: z.object({}),
    errors: ["case.party", "account.not_suspended"],
  },
  listAudit: {
    method: "GET",
    path: "/audit",
    caller: "administrator",
    summary: "What staff did, newest first; each line says whether it is as it was written",
    query: z.strictObject(PageQuery),
    response: page(AuditLine),
  },
});
