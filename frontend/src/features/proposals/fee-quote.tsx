import type { Currency } from "@freelancerm/contracts/fields";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { read } from "../../lib/api.ts";
import { Facts } from "../../ui/facts.tsx";
import { Money } from "../../ui/marks.tsx";

/** What the amount means for both sides after fees, as it is typed. */
export function FeeQuote({
  amount,
  currency,
  side,
}: {
  amount: number;
  currency: Currency;
  side: "client" | "freelancer";
}) {
  const settled = useSettled(amount);
  const { data, isError } = useQuery({
    ...read("quoteFees", { query: { amount: settled, currency } }),
    enabled: settled > 0,
    placeholderData: keepPreviousData,
    staleTime: 300_000,
  });
  const quote = settled > 0 ? data : undefined;
  const shown = (minor: number | undefined) =>
    minor === undefined ? "–" : <Money amount={minor} currency={currency} />;
  const minus = (minor: number | undefined) => (minor === undefined ? "–" : <>−{shown(minor)}</>);
  const lines =
    side === "freelancer"
      ? ([
          ["Your price", shown(amount)],
          ["Marketplace fee", minus(quote?.freelancerFee)],
        ] as const)
      : ([
          ["The freelancer's price", shown(amount)],
          ["Marketplace fee", shown(quote?.clientFee)],
        ] as const);
  return (
    <div className="card quiet stack tight" role="status" aria-label="Fees">
      <Facts rows={lines} />
      <hr />
      <p className="row apart">
        <span className="strong">{side === "freelancer" ? "You receive" : "You pay in all"}</span>
        <span className="figure" style={{ fontSize: "1.25rem" }}>
          {shown(side === "freelancer" ? quote?.freelancerReceives : quote?.clientPays)}
        </span>
      </p>
      {isError && <p className="small">The fees could not be fetched now. They are shown again before you agree.</p>}
    </div>
  );
}

function useSettled(amount: number): number {
  const [settled, setSettled] = useState(amount);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(amount), 250);
    return () => clearTimeout(timer);
  }, [amount]);
  return settled;
}
