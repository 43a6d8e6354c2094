import { Refusal } from "@freelancerm/contracts/errors";
import type { Currency } from "@freelancerm/contracts/fields";
import type { PayoutAccount } from "@freelancerm/contracts/payments";
import type { Actor } from "../actor.ts";
import { requireFound } from "../contracts/contract.ts";
import type { Needs } from "../deps.ts";
import { type PayoutAccountRecord, standing } from "./payout-account.ts";
import { KeySpent, type ProcessorNeed } from "./processor.ts";

type ShowNeeds = Needs<"contracts" | "operations" | "payoutAccounts">;

/** The acting freelancer's payout account, and what waits for it. */
export const getPayoutAccount =
  (deps: ShowNeeds) =>
  async (actor: Actor): Promise<PayoutAccount> =>
    show(deps, actor, await deps.payoutAccounts.find(actor.id));

async function show(
  deps: ShowNeeds,
  actor: Actor,
  record: PayoutAccountRecord | undefined,
  onboardingUrl: string | null = null,
): Promise<PayoutAccount> {
  return {
    status: record?.status ?? "none",
    onboardingUrl,
    bank: record?.bank ?? null,
    payoutsEnabled: record?.payoutsEnabled ?? false,
    lockedUntil: record?.lockedUntil ?? null,
    waiting: await waitingFor(deps, actor.id),
  };
}

/** What approved work comes to that waits for a payout account, by currency. */
async function waitingFor({ contracts, operations }: ShowNeeds, userId: string): Promise<PayoutAccount["waiting"]> {
  const awaited = await operations.awaited(userId);
  const found = await contracts.findMany(awaited.map(({ contractId }) => contractId));
  const sums = new Map<Currency, number>();
  for (const [index, { milestone }] of awaited.entries()) {
    const contract = found[index];
    const agreed = contract?.agreed[milestone - 1];
    if (!agreed) continue;
    sums.set(contract.currency, (sums.get(contract.currency) ?? 0) + agreed.amount - agreed.freelancerFee);
  }
  return [...sums].map(([currency, amount]) => ({ currency, amount }));
}

/** Sets the acting freelancer's payout account up, or goes on where they left, and answers the page that does it. */
export const openPayoutAccount =
  (deps: ShowNeeds & Needs<"accounts" | "clock" | "commit" | "ids"> & ProcessorNeed) =>
  async (actor: Actor): Promise<PayoutAccount> => {
    const record = (await deps.payoutAccounts.find(actor.id)) ?? (await begin(deps, actor.id));
    if (record.status === "active") throw new Refusal("payout.account_exists");
    const { accountId } = record.accountId ? record : await create(deps, record);
    // Set up although its announcement has not arrived.
    const standsAt = record.accountId ? await deps.processor.findPayoutAccount(record.accountId) : undefined;
    const changed = standsAt && standing(deps, record, standsAt);
    if (changed) {
      await deps.commit(changed.change);
      return show(deps, actor, changed.account);
    }
    return show(deps, actor, record, await deps.processor.onboardingLink(accountId!, deps.ids.unique()));
  };

/** Answers the page of the processor where the acting freelancer changes their bank account. */
export const changePayoutAccount =
  (deps: ShowNeeds & Needs<"ids"> & ProcessorNeed) =>
  async (actor: Actor): Promise<PayoutAccount> => {
    const record = requireFound(await deps.payoutAccounts.find(actor.id));
    const accountId = requireFound(record.accountId ?? undefined);
    return show(deps, actor, record, await deps.processor.onboardingLink(accountId, deps.ids.unique()));
  };

async function begin(deps: Needs<"commit" | "payoutAccounts">, userId: string): Promise<PayoutAccountRecord> {
  const record: PayoutAccountRecord = { userId, accountId: null, attempt: 1, status: "pending", version: 0 };
  await deps.commit(deps.payoutAccounts.save(record));
  return { ...record, version: 1 };
}

/** The processor keeps an account's key for 30 days; a second account would hold no money and serve nobody. */
async function create(
  deps: Needs<"accounts" | "commit" | "payoutAccounts"> & ProcessorNeed,
  record: PayoutAccountRecord,
): Promise<PayoutAccountRecord> {
  const { userId, attempt } = record;
  const { email, displayName, country } = requireFound(await deps.accounts.find(userId));
  try {
    const { id } = await deps.processor.createPayoutAccount(
      { userId, email, displayName, country },
      `${userId}#payout-account#${attempt}`,
    );
    const created = { ...record, accountId: id };
    await deps.commit(deps.payoutAccounts.save(created));
    return created;
  } catch (error) {
    if (error instanceof KeySpent) await deps.commit(deps.payoutAccounts.save({ ...record, attempt: attempt + 1 }));
    throw error;
  }
}
