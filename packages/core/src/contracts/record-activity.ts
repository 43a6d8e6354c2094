import type { Activity } from "@freelancerm/contracts/contracts";
import type { AnyEvent } from "@freelancerm/contracts/events";
import type { subscriptions } from "@freelancerm/contracts/subscriptions";
import type { Needs } from "../deps.ts";
import { isRefusal } from "../refusals.ts";

export type ContractEvent = Extract<AnyEvent, { type: (typeof subscriptions)["on-activity"][number] }>;

function activityOf(event: ContractEvent): Activity {
  const blank = { id: event.id, type: event.type, at: event.at, milestone: null, amount: null, note: null };
  switch (event.type) {
    case "contract.started.v1":
      return { ...blank, by: event.data.by ?? "client" };
    case "contract.ended.v1":
      return { ...blank, by: event.data.by, amount: event.data.released, note: event.data.reason || null };
    default: {
      const { by, milestone, amount, note = null } = event.data;
      return { ...blank, by, milestone, amount, note };
    }
  }
}

/** Adds what happened to the contract's log; the event's id is the line's, so it is there once. */
export const recordActivity =
  (deps: Needs<"commit" | "contracts">) =>
  async (event: ContractEvent): Promise<void> => {
    try {
      await deps.commit(deps.contracts.record(event.data.contractId, activityOf(event)));
    } catch (error) {
      if (!isRefusal(error, "resource.conflict")) throw error;
    }
  };
