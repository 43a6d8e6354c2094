/** Prices that look as people write them. */
import { CURRENCY_DECIMALS, type Currency } from "@freelancerm/contracts/fields";

/** What a euro is about worth. */
const PER_EURO: Record<Currency, number> = {
  EUR: 1,
  USD: 1.1,
  GBP: 0.85,
  CHF: 0.95,
  CAD: 1.5,
  AUD: 1.65,
  JPY: 165,
  KWD: 0.33,
};

const stepOf = (amount: number) => (amount < 100 ? 1 : amount < 1000 ? 10 : amount < 10_000 ? 50 : 500);

/** Minor units, rounded to what people say. */
export function rounded(minorUnits: number, currency: Currency): number {
  const unit = 10 ** CURRENCY_DECIMALS[currency];
  const step = stepOf(minorUnits / unit) * unit;
  return Math.round(minorUnits / step) * step;
}

/** Euros as minor units of a currency, rounded to what people say. */
export const price = (euros: number, currency: Currency): number =>
  rounded(euros * PER_EURO[currency] * 10 ** CURRENCY_DECIMALS[currency], currency);

/** A total in parts by weight, each as people say it; the last takes the rest. */
export function parts(total: number, weights: readonly number[], currency: Currency): number[] {
  const unit = 10 ** CURRENCY_DECIMALS[currency];
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const step = stepOf(total / unit / weights.length) * unit;
  const amounts = weights
    .slice(0, -1)
    .map((weight) => Math.max(step, Math.round((total * weight) / whole / step) * step));
  return [...amounts, total - amounts.reduce((sum, amount) => sum + amount, 0)];
}
