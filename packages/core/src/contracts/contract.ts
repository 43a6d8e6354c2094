/** A contract and its milestones: what was agreed, how far it is, and where the money stands. */
import type { ContractCard, Milestone, MilestoneStatus } from "@freelancerm/contracts/contracts";
import { Refusal } from "@freelancerm/contracts/errors";
import type { Change, Listed, PageRequest, SaveOptions, Versioned } from "../entity.ts";
import type { Machine } from "../state-machine.ts";

export interface ContractRecord extends Omit<ContractCard, "counterpart">, Versioned {
  jobId: string;
  reviewDays: number;
  /** The policy it was signed under; fees are already frozen in the milestones. */
  policyVersion: string;
  /** Milestones it has, whatever their state; the next one gets this plus one. */
  milestoneCount: number;
  endedAt: string | null;
  endReason: string | null;
}

/** Its own item, so that milestones move independently. Amounts in minor units of the contract's currency. */
export interface MilestoneRecord extends Milestone, Versioned {
  contractId: string;
  /** The checkout the client was last sent to. */
  paymentId: string | null;
  /** The processor's charge that funded it. */
  chargeId: string | null;
}

export interface ContractStore {
  find(id: string): Promise<ContractRecord | undefined>;
  /** A contract with all its milestones in order, in one strongly consistent call. */
  findWhole(id: string): Promise<{ contract: ContractRecord; milestones: MilestoneRecord[] } | undefined>;
  /** A milestone with its contract, in one strongly consistent call. */
  findMilestone(
    id: string,
    number: number,
  ): Promise<{ contract: ContractRecord; milestone: MilestoneRecord } | undefined>;
  save(contract: ContractRecord, options?: SaveOptions): Change;
  saveMilestone(milestone: MilestoneRecord, options?: SaveOptions): Change;
  /** Newest first. */
  listOf(
    role: "client" | "freelancer",
    userId: string,
    page: PageRequest,
  ): Promise<Listed<Omit<ContractCard, "counterpart">>>;
}

export type MilestoneCommand =
  | "fund"
  | "submit"
  | "request_changes"
  | "approve"
  | "release"
  | "agree_refund"
  | "refund"
  | "cancel";

/**
 * @rule pending → funded → submitted (⇄ changes requested) → approved → released; money still held can go back instead:
 * → refunding → refunded. `approved` and `refunding` are promises the payment function keeps.
 */
export const milestoneMachine: Machine<MilestoneStatus, MilestoneCommand> = {
  pending: {
    fund: { to: "funded", by: ["system"] },
    cancel: { to: "cancelled", by: ["client", "freelancer"] },
  },
  funded: {
    submit: { to: "submitted", by: ["freelancer"] },
    agree_refund: { to: "refunding", by: ["freelancer", "system"] },
  },
  submitted: {
    approve: { to: "approved", by: ["client", "system"] },
    request_changes: { to: "changes_requested", by: ["client"] },
    agree_refund: { to: "refunding", by: ["freelancer"] },
  },
  changes_requested: {
    submit: { to: "submitted", by: ["freelancer"] },
    agree_refund: { to: "refunding", by: ["freelancer", "system"] },
  },
  approved: { release: { to: "released", by: ["system"] } },
  released: {},
  refunding: { refund: { to: "refunded", by: ["system"] } },
  refunded: {},
  cancelled: {},
};

/** States in which the marketplace holds the client's money for a milestone. */
export const HOLDING: readonly MilestoneStatus[] = [
  "funded",
  "submitted",
  "changes_requested",
  "approved",
  "refunding",
];

/** What is there, or the refusal that it is not. */
export function requireFound<T>(found: T | undefined): T {
  if (found === undefined) throw new Refusal("resource.not_found");
  return found;
}

/** Facts every milestone event carries. */
export const milestoneFacts = (
  contract: ContractRecord,
  milestone: MilestoneRecord,
  by: "client" | "freelancer" | "system",
) => ({
  contractId: contract.id,
  clientId: contract.clientId,
  freelancerId: contract.freelancerId,
  title: contract.title,
  milestone: milestone.number,
  amount: milestone.amount,
  currency: contract.currency,
  by,
});
