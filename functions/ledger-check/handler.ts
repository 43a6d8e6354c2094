import { checkLedgers } from "@freelancerm/core/payments/check-ledgers";
import { ownBooks } from "@freelancerm/platform/books";
import { log } from "@freelancerm/platform/log";
import { scheduled } from "@freelancerm/platform/scheduled";

/** The check over books that are found on first use. */
export const ledgerCheckWith = (books: typeof ownBooks) =>
  scheduled("ledger-check", async (deps, { remaining }) => {
    const checked = await checkLedgers({
      ...deps,
      books: books(),
      remaining,
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      onFault: (contractId, faults) => log.warn("ledger unsound", faults.join("; "), { contractId }),
    });
    return { ...checked, measured: { LedgerImbalance: checked.unsound } };
  });

export const handler = ledgerCheckWith(ownBooks);
