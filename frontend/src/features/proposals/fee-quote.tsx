import type { Currency } from "@freelancerm/contracts/fields";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { read } from "../../lib/api.ts";
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
  const row = (words: string, minor: number | undefined, strong = false) => (
    <>
      <dt>{words}</dt>
      <dd className={strong ? "strong num" : "num"}>
        {minor === undefined ? "–" : <Money amount={minor} currency={currency} />}
      </dd>
    </>
  );
  return (
    <div className="card quiet" role="status" aria-label="Fees">
      <dl className="facts">
        {side === "freelancer" ? (
          <>
            {row("Your price", amount)}
            {row("Our fee", quote?.freelancerFee)}
            {row("You receive", quote?.freelancerReceives, true)}
          </>
        ) : (
          <>
            {row("The freelancer's price", amount)}
            {row("Our fee", quote?.clientFee)}
            {row("You pay in all", quote?.clientPays, true)}
          </>
        )}
      </dl>
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
