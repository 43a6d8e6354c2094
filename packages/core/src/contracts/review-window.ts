/** What the clock does with work that waits for review. Both leave alone what is no longer that submission. */
import type { Needs } from "../deps.ts";
import { happened } from "../entity.ts";
import { ms } from "../time.ts";
import { approved } from "./change-milestone.ts";
import { milestoneFacts } from "./contract.ts";
import { nextReminder } from "./review-clock.ts";

interface Submission {
  contractId: string;
  number: number;
  submittedAt: string;
}

/** The milestone while it still waits for the review of this very submission. */
async function findWaiting(deps: Needs<"contracts">, { contractId, number, submittedAt }: Submission) {
  const found = await deps.contracts.findMilestone(contractId, number);
  const waits = found?.milestone.status === "submitted" && found.milestone.submittedAt === submittedAt;
  return waits ? found : undefined;
}

/** @rule Silence approves when the review window ends; a submission that was answered meanwhile is left alone. */
export const approveBySilence =
  (deps: Needs<"clock" | "commit" | "contracts" | "ids">) =>
  async (submission: Submission): Promise<void> => {
    const found = await findWaiting(deps, submission);
    if (!found || ms(found.milestone.reviewEndsAt!) > deps.clock.now()) return;
    const { milestone, ...options } = approved(deps, found.contract, found.milestone, "system");
    await deps.commit(deps.contracts.saveMilestone(milestone, options));
  };

/** Reminds the client of a review, once per `dueAt` however often it fires, and not after the window has ended. */
export const remindReview =
  (deps: Needs<"clock" | "commit" | "contracts" | "ids">) =>
  async ({ dueAt, ...submission }: Submission & { dueAt: string }): Promise<void> => {
    const found = await findWaiting(deps, submission);
    if (!found) return;
    const { contract, milestone } = found;
    const now = deps.clock.now();
    if (ms(milestone.reviewEndsAt!) <= now || (milestone.remindedAt ?? "") >= dueAt) return;
    const facts = { ...milestoneFacts(contract, milestone, "system"), dueAt: milestone.reviewEndsAt! };
    const events = [happened(deps, "milestone.review_due_soon.v1", facts)];
    const deadlines = nextReminder(contract, milestone, Math.max(now, ms(dueAt)));
    await deps.commit(deps.contracts.saveMilestone({ ...milestone, remindedAt: dueAt }, { events, deadlines }));
  };
