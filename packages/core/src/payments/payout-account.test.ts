import { HOUR, iso } from "../time.ts";
import { type PayoutAccountRecord, standing } from "./payout-account.ts";
import type { Bank, ProcessorAccount } from "./processor.ts";

const NOW = 1_800_000_000_000;
const bankOf = (last4: string): Bank => ({
  fingerprint: `fp_${last4}`,
  name: "A bank",
  last4,
  country: "DE",
  currency: "EUR",
});

/** What becomes of an account that works as the processor announces one state after the other. */
function after(...banks: (Bank | null)[]): PayoutAccountRecord {
  let account: PayoutAccountRecord = {
    userId: "usr_1",
    accountId: "acct_1",
    attempt: 1,
    status: "pending",
    version: 0,
  };
  const deps = {
    clock: { now: () => NOW },
    ids: { unique: () => "1", time: () => "1" },
    payoutAccounts: { find: async () => account, save: () => ({}) },
  } as unknown as Parameters<typeof standing>[0];
  for (const bank of banks) {
    const at: ProcessorAccount = { id: "acct_1", userId: "usr_1", active: true, payoutsEnabled: bank !== null, bank };
    account = standing(deps, account, at)?.account ?? account;
  }
  return account;
}

const locked = iso(NOW + 24 * HOUR);

test("the first bank account holds nothing back, another one does", () => {
  expect(after(null, bankOf("1111")).lockedUntil).toBeUndefined();
  expect(after(bankOf("1111"), bankOf("2222")).lockedUntil).toBe(locked);
});

test("a bank account that was taken away first is still another one when the next comes", () => {
  expect(after(bankOf("1111"), null)).toMatchObject({ bank: { last4: "1111" }, payoutsEnabled: false });
  expect(after(bankOf("1111"), null, bankOf("2222"))).toMatchObject({ bank: { last4: "2222" }, lockedUntil: locked });
  expect(after(bankOf("1111"), null, bankOf("1111")).lockedUntil).toBeUndefined();
});
