/** A contract and its milestones: what was agreed, how far it is, and where the money stands. */
import type { Activity, ContractCard, Milestone, MilestoneStatus } from "@freelancerm/contracts/contracts";
import { Refusal } from "@freelancerm/contracts/errors";
import type { Change, Listed, PageRequest, SaveOptions, Versioned } from "../entity.ts";
import type { Machine } from "../state-machine.ts";

/** What lists keep of a contract; what else its card shows is worked out when it is read. `released` is set once it has ended. */
export type StoredCard = Omit<ContractCard, "counterpart" | "held" | "nextAction">;

export interface ContractRecord extends StoredCard, Versioned {
  jobId: string;
  reviewDays: number;
  /** The policy it was signed under; fees are already frozen in the milestones. */
  policyVersion: string;
  /** Its milestones as agreed, in order. Each becomes an item of its own once something happens to it. */
  agreed: AgreedMilestone[];
  endReason: string | null;
}

/** What was agreed on a piece of work, with its share of the fees frozen. Amounts in minor units of the contract's currency. */
export interface AgreedMilestone {
  title: string;
  amount: number;
  clientFee: number;
  freelancerFee: number;
  dueAt: string | null;
}

/** Its own item from its first change on (before, the store makes it from what was agreed), so that milestones move independently. Amounts in minor units of the contract's currency. */
export interface MilestoneRecord extends Milestone, Versioned {
  contractId: string;
  /** The checkout the client was last sent to. */
  paymentId: string | null;
  /** The processor's charge that funded it. */
  chargeId: string | null;
  /** When the last reminder to review it was due. */
  remindedAt?: string;
}

export interface ContractStore {
  find(id: string): Promise<ContractRecord | undefined>;
  /** In the order of the ids, in one eventually consistent call. */
  findMany(ids: string[]): Promise<(ContractRecord | undefined)[]>;
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
  listOf(role: "client" | "freelancer", userId: string, page: PageRequest): Promise<Listed<StoredCard>>;
  /** Adds a line to the log; refused when it is there already. */
  record(contractId: string, activity: Activity): Change;
  /** Newest first. */
  listActivity(contractId: string, page: PageRequest): Promise<Listed<Activity>>;
}

/** @rule A contract ends once, by either side. */
export const contractMachine: Machine<ContractCard["status"], "end"> = {
  active: { end: { to: "ended", by: ["client", "freelancer"] } },
  ended: {},
};

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

/** A milestone nothing has happened to yet. */
export const pendingMilestone = (
  contractId: string,
  number: number,
  { title, amount, clientFee, freelancerFee, dueAt }: AgreedMilestone,
): MilestoneRecord => ({
  contractId,
  number,
  title,
  amount,
  clientFee,
  freelancerFee,
  status: "pending",
  dueAt,
  fundedAt: null,
  submittedAt: null,
  reviewEndsAt: null,
  releasedAt: null,
  note: null,
  changes: null,
  attachments: [],
  changeRounds: 0,
  refundRequest: null,
  paymentId: null,
  chargeId: null,
  version: 0,
});

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
  clientFee: milestone.clientFee,
  freelancerFee: milestone.freelancerFee,
  currency: contract.currency,
  by,
});
