import type { Currency } from "@freelancerm/contracts/fields";
import type { Terms } from "@freelancerm/contracts/proposals";
import type { ReactNode } from "react";
import { useNavigate } from "react-router";
import { refresh, refreshCounts } from "../../lib/api.ts";
import { codeOf } from "../../lib/failure.ts";
import { counted, money } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { Ask } from "../../ui/dialogs.tsx";
import { toast } from "../../ui/toast.tsx";
import { changedProposal } from "./changes.ts";
import { FeeQuote } from "./fee-quote.tsx";

/** Asks before terms are accepted, says what follows, and goes to the contract that is made. */
export function AgreeDialog({
  title,
  confirm,
  terms,
  currency,
  side,
  accept,
  onClose,
  children,
}: {
  title: string;
  confirm: string;
  terms: Terms;
  currency: Currency;
  side: "client" | "freelancer";
  accept: () => Promise<{ contractId: string }>;
  onClose: () => void;
  children?: ReactNode;
}) {
  const navigate = useNavigate();
  return (
    <Ask
      title={title}
      confirm={confirm}
      run={async () => {
        // Terms that changed while they were read are shown anew, in this dialog.
        const { contractId } = await accept().catch(async (error) => {
          if (codeOf(error) === "resource.changed") await changedProposal();
          throw error;
        });
        void refresh("listMyContracts", "getJob", "listMyJobs");
        refreshCounts("getClient", "getHome");
        void changedProposal();
        toast.done("The contract has started.");
        void navigate(paths.contract(contractId));
      }}
      onClose={onClose}
    >
      <p>
        You agree on {money(terms.total, currency)} in {counted(terms.milestones.length, "milestone")}. This makes a
        contract with these terms and today's fees; nothing is charged until the first milestone is funded.
      </p>
      <FeeQuote amount={terms.total} currency={currency} side={side} />
      {children}
    </Ask>
  );
}
