/** Currencies a job can be posted in, with their number of decimals (ISO 4217). Here without schemas, for every page needs it. */
export const CURRENCY_DECIMALS = { USD: 2, EUR: 2, GBP: 2, CHF: 2, CAD: 2, AUD: 2, JPY: 0, KWD: 3 } as const;
export type Currency = keyof typeof CURRENCY_DECIMALS;

const formats = new Map<string, Intl.NumberFormat>();

/**
 * Minor units as everybody reads them, on pages, in notices and in mails: 120000 USD → $1,200.00, JPY 1200 → ¥1,200. In the
 * language of the words around it, English, and not the browser's: an amount a mail speaks of looks the same on its page.
 * `short` leaves decimals out that are all zero.
 */
export function formatMoney(minor: number, currency: Currency, { short = false } = {}): string {
  const unit = 10 ** CURRENCY_DECIMALS[currency];
  const whole = short && minor % unit === 0;
  const key = `${currency} ${whole}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat("en", {
      style: "currency",
      currency,
      ...(whole && { minimumFractionDigits: 0, maximumFractionDigits: 0 }),
    });
    formats.set(key, format);
  }
  return format.format(minor / unit);
}
