import type { Clock } from "@freelancerm/core/entity";
import type { Operation, OperationStore } from "@freelancerm/core/payments/operation";
import type { PaymentRecord, PaymentStore } from "@freelancerm/core/payments/payment";
import type { PayoutAccountRecord, PayoutAccountStore } from "@freelancerm/core/payments/payout-account";
import { DAY } from "@freelancerm/core/time";
import { change, type Mapping, save, toEntityIf } from "../entity.ts";
import { keys } from "../keys.ts";
import type { Table } from "../table.ts";

const payments: Mapping<PaymentRecord, never> = {
  key: ({ contractId, id }) => keys.payment(contractId, id),
  card: [],
};
const operations: Mapping<Operation, never> = {
  key: ({ contractId, kind, subject }) => keys.operation(contractId, kind, subject),
  card: [],
};
const payoutAccounts: Mapping<PayoutAccountRecord, never> = {
  key: ({ userId }) => keys.payoutAccount(userId),
  card: [],
};

/** The processor repeats an event for at most a few days; its state guards against later ones. */
const CONSUMED_KEPT = 40 * DAY;

export const createPaymentStore = (table: Table, clock: Clock): PaymentStore => ({
  find: async (contractId, paymentId) => toEntityIf(await table.get(keys.payment(contractId, paymentId))),
  save: (payment, options) => save(payments, payment, options),
  consume: (eventId) => {
    const ttl = Math.ceil((clock.now() + CONSUMED_KEPT) / 1000);
    return change({ put: { ...keys.consumed("stripe", eventId), ttl }, when: { absent: true } });
  },
});

export const createOperationStore = (table: Table): OperationStore => ({
  find: async (contractId, kind, subject) => toEntityIf(await table.get(keys.operation(contractId, kind, subject))),
  save: (operation, options) => save(operations, operation, options),
  await: (freelancerId, contractId, milestone) =>
    change({ put: { ...keys.awaitedRelease(freelancerId, contractId, milestone), body: { contractId, milestone } } }),
  awaited: async (freelancerId) => {
    const { items } = await table.query({ pk: freelancerId, prefix: "AWAITED#", consistent: true });
    return items.map(({ body }) => body as { contractId: string; milestone: number });
  },
  cease: (freelancerId, contractId, milestone) =>
    change({ delete: keys.awaitedRelease(freelancerId, contractId, milestone) }),
  whileAccountIs: (userId, account) =>
    change({
      check: keys.payoutAccount(userId),
      when: account ? { equals: { version: account.version } } : { absent: true },
    }),
});

export const createPayoutAccountStore = (table: Table): PayoutAccountStore => ({
  find: async (userId) => toEntityIf(await table.get(keys.payoutAccount(userId))),
  save: (account, options) => save(payoutAccounts, account, options),
});
