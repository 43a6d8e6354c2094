/** Stripe's test cards, by number and by the payment method that stands for each. */
export interface TestCard {
  number: string;
  brand: string;
  outcome: "succeeds" | "declined" | "disputed";
  declineCode?: string;
  /** Money is available at once instead of after two days. */
  bypassPending?: boolean;
}

const CARDS: Record<string, TestCard> = {
  pm_card_visa: { number: "4242424242424242", brand: "visa", outcome: "succeeds" },
  pm_card_mastercard: { number: "5555555555554444", brand: "mastercard", outcome: "succeeds" },
  pm_card_chargeDeclined: {
    number: "4000000000000002",
    brand: "visa",
    outcome: "declined",
    declineCode: "generic_decline",
  },
  pm_card_chargeDeclinedInsufficientFunds: {
    number: "4000000000009995",
    brand: "visa",
    outcome: "declined",
    declineCode: "insufficient_funds",
  },
  pm_card_createDispute: { number: "4000000000000259", brand: "visa", outcome: "disputed" },
  pm_card_bypassPending: { number: "4000000000000077", brand: "visa", outcome: "succeeds", bypassPending: true },
};

/** By payment method id or by card number (spaces allowed); undefined for a card that is not a test card. */
export function findTestCard(reference: string): TestCard | undefined {
  const plain = reference.replace(/[\s-]/g, "");
  if (Object.hasOwn(CARDS, plain)) return CARDS[plain];
  return Object.values(CARDS).find((card) => card.number === plain);
}
