/** What was begun at the processor: recorded before it is asked, so that a retry knows what to look for. */
import type { Change, SaveOptions, Versioned } from "../entity.ts";
import type { PayoutAccountRecord } from "./payout-account.ts";

export type OperationKind = "release" | "refund" | "return";

export interface Operation extends Versioned {
  /** It once waited for a payout account, and is on the list of those that do. */
  awaited?: true;
  contractId: string;
  kind: OperationKind;
  /** Number of the milestone, or id of the surplus payment that is returned. */
  subject: string;
  /** `waiting`: for the freelancer's payout account. */
  status: "waiting" | "started" | "done";
  /** Attempts at the processor so far, this one included; part of the idempotency key. */
  attempt: number;
  /** Id of the processor's object once it is done. */
  reference: string | null;
  startedAt: string;
}

export interface OperationStore {
  find(contractId: string, kind: OperationKind, subject: string): Promise<Operation | undefined>;
  save(operation: Operation, options?: SaveOptions): Change;
  /** Files a release to be made once its freelancer has a payout account. */
  await(freelancerId: string, contractId: string, milestone: number): Change;
  awaited(freelancerId: string): Promise<{ contractId: string; milestone: number }[]>;
  /** Takes a release off that list. */
  cease(freelancerId: string, contractId: string, milestone: number): Change;
  /** Holds only while the payout account is as it was read. */
  whileAccountIs(userId: string, account: PayoutAccountRecord | undefined): Change;
}

export const newOperation = (
  contractId: string,
  kind: OperationKind,
  subject: string,
  startedAt: string,
): Operation => ({
  contractId,
  kind,
  subject,
  status: "started",
  attempt: 1,
  reference: null,
  startedAt,
  version: 0,
});

/** Its name at the processor: metadata by which it is found again. */
export const nameOf = ({ kind, subject }: Operation): string => `${kind}#${subject}`;
export const keyOf = (operation: Operation): string =>
  `${operation.contractId}#${nameOf(operation)}#${operation.attempt}`;
