import { Refusal } from "@freelancerm/contracts/errors";
import type { CaseFile, CaseOutcome } from "@freelancerm/contracts/trust";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import { happened } from "../entity.ts";
import { iso } from "../time.ts";
import { audited } from "./audit.ts";
import { type CaseRecord, isParty, outcomesOf, requireCase } from "./case.ts";
import { getCase } from "./read-cases.ts";
import { type Removal, removalIfPossible, removalOf } from "./subjects.ts";
import { suspensionOf } from "./suspend.ts";

type DecideDeps = Needs<
  "accounts" | "audit" | "cases" | "clock" | "commit" | "hash" | "ids" | "jobs" | "messages" | "reviews"
>;

/** What an outcome does to the subject and to whoever is answerable. */
async function measuresOf(
  deps: DecideDeps,
  actor: Actor,
  { subject, ownerId }: CaseRecord,
  outcome: CaseOutcome,
): Promise<Removal> {
  const taken = {
    dismiss: () => [],
    remove: () => [removalOf(deps, subject)],
    suspend: () => [removalIfPossible(deps, subject), suspensionOf(deps, actor, ownerId)],
  };
  const measures = (await Promise.all(taken[outcome]())).filter((measure) => measure !== undefined);
  return {
    changes: measures.flatMap(({ changes }) => changes),
    before: Object.assign({}, ...measures.map(({ before }) => before)),
    after: Object.assign({}, ...measures.map(({ after }) => after)),
  };
}

/**
 * Decides a case and does what the decision says, with its line in the audit log: all of it or nothing.
 * @rule Each decision has a reason. Where something is removed or somebody suspended, whoever is answerable is told it, always by
 * mail too; those who reported are told the outcome.
 */
export const decideCase =
  (deps: DecideDeps) =>
  async (
    actor: Actor,
    { caseId, outcome, reason }: { caseId: string; outcome: CaseOutcome; reason: string },
  ): Promise<CaseFile> => {
    const { found, reports } = await deps.cases.findWhole(caseId);
    const before = requireCase(found);
    if (isParty(before, reports, actor.id)) throw new Refusal("case.party");
    if (before.status === "decided") throw new Refusal("case.decided");
    if (!outcomesOf(before).includes(outcome)) throw new Refusal("case.outcome_refused");

    const measures = await measuresOf(deps, actor, before, outcome);
    const decidedAt = iso(deps.clock.now());
    const { subject, ownerId, title, round } = before;
    const facts = { caseId, kind: subject.kind, ownerId, title, outcome, reason, round };
    const after: CaseRecord = {
      ...before,
      status: "decided",
      decision: { outcome, reason, byId: actor.id, decidedAt },
    };
    const line = {
      action: `case.${outcome}`,
      subject: caseId,
      before: { case: before.status, ...measures.before },
      after: { case: after.status, ...measures.after },
      reason,
    };
    await deps.commit(
      deps.cases.save(after, { events: [happened(deps, "case.decided.v1", facts)] }),
      ...measures.changes,
      await audited(deps, actor, line),
    );
    return getCase(deps)(actor, { caseId });
  };
