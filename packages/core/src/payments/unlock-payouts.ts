import { again } from "../again.ts";
import type { Needs } from "../deps.ts";
import { type Deadline, happened } from "../entity.ts";

/** Fired a while after a payout account was changed: what waited goes out, unless it was changed again meanwhile. */
export const unlockPayouts =
  (deps: Needs<"clock" | "commit" | "ids" | "payoutAccounts">) =>
  ({ ref: userId, facts = {} }: Deadline): Promise<void> =>
    again(async () => {
      const account = await deps.payoutAccounts.find(userId);
      if (!account?.lockedUntil || account.lockedUntil !== facts.lockedUntil) return;
      const events = [happened(deps, "payout_account.unlocked.v1", { userId })];
      await deps.commit(deps.payoutAccounts.save({ ...account, lockedUntil: null }, { events }));
    });
