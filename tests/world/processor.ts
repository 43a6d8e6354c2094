/** A payment processor in memory, as strict as the real one where money is concerned: keys, limits of a charge, accounts. */
import { Refusal } from "@freelancerm/contracts/errors";
import type { Clock } from "@freelancerm/core/entity";
import {
  type Bank,
  KeySpent,
  type Movement,
  type Processor,
  type ProcessorEvent,
  type Settlement,
} from "@freelancerm/core/payments/processor";
import { DAY, ms } from "@freelancerm/core/time";
import { type Fault, through } from "./faults.ts";

interface Session extends Settlement {
  id: string;
  contractId: string;
  url: string;
  expiresAt: string;
}
interface Charge {
  id: string;
  amount: number;
  transferred: number;
  refunded: number;
}
interface Moved extends Movement {
  contractId: string;
  operation: string;
  chargeId: string;
}
interface Account {
  id: string;
  userId: string;
  /** Whether its owner was sent to the page that sets it up. */
  invited: boolean;
  active: boolean;
  payoutsEnabled: boolean;
  bank: Bank | null;
}

export interface MemoryProcessor extends Processor {
  sessions: Session[];
  charges: Charge[];
  transfers: Moved[];
  refunds: Moved[];
  accounts: Account[];
  /** Events in the order they happened; nobody has been told of them. */
  events: ProcessorEvent[];
  /** Pays an open checkout; answers whether it could be. */
  pay(checkoutId: string): boolean;
  expireDue(): void;
  finishOnboarding(userId: string): void;
  /** Puts another bank account behind a payout account that works. */
  changeBank(userId: string): void;
}

const KEPT = DAY;

