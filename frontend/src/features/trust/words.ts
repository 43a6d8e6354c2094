/** Words for what is reported and decided. */
import type { Case, CaseOutcome, ReportReason, Subject } from "@freelancerm/contracts/trust";
import { paths } from "../../lib/paths.ts";

export const reportReason: Record<ReportReason, string> = {
  spam: "It is spam, or posted again and again",
  scam: "It is a scam, or tries to deceive",
  offensive: "It is insulting, hateful or obscene",
  discrimination: "It discriminates against people",
  outside_payment: "It asks to be paid outside the marketplace",
  illegal: "It is against the law",
  other: "Something else",
};

/** The same in a mark. */
export const reasonMark: Record<ReportReason, string> = {
  spam: "Spam",
  scam: "Fraud",
  offensive: "Offensive",
  discrimination: "Discrimination",
  outside_payment: "Payment outside",
  illegal: "Illegal",
  other: "Other",
};

export const caseOutcome: Record<CaseOutcome, string> = {
  dismiss: "Dismissed",
  remove: "Removed",
  suspend: "Suspended",
};

export const subjectKind: Record<Subject["kind"], string> = {
  job: "Job",
  user: "Profile",
  message: "Message",
  review: "Review",
};

/** Where staff can look at what was reported, if it has a page of its own that they see. */
export const subjectPath = ({ subject }: Case): string | undefined =>
  subject.kind === "job" ? paths.job(subject.id) : undefined;

/** What an entry of the audit log says was done. */
export const auditAction: Record<string, string> = {
  "case.dismiss": "Dismissed a case",
  "case.remove": "Removed what was reported",
  "case.suspend": "Suspended an account",
  "user.reinstate": "Let an account in again",
  "category.create": "Added a category",
  "category.update": "Changed a category",
  "category.delete": "Deleted a category",
  "skill.create": "Added a skill",
  "skill.update": "Changed a skill",
  "skill.delete": "Deleted a skill",
};
