/** Fees: computed once on a total, then split so that parts always add up. All amounts are integers in minor units. */
import { CURRENCY_DECIMALS, type Currency } from "@freelancerm/contracts/fields";
import type { FeeQuote } from "@freelancerm/contracts/proposals";
import type { FeeRule, Policy } from "../policy/policy.ts";

/** An amount given for two decimals, in minor units of `currency`. */
export const scaled = (amount: number, currency: Currency): number =>
  Math.round(amount * 10 ** (CURRENCY_DECIMALS[currency] - 2));

/** @rule A fee is rounded half up, once, on the total; its minimum and maximum are scaled to the currency. */
export function feeOf(rule: FeeRule, amount: number, currency: Currency): number {
  const raw = Math.floor((amount * rule.basisPoints + 5_000) / 10_000);
  const floor = scaled(rule.minimum, currency);
  const ceiling = rule.maximum === null ? Number.MAX_SAFE_INTEGER : scaled(rule.maximum, currency);
  return Math.min(Math.max(raw, floor), ceiling);
}

/**
 * @rule Parts of a fee are split in proportion by largest remainder, so that they add up to the whole.
 * Each part is at most one unit off its exact share; ties go to the earlier part.
 */
export function split(whole: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return weights.map(() => 0);
  const exact = weights.map((weight) => BigInt(whole) * BigInt(weight));
  const parts = exact.map((value) => Number(value / BigInt(total)));
  let rest = whole - parts.reduce((sum, part) => sum + part, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value % BigInt(total) }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  for (const { index } of byRemainder) {
    if (rest-- <= 0) break;
    parts[index]! += 1;
  }
  return parts;
}

/** What the client pays and the freelancer receives for an amount under a policy. */
export function quote(policy: Policy, amount: number, currency: Currency): FeeQuote {
  const clientFee = feeOf(policy.fees.client, amount, currency);
  const freelancerFee = Math.min(feeOf(policy.fees.freelancer, amount, currency), amount);
  return {
    amount,
    currency,
    clientFee,
    clientPays: amount + clientFee,
    freelancerFee,
    freelancerReceives: amount - freelancerFee,
    policyVersion: policy.version,
  };
}
