import type { Contract } from "@freelancerm/contracts/contracts";
import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import { money } from "../../lib/format.ts";
import { Notice } from "../../ui/states.tsx";
import { changedContract } from "./side.ts";

const PATIENCE_MS = 120_000;

/** What the checkout's way back says: which milestone was paid there, or was left unpaid. */
export function useReturnFromCheckout() {
  const [search, setSearch] = useSearchParams();
  // Kept while the page is open; the address forgets it at once, so that it is not shown again on the next visit.
  const [back] = useState(() => ({ paid: Number(search.get("paid")), unpaid: Number(search.get("unpaid")) }));
  const [waiting, setWaiting] = useState(true);
  useEffect(() => {
    if (back.paid || back.unpaid) setSearch({}, { replace: true });
    const timer = setTimeout(() => setWaiting(false), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [back, setSearch]);
  return { ...back, waiting };
}

export const isFunded = (contract: Contract | undefined, number: number): boolean => {
  const status = contract?.milestones.find((milestone) => milestone.number === number)?.status;
  return status !== undefined && status !== "pending" && status !== "cancelled";
};

/** How the payment of a milestone stands; the money counts when the processor has told us so. */
export function PaymentNotice({
  contract,
  back: { paid, unpaid, waiting },
}: {
  contract: Contract;
  back: ReturnType<typeof useReturnFromCheckout>;
}) {
  const milestone = contract.milestones.find(({ number }) => number === (paid || unpaid));
  const funded = milestone !== undefined && isFunded(contract, milestone.number);
  useEffect(() => {
    if (funded) void changedContract();
  }, [funded]);
  // Once work has begun, the milestone itself says how it stands.
  if (!milestone || (funded && milestone.status !== "funded")) return null;
  const title = `“${milestone.title}”`;
  const sum = money(milestone.amount + milestone.clientFee, contract.currency);
  return (
    <div style={{ marginBottom: 20 }} role="status">
      {funded ? (
        <Notice tone="good" title={`${title} is funded`}>
          We received {sum}. The milestone is funded. Work can start.
        </Notice>
      ) : unpaid ? (
        <Notice title={`${title} is not funded yet`}>
          You left the payment page without paying. Nothing was charged; you can go there again at any time.
        </Notice>
      ) : waiting ? (
        <Notice tone="waiting" title={`Waiting for the payment of ${title}`}>
          The payment processor has to confirm {sum}. This page updates by itself.
        </Notice>
      ) : (
        <Notice tone="waiting" title={`The payment of ${title} is not confirmed yet`}>
          This can take a while with some banks. You will be notified; do not pay again.
        </Notice>
      )}
    </div>
  );
}
