/** Payment processors for the demo's past: one on paper, one that really pays at the stand-in for Stripe. */
import type { Checkout, Processor } from "@freelancerm/core/payments/processor";
import { iso } from "@freelancerm/core/time";

const refused = async () => {
  throw new Error("The demo's past receives no webhooks.");
};

/** Pays everything at once and remembers nothing but its numbers. */
export function createPaperProcessor(): Processor {
  const settlements = new Map<string, Awaited<ReturnType<Processor["findSettlement"]>>>();
  const owners = new Map<string, string>();
  let count = 0;
  const next = (prefix: string) => `${prefix}_paper${String(++count).padStart(6, "0")}`;
  return {
    createCheckout: async ({ paymentId, amount, currency }) => {
      const id = next("cs");
      settlements.set(id, { paymentId, status: "paid", amount, currency, chargeId: next("ch") });
      return { id, url: `https://pay.example/${id}` };
    },
    findCheckout: async () => undefined,
    findSettlement: async (of) => ("checkoutId" in of ? settlements.get(of.checkoutId) : undefined),
    createTransfer: async ({ amount }) => ({ id: next("tr"), amount }),
    findTransfer: async () => undefined,
    createRefund: async ({ amount }) => ({ id: next("re"), amount }),
    findRefund: async () => undefined,
    createPayoutAccount: async ({ userId }) => {
      const id = next("acct");
      owners.set(id, userId);
      return { id };
    },
    findPayoutAccount: async (id) => ({
      id,
      userId: owners.get(id) ?? "",
      active: true,
      payoutsEnabled: true,
      bank: null,
    }),
    onboardingLink: async (id) => `https://pay.example/onboarding/${id}`,
    parseWebhook: refused,
  };
}

const CARD = "4242424242424242";
const HOUR = 3_600_000;

async function submitForm(url: string, fields: Record<string, string>): Promise<void> {
  const answer = await fetch(url, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
  await answer.arrayBuffer();
  if (answer.status !== 303) throw new Error(`${url} answered ${answer.status}.`);
}

/**
 * The real processor with people in front of it: whoever is sent to a checkout pays, whoever is sent to the onboarding fills
 * it in. Money moves now, whatever the clock of the past says, and nothing of this past has happened at the processor before.
 */
export const createPayingProcessor = (real: Processor, now: () => number): Processor => ({
  ...real,
  createCheckout: async (order, key) => {
    const checkout: Checkout = await real.createCheckout({ ...order, expiresAt: iso(now() + 2 * HOUR) }, key);
    await submitForm(`${checkout.url}/pay`, { card: CARD });
    return checkout;
  },
  findTransfer: async () => undefined,
  findRefund: async () => undefined,
  onboardingLink: async (account, key) => {
    const link = await real.onboardingLink(account, key);
    await submitForm(link, { bank: "000123456789" });
    return link;
  },
});
