/** Currencies a job can be posted in, with their number of decimals (ISO 4217). Here without schemas, for every page needs it. */
export const CURRENCY_DECIMALS = { USD: 2, EUR: 2, GBP: 2, CHF: 2, CAD: 2, AUD: 2, JPY: 0, KWD: 3 } as const;
export type Currency = keyof typeof CURRENCY_DECIMALS;
