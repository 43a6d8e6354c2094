/** Amounts that narrow a list: read as they were typed, and said as they are. */
import { CURRENCY_DECIMALS, type Currency } from "@freelancerm/contracts/currencies";
import { parseMoney, shortMoney } from "../../lib/format.ts";

export const isCurrency = (value: string | null | undefined): value is Currency =>
  value !== null && value !== undefined && Object.hasOwn(CURRENCY_DECIMALS, value);

/** Minor units of the address in words; what is none is said as it stands there. */
export const amountWords = (value: string, currency: string | undefined): string =>
  /^\d{1,15}$/.test(value) && isCurrency(currency) ? shortMoney(Number(value), currency) : value;

/**
 * What was typed by the filter's name, lowest first, as minor units (null where nothing was typed), or what is wrong with it.
 * An amount must not be lower than one before it.
 */
export function readAmounts(
  typed: readonly (readonly [name: string, text: string])[],
  currency: Currency,
): { amounts: Record<string, string | null>; faults: Record<string, string> } {
  const amounts: Record<string, string | null> = {};
  const faults: Record<string, string> = {};
  let lowest = 0;
  for (const [name, text] of typed) {
    const amount = parseMoney(text.trim(), currency);
    amounts[name] = amount === null ? null : String(amount);
    if (text.trim() === "") continue;
    if (amount === null) faults[name] = `Enter an amount in ${currency}, such as ${exampleIn(currency)}.`;
    else if (amount < lowest) faults[name] = `Enter at least ${shortMoney(lowest, currency)}.`;
    else lowest = amount;
  }
  return { amounts, faults };
}

const exampleIn = (currency: Currency): string => (CURRENCY_DECIMALS[currency] === 0 ? "30000" : "300 or 300.50");
