import { useInfiniteQuery } from "@tanstack/react-query";
import { itemsOf, readPages } from "../../lib/api.ts";
import { dateTime } from "../../lib/format.ts";
import { ledgerAccount, ledgerType } from "../../lib/labels.ts";
import { Money } from "../../ui/marks.tsx";
import { Empty, Loaded, More, SkeletonList } from "../../ui/states.tsx";
import type { Room } from "./side.ts";

/** The journal of the contract: each entry's debits equal its credits. */
export function PaymentsTab({ contract }: Room) {
  const ledger = useInfiniteQuery(readPages("listContractLedger", { params: { contractId: contract.id } }));
  const items = itemsOf<"listContractLedger">(ledger.data);
  const sumOf = (side: "debit" | "credit") =>
    items.flatMap(({ lines }) => lines).reduce((sum, line) => sum + line[side], 0);
  return (
    <Loaded query={ledger} skeleton={<SkeletonList rows={2} height={150} />}>
      {() =>
        items.length === 0 ? (
          <Empty title="No money has moved yet">Payments, releases and refunds are listed here, line by line.</Empty>
        ) : (
          <>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
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
                {items.map((entry) => (
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
                        <td className="right">
                          {line.debit > 0 && <Money amount={line.debit} currency={entry.currency} />}
                        </td>
                        <td className="right">
                          {line.credit > 0 && <Money amount={line.credit} currency={entry.currency} />}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                ))}
                <tfoot>
                  <tr>
                    <td>Both sides add up to</td>
                    <td className="right">
                      <Money amount={sumOf("debit")} currency={contract.currency} />
                    </td>
                    <td className="right">
                      <Money amount={sumOf("credit")} currency={contract.currency} />
                    </td>
                  </tr>
                </tfoot>
              </table>
            </section>
            <p className="tiny dim">
              Entries are never changed. Each is linked to the one before it by a fingerprint that both sides can
              recompute.
            </p>
            <More query={ledger} />
          </>
        )
      }
    </Loaded>
  );
}
