/** What the parties do with a milestone: hand in, ask for changes, approve. */
import type { Contract } from "@freelancerm/contracts/contracts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../deps.ts";
import { happened, happenedAt, type SaveOptions } from "../entity.ts";
import { requireFiles } from "../files/file.ts";
import { advance, type By } from "../state-machine.ts";
import { DAY, iso } from "../time.ts";
import {
  type ContractRecord,
  type MilestoneRecord,
  milestoneFacts,
  milestoneMachine,
  requireFound,
} from "./contract.ts";
import { presentContract } from "./present-contract.ts";
import { reviewClock } from "./review-clock.ts";

type Given = Needs<"accounts" | "clock" | "commit" | "contracts" | "ids">;
interface Address {
  contractId: string;
  number: number;
}
type Changed = { milestone: MilestoneRecord } & SaveOptions;

/** Reads a contract, changes one milestone of it and answers the whole. */
async function changeMilestone(
  deps: Given,
  { contractId, number }: Address,
  change: (contract: ContractRecord, before: MilestoneRecord) => Changed | Promise<Changed>,
): Promise<Contract> {
  const { contract, milestones } = requireFound(await deps.contracts.findWhole(contractId));
  const { milestone, ...options } = await change(contract, requireFound(milestones[number - 1]));
  await deps.commit(deps.contracts.saveMilestone(milestone, options));
  return presentContract(deps, contract, milestones.with(number - 1, milestone));
}

/**
 * Hands in funded work for review.
 * @rule No work is handed in on a milestone that is not funded. Handing in answers a refund request: the work is reviewed first.
 */
export const submitMilestone =
  (deps: Given & Needs<"files">) =>
  (actor: Actor, { note, attachmentIds, ...address }: Address & { note: string; attachmentIds: string[] }) =>
    changeMilestone(deps, address, async (contract, before) => {
      const now = deps.clock.now();
      const code = before.status === "pending" ? "milestone.not_funded" : "milestone.wrong_state";
      const status = advance(milestoneMachine, before.status, "submit", "freelancer", code);
      const end = now + contract.reviewDays * DAY;
      const milestone: MilestoneRecord = {
        ...before,
        status,
        note,
        attachments: await requireFiles(deps.files, actor.id, "milestone", attachmentIds),
        submittedAt: iso(now),
        reviewEndsAt: iso(end),
        refundRequest: null,
      };
      const facts = { ...milestoneFacts(contract, milestone, "freelancer"), note };
      return {
        milestone,
        events: [happened(deps, "milestone.submitted.v1", facts)],
        deadlines: reviewClock(contract, milestone),
      };
    });

/** @rule A request for changes needs a reason and stops the review clock. */
export const requestChanges =
  (deps: Given) =>
  (_: Actor, { reason, ...address }: Address & { reason: string }) =>
    changeMilestone(deps, address, (contract, before) => {
      const milestone: MilestoneRecord = {
        ...before,
        status: advance(milestoneMachine, before.status, "request_changes", "client", "milestone.wrong_state"),
        changes: reason,
        changeRounds: before.changeRounds + 1,
        reviewEndsAt: null,
      };
      const facts = { ...milestoneFacts(contract, milestone, "client"), note: reason };
      const at = iso(deps.clock.now());
      return { milestone, events: [happenedAt(deps, "milestone.changes_requested.v1", facts, at)] };
    });

/** An approved milestone: the event is what the payment function releases by. */
export function approved(
  deps: Needs<"clock" | "ids">,
  contract: ContractRecord,
  before: MilestoneRecord,
  by: By,
): Changed {
  const status = advance(milestoneMachine, before.status, "approve", by, "milestone.wrong_state");
  const milestone: MilestoneRecord = { ...before, status, reviewEndsAt: null };
  const facts = milestoneFacts(contract, milestone, by);
  return { milestone, events: [happened(deps, "milestone.approved.v1", facts)] };
}

/** Approves submitted work; its funds are released. */
export const approveMilestone = (deps: Given) => (_: Actor, address: Address) =>
  changeMilestone(deps, address, (contract, before) => approved(deps, contract, before, "client"));
