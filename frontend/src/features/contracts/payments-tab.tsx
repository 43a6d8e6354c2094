import type { LedgerEntry } from "@freelancerm/contracts/payments";
import { runningLines } from "@freelancerm/contracts/payments-statement";
import { useInfiniteQuery } from "@tanstack/react-query";
import { itemsOf, readPages } from "../../lib/api.ts";
import { dateTime } from "../../lib/format.ts";
import { ledgerAccount, ledgerType } from "../../lib/labels.ts";
import { IconNext } from "../../ui/icons.ts";
import { Money } from "../../ui/marks.tsx";
import { Empty, Loaded, More, SkeletonList } from "../../ui/states.tsx";
import { StatementTable } from "../payments/statement-table.tsx";
import type { Room } from "./side.ts";

/** The contract's money from the reader's side, and under it the journal both sides and the marketplace share. */
export function PaymentsTab({ contract, side }: Room) {
  const ledger = useInfiniteQuery(readPages("listContractLedger", { params: { contractId: contract.id } }));
  const items = itemsOf<"listContractLedger">(ledger.data);
  return (
    <Loaded query={ledger} skeleton={<SkeletonList rows={2} height={150} />}>
      {() =>
        items.length === 0 ? (
          <Empty title="No money has moved yet">Payments, releases and refunds are listed here, line by line.</Empty>
        ) : (
          <>
            <StatementTable entries={runningLines(items)} role={side} whole />
            <More query={ledger} />
            <details className="unfold">
              <summary>
                <IconNext size={16} aria-hidden />
                The journal of both sides
              </summary>
              <div className="stack">
                <Journal entries={items} />
                <p className="tiny dim">
                  Entries are never changed. Each is linked to the one before it by a fingerprint that both sides can
                  recompute.
                </p>
              </div>
            </details>
          </>
        )
      }
    </Loaded>
  );
}

/** The double entries themselves: the debits of each equal its credits. */
function Journal({ entries }: { entries: LedgerEntry[] }) {
  const sumOf = (side: "debit" | "credit") =>
    entries.flatMap(({ lines }) => lines).reduce((sum, line) => sum + line[side], 0);
  const [first] = entries;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className="card flush scroll-x" aria-label="Journal" tabIndex={0}>
      <table className="table journal">
        <thead>
          <tr>
            <th scope="col">Entry</th>
            <th scope="col" className="right">
              Debit
            </th>
            <th scope="col" className="right">
              Credit
            </th>
          </tr>
        </thead>
        {entries.map((entry) => (
          <tbody key={entry.seq}>
            <tr>
              <th scope="rowgroup" colSpan={3}>
                <span className="row apart">
                  <span className="ellipsis">
                    {ledgerType[entry.type]}
                    <span className="dim">: {entry.milestoneTitle}</span>
                  </span>
                  <time className="dim" dateTime={entry.at}>
                    {dateTime(entry.at)}
                  </time>
                </span>
              </th>
            </tr>
            {entry.lines.map((line) => (
              <tr key={`${line.account}${line.debit}${line.credit}`}>
                <td>{ledgerAccount[line.account]}</td>
                <td className="right">{line.debit > 0 && <Money amount={line.debit} currency={entry.currency} />}</td>
                <td className="right">{line.credit > 0 && <Money amount={line.credit} currency={entry.currency} />}</td>
              </tr>
            ))}
          </tbody>
        ))}
        {first && (
          <tfoot>
            <tr>
              <td>Both columns add up to</td>
              {(["debit", "credit"] as const).map((column) => (
                <td key={column} className="right">
                  <Money amount={sumOf(column)} currency={first.currency} />
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </section>
  );
}
