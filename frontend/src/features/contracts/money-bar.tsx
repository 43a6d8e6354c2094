import type { Currency } from "@freelancerm/contracts/fields";
import { money } from "../../lib/format.ts";

interface Sums {
  total: number;
  released: number;
  held: number;
  refunded?: number;
  currency: Currency;
}

/** How much of a contract is released, held and given back: prices of the work, before fees. */
export function MoneyBar({ total, released, held, refunded = 0, currency }: Sums) {
  const parts = [
    { part: "released", amount: released },
    { part: "held", amount: held },
    { part: "refunded", amount: refunded },
  ].filter(({ amount }) => amount > 0);
  const words = `${money(released, currency)} released and ${money(held, currency)} held of ${money(total, currency)}`;
  return (
    <span className="money-bar" role="img" aria-label={words}>
      {parts.map(({ part, amount }) => (
        <span key={part} data-part={part} style={{ width: `${(100 * amount) / Math.max(1, total)}%` }} />
      ))}
    </span>
  );
}
