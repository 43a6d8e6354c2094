import { CURRENCY_DECIMALS, type Currency } from "@freelancerm/contracts/fields";

/** Minor units as people read them: 120000 EUR → €1,200.00. */
export const formatMoney = (amount: number, currency: Currency): string =>
  new Intl.NumberFormat("en", { style: "currency", currency }).format(amount / 10 ** CURRENCY_DECIMALS[currency]);
