import type { Person } from "@freelancerm/contracts/fields";
import type { Case, CaseFile } from "@freelancerm/contracts/trust";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import type { Listed, PageRequest } from "../entity.ts";
import { personOf } from "../users/account.ts";
import { type CaseCard, type DecisionRecord, isParty, outcomesOf, requireCase } from "./case.ts";
import { maySuspend } from "./suspend.ts";

/** Reports that a case shows. */
const SHOWN = 50;

const presentDecision = ({ byId, ...decision }: DecisionRecord, who: (id: string) => Person) => ({
  ...decision,
  by: who(byId),
});

function presentCase({ ownerId, decision, ...card }: CaseCard, who: (id: string) => Person): Case {
  return { ...card, owner: who(ownerId), decision: decision && presentDecision(decision, who) };
}

async function peopleOf(deps: Needs<"accounts">, ids: (string | undefined)[]) {
  const people = [...new Set(ids.filter((id) => id !== undefined))];
  const accounts = await deps.accounts.findMany(people);
  return (id: string) => accounts[people.indexOf(id)];
}

export const listCases =
  (deps: Needs<"accounts" | "cases">) =>
  async ({ status, ...page }: PageRequest & { status: CaseCard["status"] }): Promise<Listed<Case>> => {
    const { items, next } = await deps.cases.list(status, page);
    const accountOf = await peopleOf(
      deps,
      items.flatMap(({ ownerId, decision }) => [ownerId, decision?.byId]),
    );
    return { items: items.map((card) => presentCase(card, (id) => personOf(id, accountOf(id)))), next };
  };

/**
 * A case as somebody of the staff reads it, with what they may decide. Who reported it and how is not for whoever is answerable,
 * be they of the staff.
 */
export const getCase =
  (deps: Needs<"accounts" | "cases">) =>
  async (actor: Actor, { caseId }: { caseId: string }): Promise<CaseFile> => {
    const { found, reports } = await deps.cases.findWhole(caseId);
    const { round: _, earlier, outbox: __, version: ___, ...card } = requireCase(found);
    const shown = card.ownerId === actor.id ? [] : reports.slice(0, SHOWN);
    const decisions = [card.decision, ...earlier];
    const accountOf = await peopleOf(deps, [
      card.ownerId,
      ...decisions.map((decision) => decision?.byId),
      ...shown.map(({ reporterId }) => reporterId),
    ]);
    const who = (id: string) => personOf(id, accountOf(id));
    const owner = accountOf(card.ownerId);
    const outcomes = isParty(card, reports, actor.id) ? [] : outcomesOf(card);
    return {
      ...presentCase(card, who),
      filed: shown.map(({ reporterId, reason, words, said, reportedAt }) => ({
        reporter: who(reporterId),
        reason,
        words,
        said,
        reportedAt,
      })),
      earlier: earlier.map((decision) => presentDecision(decision, who)),
      outcomes: outcomes.filter((outcome) => outcome !== "suspend" || maySuspend(actor, owner)),
      ownerSuspendedAt: owner?.suspendedAt ?? null,
    };
  };
