import type Stripe from "stripe";
import { bankOf } from "./stripe.ts";

const bank = (last4: string, currency: string): Stripe.BankAccount =>
  ({
    id: `ba_${last4}`,
    object: "bank_account",
    fingerprint: `fp_${last4}`,
    bank_name: "A bank",
    last4,
    country: "DE",
    currency,
    default_for_currency: true,
  }) as Stripe.BankAccount;
const card = { id: "card_1", object: "card", fingerprint: "fp_card", brand: "Visa", last4: "4242" } as Stripe.Card;
const fingerprintOf = (...accounts: Stripe.ExternalAccount[]) => bankOf(accounts)?.fingerprint;

test("a bank account is told by what it is, however often it is asked for", () => {
  const shown = { fingerprint: "fp_1111", name: "A bank", last4: "1111", country: "DE", currency: "EUR" };
  expect(bankOf([bank("1111", "eur")])).toEqual(shown);
  expect(bankOf([])).toBeNull();
});

test("whatever else payouts can go to makes it another one: an account of another currency, or a card, in any order", () => {
  const [euro, dollar] = [bank("1111", "eur"), bank("2222", "usd")];
  expect(fingerprintOf(euro, dollar)).not.toBe(fingerprintOf(euro));
  expect(fingerprintOf(euro, card)).not.toBe(fingerprintOf(euro));
  expect(fingerprintOf(dollar, euro)).toBe(fingerprintOf(euro, dollar));
  expect(bankOf([card])).toMatchObject({ name: "Visa", last4: "4242" });
});
