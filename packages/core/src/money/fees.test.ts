import type { Currency } from "@freelancerm/contracts/fields";
import fc from "fast-check";
import { feesOfFurther } from "../contracts/add-milestone.ts";
import { currentPolicy, type Policy } from "../policy/policy.ts";
import { feeOf, quote, scaled, split } from "./fees.ts";

const sum = (parts: readonly number[]) => parts.reduce((total, part) => total + part, 0);
/** Two, none and three decimals. */
const currencies: Currency[] = ["EUR", "JPY", "KWD"];
const currency = fc.constantFrom(...currencies);
const RATES = [0, 1, 250, 333, 500, 10_000];

test.each(currencies)(
  "what a client pays is what is held plus its fee, at many amounts and six rates, in %s",
  (in_) => {
    for (const basisPoints of RATES) {
      const rule = { basisPoints, minimum: 50, maximum: null };
      const policy: Policy = { version: "test", fees: { client: rule, freelancer: { ...rule, minimum: 0 } } };
      for (let amount = 1; amount <= 1_000_000; amount += amount < 2_000 ? 1 : 997) {
        const fees = quote(policy, amount, in_);
        const exact = (amount * basisPoints) / 10_000;
        if (fees.clientPays - fees.clientFee !== amount || fees.freelancerReceives + fees.freelancerFee !== amount) {
          throw new Error(`${amount} at ${basisPoints} does not add up`);
        }
        // Half up: the fee is within half a unit, and a half goes up.
        const off = fees.freelancerFee - exact;
        if (off > 0.5 || off <= -0.5) throw new Error(`${amount} at ${basisPoints} is ${off} off`);
        if (fees.clientFee < scaled(50, in_)) throw new Error(`${amount} at ${basisPoints} is below the minimum`);
      }
    }
  },
);

test("parts add up to the whole and none is more than one unit off its share", () => {
  const weights = fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000_000 }), weights, (whole, parts) => {
      const shares = split(whole, parts);
      const total = sum(parts);
      expect(sum(shares)).toBe(total === 0 ? 0 : whole);
      shares.forEach((share, index) => {
        const exact = total === 0 ? 0 : (whole * parts[index]!) / total;
        expect(Math.abs(share - exact)).toBeLessThan(1.000001);
        expect(Number.isInteger(share) && share >= 0).toBe(true);
      });
    }),
  );
});

test("the fee of no milestone exceeds the milestone", () => {
  const amounts = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(amounts, currency, (parts, in_) => {
      const { freelancerFee } = quote(currentPolicy, sum(parts), in_);
      split(freelancerFee, parts).forEach((fee, index) => {
        expect(fee).toBeLessThanOrEqual(parts[index]!);
      });
    }),
  );
});

test("a minimum and a maximum are given for two decimals and scaled to the currency", () => {
  const rule = { basisPoints: 300, minimum: 50, maximum: 1_000 };
  expect(currencies.map((in_) => feeOf(rule, 10, in_))).toEqual([50, 1, 500]);
  expect(currencies.map((in_) => feeOf(rule, 10_000_000, in_))).toEqual([1_000, 10, 10_000]);
});

test("milestones added one by one bear together what the whole would have borne at once", () => {
  const amounts = fc.array(fc.integer({ min: 5_000, max: 1_000_000 }), { minLength: 2, maxLength: 50 });
  fc.assert(
    fc.property(amounts, currency, ([first, ...further], in_) => {
      const fees = quote(currentPolicy, first!, in_);
      const agreed = [
        { title: "", dueAt: null, amount: first!, clientFee: fees.clientFee, freelancerFee: fees.freelancerFee },
      ];
      for (const amount of further) {
        const added = feesOfFurther({ agreed, policyVersion: currentPolicy.version, currency: in_ }, amount);
        agreed.push({ title: "", dueAt: null, amount, ...added });
      }
      const whole = quote(currentPolicy, sum(agreed.map(({ amount }) => amount)), in_);
      expect(sum(agreed.map(({ clientFee }) => clientFee))).toBe(whole.clientFee);
      expect(sum(agreed.map(({ freelancerFee }) => freelancerFee))).toBe(whole.freelancerFee);
    }),
  );
});
