import { caseIdOf } from "@freelancerm/contracts/ids";
import type { Report, ReportReason, Subject } from "@freelancerm/contracts/trust";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import { iso } from "../time.ts";
import { gathered, type ReportRecord } from "./case.ts";
import { requireSeen } from "./subjects.ts";

const present = ({ reason, words, reportedAt }: ReportRecord, subject: Subject): Report => ({
  subject,
  reason,
  words,
  reportedAt,
});

/**
 * Files a report and gathers it in the case of its subject.
 * @rule Somebody reports the same once: doing it again answers the first report and changes nothing.
 */
export const createReport =
  (deps: Needs<"accounts" | "cases" | "clock" | "commit" | "jobs" | "messages" | "reviews" | "rooms">) =>
  async (actor: Actor, given: { subject: Subject; reason: ReportReason; words: string }): Promise<Report> => {
    const { subject, reason, words } = given;
    const id = caseIdOf(subject);
    const { found: before, report: filed } = await deps.cases.findFor(id, actor.id);
    if (filed) return present(filed, subject);
    const { said, title, ownerId } = await requireSeen(deps, actor, subject);
    const now = deps.clock.now();
    const found = gathered(before, { id, subject, title, ownerId }, reason, now);
    const report: ReportRecord = {
      caseId: id,
      reporterId: actor.id,
      round: found.round,
      reason,
      words,
      said,
      reportedAt: iso(now),
      version: 0,
    };
    await deps.commit(deps.cases.save(found), deps.cases.file(report));
    return present(report, subject);
  };
