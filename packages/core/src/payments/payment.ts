/** The funding of a milestone: the record made before the processor is asked, and what became of it. */
import type { Payment } from "@freelancerm/contracts/payments";
import type { Change, SaveOptions, Versioned } from "../entity.ts";
import { limits } from "../policy/policy.ts";
import { ms } from "../time.ts";

export interface PaymentRecord extends Payment, Versioned {
  /** Attempts at the processor so far, this one included; part of the idempotency key. */
  attempt: number;
  checkoutId: string | null;
  /** When the checkout stops taking money. */
  expiresAt: string;
  chargeId: string | null;
  /** Paid although the milestone no longer waited for it: given back in full. */
  surplus: boolean;
}

export interface PaymentStore {
  find(contractId: string, paymentId: string): Promise<PaymentRecord | undefined>;
  save(payment: PaymentRecord, options?: SaveOptions): Change;
  /** Marks an event of the processor as applied; refused when it was. */
  consume(eventId: string): Change;
}

export const presentPayment = ({ status, checkoutUrl, ...payment }: PaymentRecord): Payment => ({
  ...payment,
  status,
  checkoutUrl: status === "open" ? checkoutUrl : null,
});

/** Whether the client can still be sent to it: near its end, a new checkout is better than one that closes while they type. */
export const canBePaid = ({ status, expiresAt }: PaymentRecord, now: number): boolean =>
  status === "open" && ms(expiresAt) - now > limits.checkoutMargin;
