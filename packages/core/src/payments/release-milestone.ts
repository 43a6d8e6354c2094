import { again } from "../again.ts";
import { type MilestoneRecord, milestoneFacts, milestoneMachine, requireFound } from "../contracts/contract.ts";
import type { Needs } from "../deps.ts";
import { happenedAt } from "../entity.ts";
import { advance } from "../state-machine.ts";
import { iso } from "../time.ts";
import { releasedEntry } from "./ledger.ts";
import { keyOf, nameOf, newOperation, type Operation } from "./operation.ts";
import { takesTransfers } from "./payout-account.ts";
import { once, type ProcessorNeed } from "./processor.ts";
import { postingOf } from "./settle-payment.ts";

export type MoveNeeds = Needs<
  "clock" | "commit" | "contracts" | "hash" | "ids" | "ledger" | "operations" | "payments"
> &
  ProcessorNeed;
type ReleaseNeeds = MoveNeeds & Needs<"payoutAccounts">;

interface Subject {
  contractId: string;
  milestone: number;
}

/** Records an operation before the processor is asked; one that is recorded already is answered as it is. */
export async function begun(
  deps: Needs<"commit" | "operations">,
  fresh: Operation,
  stored: Operation | undefined,
): Promise<Operation> {
  if (stored?.status === "started" || stored?.status === "done") return stored;
  const started: Operation = { ...(stored ?? fresh), status: "started" };
  await deps.commit(deps.operations.save(started));
  return { ...started, version: started.version + 1 };
}

/**
 * Pays the freelancer for an approved milestone; without a payout account, or while a changed one is held back, it waits.
 * @rule The freelancer receives the amount less their fee, from the very charge that funded the milestone.
 */
export const releaseMilestone = (deps: ReleaseNeeds) => (subject: Subject) => again(() => release(deps, subject));

async function release(deps: ReleaseNeeds, { contractId, milestone: number }: Subject): Promise<void> {
  const { contract, milestone } = requireFound(await deps.contracts.findMilestone(contractId, number));
  if (milestone.status !== "approved") return;
  const { freelancerId } = contract;
  const fresh = newOperation(contractId, "release", String(number), iso(deps.clock.now()));
  const stored = await deps.operations.find(contractId, fresh.kind, fresh.subject);
  const account = await deps.payoutAccounts.find(freelancerId);
  if (!takesTransfers(account, deps.clock.now())) {
    if (stored?.status === "waiting") return;
    // Filed only if the account is still as it was read: an activation meanwhile would not find it on the list.
    await deps.commit(
      deps.operations.save({ ...(stored ?? fresh), status: "waiting", awaited: true }),
      deps.operations.await(freelancerId, contractId, number),
      deps.operations.whileAccountIs(freelancerId, account),
    );
    return;
  }

  const operation = await begun(deps, fresh, stored);
  const order = {
    contractId,
    operation: nameOf(operation),
    amount: milestone.amount - milestone.freelancerFee,
    currency: contract.currency,
    destination: account.accountId,
    chargeId: milestone.chargeId!,
  };
  const transfer = await once({
    find: () => deps.processor.findTransfer(order),
    create: () => deps.processor.createTransfer(order, keyOf(operation)),
    spend: () => deps.commit(deps.operations.save({ ...operation, attempt: operation.attempt + 1 })),
  });

  const at = iso(deps.clock.now());
  const released: MilestoneRecord = {
    ...milestone,
    status: advance(milestoneMachine, milestone.status, "release", "system", "milestone.wrong_state"),
    releasedAt: at,
  };
  const last = await deps.ledger.last(contractId);
  await deps.commit(
    deps.contracts.saveMilestone(released, {
      events: [happenedAt(deps, "milestone.released.v1", milestoneFacts(contract, released, "system"), at)],
    }),
    deps.ledger.append(releasedEntry(deps.hash, last, postingOf(contract, milestone, transfer.id, at))),
    deps.operations.save({ ...operation, status: "done", reference: transfer.id }),
    ...(operation.awaited ? [deps.operations.cease(freelancerId, contractId, number)] : []),
  );
}

/** Pays what waited for a freelancer's payout account. */
export const releaseAwaited =
  (deps: ReleaseNeeds) =>
  async ({ userId }: { userId: string }): Promise<void> => {
    for (const subject of await deps.operations.awaited(userId)) await releaseMilestone(deps)(subject);
  };
