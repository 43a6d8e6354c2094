import type { LedgerEntry, PayoutAccount } from "@freelancerm/contracts/payments";
import { addUp, type StatementTotals, type Sum } from "@freelancerm/contracts/payments-statement";
import type { Role } from "@freelancerm/contracts/route";
import { money } from "../../lib/format.ts";
import { Money } from "../../ui/marks.tsx";
import { comesTo } from "./statement.ts";

interface Row {
  words: string;
  sum: Sum;
  /** Whether it is taken from what stands above it. */
  less?: boolean;
}

/** What was funded, less what came of it, is what is held: to be added up by hand. */
const rowsOf = (role: Role, { funded, refunded, released, held }: StatementTotals): Row[] => [
  { words: role === "client" ? comesTo.client.funded : "Funded for you", sum: funded },
  { words: role === "client" ? comesTo.client.refunded : "Given back to clients", sum: refunded, less: true },
  { words: comesTo[role].released, sum: released, less: true },
  { words: HELD[role], sum: held },
];
const HELD = { client: "Held for running work", freelancer: "Held for you" } as const;

/** How the money stands in each currency: what was released, what is held, and how the one follows from the other. */
export function Balances({
  entries,
  role,
  waiting = [],
}: {
  entries: readonly LedgerEntry[];
  role: Role;
  /** What of a freelancer's held money is approved and waits for their payout account. */
  waiting?: PayoutAccount["waiting"];
}) {
  return (
    <div className="balances">
      {addUp(entries).map((totals) => {
        const { currency, released, held } = totals;
        const parts = ({ price, fee }: Sum) =>
          `${money(price, currency)} ${role === "client" ? "and" : "less"} ${money(Math.abs(fee), currency)} fee`;
        return (
          <section key={currency} className="card stack balance" aria-label={`In ${currency}`}>
            <div className="balance-head">
              {(["released", "held"] as const).map((name) => (
                <div key={name}>
                  <h2>{name === "held" ? HELD[role] : comesTo[role].released}</h2>
                  <p className="figure">
                    <Money amount={(name === "held" ? held : released).total} currency={currency} />
                  </p>
                </div>
              ))}
            </div>
            <dl>
              {rowsOf(role, totals)
                .filter(({ sum, less }) => !less || sum.total !== 0)
                .map(({ words, sum, less }) => (
                  <div key={words} className={sum === held ? "sum" : undefined}>
                    <dt>
                      {words}
                      {sum.total !== 0 && <span className="tiny">{parts(sum)}</span>}
                    </dt>
                    <dd className="num">
                      {less && "−"}
                      {money(sum.total, currency)}
                    </dd>
                  </div>
                ))}
              {waiting
                .filter((one) => one.currency === currency && role === "freelancer")
                .map(({ amount }) => (
                  <div key="waiting" className="of-it">
                    <dt>Of it approved, waits for your payout account</dt>
                    <dd className="num">{money(amount, currency)}</dd>
                  </div>
                ))}
            </dl>
          </section>
        );
      })}
    </div>
  );
}