/** `draw` answers the fault of the next call; "kept" is an error that is saved under the key. */
export function createMemoryProcessor(clock: Clock, draw: () => Fault | "kept" = () => undefined): MemoryProcessor {
  const answers = new Map<string, { at: number; request: string; answer?: unknown; failed?: true }>();
  let count = 0;
  const newId = (prefix: string) => `${prefix}_${++count}`;

  /** One effect per key for a day; the first answer is kept, a failure too. */
  function creating<T>(key: string, request: object, create: () => T): Promise<T> {
    const fault = draw();
    return through(fault === "kept" ? undefined : fault, async () => {
      await Promise.resolve();
      const known = answers.get(key);
      const asked = JSON.stringify(request);
      if (known && known.at + KEPT > clock.now()) {
        if (known.request !== asked) throw new Error(`key ${key} was used for another request`);
        if (known.failed) throw new KeySpent("kept");
        return known.answer as T;
      }
      if (fault === "kept") {
        answers.set(key, { at: clock.now(), request: asked, failed: true });
        throw new KeySpent("kept");
      }
      const answer = create();
      answers.set(key, { at: clock.now(), request: asked, answer });
      return answer;
    }).catch((error: unknown) => {
      throw error instanceof Refusal ? error : new Refusal("payment.processor_failed", { detail: String(error) });
    });
  }
  const finding = <T>(find: () => T | undefined): Promise<T | undefined> => {
    const fault = draw();
    return through(fault === "kept" ? undefined : fault, async () => {
      await Promise.resolve();
      return structuredClone(find());
    });
  };
  const newBank = (): Bank => ({
    fingerprint: newId("fp"),
    name: "A bank",
    last4: "6789",
    country: "DE",
    currency: "EUR",
  });
  const chargeOf = (id: string): Charge => {
    const charge = self.charges.find((one) => one.id === id);
    if (!charge) throw new KeySpent("no such charge");
    return charge;
  };

  const self: MemoryProcessor = {
    sessions: [],
    charges: [],
    transfers: [],
    refunds: [],
    accounts: [],
    events: [],

    createCheckout: (order, key) =>
      creating(key, order, () => {
        const { paymentId, contractId, amount, currency, expiresAt } = order;
        const id = newId("cs");
        const url = `https://pay.example/${id}`;
        const open = { status: "open" as const, chargeId: null };
        self.sessions.push({ id, url, paymentId, contractId, amount, currency, expiresAt, ...open });
        return { id, url };
      }),
    findCheckout: ({ paymentId }) => finding(() => self.sessions.find((one) => one.paymentId === paymentId)),
    findSettlement: (of) =>
      finding(() => self.sessions.find(({ id }) => id === ("intentId" in of ? of.intentId : of.checkoutId))),

    createTransfer: (order, key) =>
      creating(key, order, () => {
        const charge = chargeOf(order.chargeId);
        const account = self.accounts.find(({ id }) => id === order.destination);
        if (!account?.active) throw new KeySpent("the account cannot receive transfers");
        if (charge.transferred + order.amount > charge.amount) throw new KeySpent("more than the charge");
        charge.transferred += order.amount;
        const transfer = { ...order, id: newId("tr") };
        self.transfers.push(transfer);
        return { id: transfer.id, amount: transfer.amount };
      }),
    findTransfer: (order) =>
      finding(() =>
        self.transfers.find((one) => one.contractId === order.contractId && one.operation === order.operation),
      ),
    createRefund: (order, key) =>
      creating(key, order, () => {
        const charge = chargeOf(order.chargeId);
        if (charge.refunded + order.amount > charge.amount) throw new KeySpent("already refunded");
        charge.refunded += order.amount;
        const refund = { ...order, id: newId("re") };
        self.refunds.push(refund);
        return { id: refund.id, amount: refund.amount };
      }),
    findRefund: (order) =>
      finding(() => self.refunds.find((one) => one.chargeId === order.chargeId && one.operation === order.operation)),

    createPayoutAccount: ({ userId }, key) =>
      creating(key, { userId }, () => {
        const account = { id: newId("acct"), userId, invited: false, active: false, payoutsEnabled: false, bank: null };
        self.accounts.push(account);
        return { id: account.id };
      }),
    findPayoutAccount: (id) => finding(() => self.accounts.find((one) => one.id === id)),
    onboardingLink: (accountId, key) =>
      creating(key, { accountId }, () => {
        self.accounts.find(({ id }) => id === accountId)!.invited = true;
        return `https://onboard.example/${accountId}`;
      }),
    parseWebhook: async (rawBody) => JSON.parse(Buffer.from(rawBody).toString()) as ProcessorEvent,

    pay(checkoutId) {
      self.expireDue();
      const session = self.sessions.find(({ id }) => id === checkoutId);
      if (session?.status !== "open") return false;
      const charge = { id: newId("ch"), amount: session.amount, transferred: 0, refunded: 0 };
      self.charges.push(charge);
      Object.assign(session, { status: "paid", chargeId: charge.id });
      const { contractId, paymentId } = session;
      self.events.push(
        { id: newId("evt"), about: "intent", contractId, paymentId, intentId: checkoutId },
        { id: newId("evt"), about: "checkout", contractId, paymentId, checkoutId },
      );
      return true;
    },
    expireDue() {
      for (const session of self.sessions) {
        if (session.status !== "open" || ms(session.expiresAt) > clock.now()) continue;
        session.status = "expired";
        const { id: checkoutId, contractId, paymentId } = session;
        self.events.push({ id: newId("evt"), about: "checkout", contractId, paymentId, checkoutId });
      }
    },
    finishOnboarding(userId) {
      for (const account of self.accounts.filter((one) => one.userId === userId && one.invited && !one.active)) {
        Object.assign(account, { active: true, payoutsEnabled: true, bank: newBank() });
        self.events.push({ id: newId("evt"), about: "account", accountId: account.id });
      }
    },
    changeBank(userId) {
      for (const account of self.accounts.filter((one) => one.userId === userId && one.active)) {
        account.bank = newBank();
        self.events.push({ id: newId("evt"), about: "account", accountId: account.id });
      }
    },
  };
  return self;
}
