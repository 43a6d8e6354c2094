import type { Contract, Milestone, MilestoneStatus } from "@freelancerm/contracts/contracts";
import type { Role } from "@freelancerm/contracts/route";
import { refresh } from "../../lib/api.ts";

/** The steps of a milestone that ask before they are taken. */
export type MilestoneDialog = "fund" | "submit" | "approve" | "changes" | "requestRefund" | "refund" | "declineRefund";

/** What the parts of a contract's page are given. */
export interface Room {
  contract: Contract;
  /** The part the reader plays. */
  side: Role;
  /** Opens the dialog for a step of a milestone. */
  ask: (dialog: MilestoneDialog, milestone: Milestone) => void;
}

export const counterpart = ({ contract, side }: Pick<Room, "contract" | "side">) =>
  side === "client" ? contract.freelancer : contract.client;
export const firstName = ({ displayName }: { displayName: string }): string => displayName.split(" ")[0] ?? displayName;

export const changedContract = () =>
  refresh(
    "getContract",
    "listMyContracts",
    "listActivity",
    "listContractLedger",
    "listMyLedger",
    "getPayment",
    "getContractReviews",
  );

/** In which states of a milestone a step can be taken. */
const POSSIBLE: Record<MilestoneDialog, readonly MilestoneStatus[]> = {
  fund: ["pending"],
  submit: ["funded", "changes_requested"],
  approve: ["submitted"],
  changes: ["submitted"],
  requestRefund: ["funded", "changes_requested"],
  refund: ["funded", "submitted", "changes_requested"],
  declineRefund: ["funded", "submitted", "changes_requested"],
};

export function isPossible(dialog: MilestoneDialog, { status, refundRequest }: Milestone): boolean {
  if (dialog === "requestRefund" && refundRequest) return false;
  if (dialog === "declineRefund" && !refundRequest) return false;
  return POSSIBLE[dialog].includes(status);
}

/** Whether money of the milestone is held, so that it could go back. */
export const isHeld = ({ status }: Milestone): boolean => POSSIBLE.refund.includes(status);

/** Whether nothing more happens to a milestone. */
export const isSettled = ({ status }: Milestone): boolean =>
  status === "released" || status === "refunded" || status === "cancelled";

const isOver = (at: string | null, now: number): boolean => at !== null && Date.parse(at) <= now;

/** Whose turn it is: nobody's once the time to act is over, for what then happens by default happens. */
export const turnOf = ({ nextAction: next }: Pick<Contract, "nextAction">, now: number) =>
  next?.byDefault && isOver(next.dueAt, now) ? null : next;

/** What the marketplace is about to do with a milestone because nobody acted in time, and since when. */
export function lapsed(milestone: Milestone, now: number): { byDefault: "approve" | "refund"; at: string } | undefined {
  const { status, reviewEndsAt, refundRequest } = milestone;
  if (refundRequest && isHeld(milestone) && isOver(refundRequest.dueAt, now)) {
    return { byDefault: "refund", at: refundRequest.dueAt };
  }
  return status === "submitted" && reviewEndsAt && isOver(reviewEndsAt, now)
    ? { byDefault: "approve", at: reviewEndsAt }
    : undefined;
}
