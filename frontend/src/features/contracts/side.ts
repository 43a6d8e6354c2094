import type { Contract, Milestone } from "@freelancerm/contracts/contracts";
import type { Role } from "@freelancerm/contracts/route";
import { refresh } from "../../lib/api.ts";

/** What the parts of a contract's page are given. */
export interface Room {
  contract: Contract;
  /** The part the reader plays. */
  side: Role;
}

export const counterpart = ({ contract, side }: Room) => (side === "client" ? contract.freelancer : contract.client);

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

/** Whether money of the milestone is held, so that it could go back. */
export const isHeld = ({ status }: Milestone): boolean =>
  status === "funded" || status === "submitted" || status === "changes_requested";

const PAYING = "paying-milestone";
/** Which milestone this tab went to pay; the payment page does not say it on the way back. */
export const checkout = {
  leave(url: string, milestone: number): void {
    sessionStorage.setItem(PAYING, String(milestone));
    location.assign(url);
  },
  milestone: (): number | undefined => Number(sessionStorage.getItem(PAYING)) || undefined,
};
