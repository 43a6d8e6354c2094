import type { ContractCard } from "@freelancerm/contracts/contracts";
import type { Currency } from "@freelancerm/contracts/fields";
import type { LedgerEntry } from "@freelancerm/contracts/payments";
import type { Role } from "@freelancerm/contracts/route";
import { Money } from "../../ui/marks.tsx";
import { sumsOf } from "./statement.ts";

/** How the money stands in each currency: what was paid, what came back, and what running contracts hold. */
export function Balances({
  entries,
  contracts,
  role,
}: {
  entries: readonly LedgerEntry[];
  contracts: readonly ContractCard[];
  role: Role;
}) {
  const held = (currency: Currency) =>
    contracts.filter((contract) => contract.currency === currency).reduce((sum, { held: part }) => sum + part, 0);
  return (
    <div className="balances">
      {sumsOf(entries).map((sum) => {
        const { currency } = sum;
        return (
          <section key={currency} className="card stack balance" aria-label={`In ${currency}`}>
            <div className="balance-head">
              <h2 style={{ fontSize: "1rem" }}>{role === "client" ? "Spent" : "Earned"}</h2>
              <span className="figure">
                <Money amount={role === "client" ? sum.out - sum.in : sum.in - sum.out} currency={currency} />
              </span>
            </div>
            <dl>
              {role === "client" && (
                <>
                  <dt>Paid in</dt>
                  <dd>
                    <Money amount={sum.out} currency={currency} />
                  </dd>
                  <dt>Came back</dt>
                  <dd>
                    <Money amount={sum.in} currency={currency} />
                  </dd>
                </>
              )}
              <dt>{role === "client" ? "Held for running work" : "Held for your running work, before fees"}</dt>
              <dd>
                <Money amount={held(currency)} currency={currency} />
              </dd>
            </dl>
          </section>
        );
      })}
    </div>
  );
}
