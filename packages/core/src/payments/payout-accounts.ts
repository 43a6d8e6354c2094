import { Refusal } from "@freelancerm/contracts/errors";
import type { PayoutAccount } from "@freelancerm/contracts/payments";
import type { Actor } from "../actor.ts";
import { requireFound } from "../contracts/contract.ts";
import type { Needs } from "../deps.ts";
import { type PayoutAccountRecord, standing } from "./payout-account.ts";
import { KeySpent, type ProcessorNeed } from "./processor.ts";

export const getPayoutAccount =
  (deps: Needs<"payoutAccounts">) =>
  async (actor: Actor): Promise<PayoutAccount> => ({
    status: (await deps.payoutAccounts.find(actor.id))?.status ?? "none",
    onboardingUrl: null,
  });

/** Sets the acting freelancer's payout account up, or goes on where they left, and answers the page that does it. */
export const openPayoutAccount =
  (deps: Needs<"accounts" | "clock" | "commit" | "ids" | "payoutAccounts"> & ProcessorNeed) =>
  async (actor: Actor): Promise<PayoutAccount> => {
    const record = (await deps.payoutAccounts.find(actor.id)) ?? (await begin(deps, actor.id));
    if (record.status === "active") throw new Refusal("payout.account_exists");
    const { accountId } = record.accountId ? record : await create(deps, record);
    // Set up although its announcement has not arrived.
    const standsAt = record.accountId ? await deps.processor.findPayoutAccount(record.accountId) : undefined;
    const changed = standsAt && standing(deps, record, standsAt.active);
    if (changed) {
      await deps.commit(changed.change);
      return { status: changed.account.status, onboardingUrl: null };
    }
    const onboardingUrl = await deps.processor.onboardingLink(accountId!, deps.ids.unique());
    return { status: "pending", onboardingUrl };
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
