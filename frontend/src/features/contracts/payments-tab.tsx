import { useInfiniteQuery } from "@tanstack/react-query";
import { Fragment } from "react";
import { itemsOf, readPages } from "../../lib/api.ts";
import { dateTime } from "../../lib/format.ts";
import { ledgerAccount, ledgerType } from "../../lib/labels.ts";
import { Money } from "../../ui/marks.tsx";
import { Empty, Loaded, More } from "../../ui/states.tsx";
import type { Room } from "./side.ts";

/** The journal of the contract: each entry's debits equal its credits. */
export function PaymentsTab({ contract }: Room) {
  const ledger = useInfiniteQuery(readPages("listContractLedger", { params: { contractId: contract.id } }));
  const items = itemsOf<"listContractLedger">(ledger.data);
  return (
    <Loaded query={ledger}>
      {() =>
        items.length === 0 ? (
          <Empty title="No money has moved yet">Payments, releases and refunds are listed here, line by line.</Empty>
        ) : (
          <>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
            <section className="card flush scroll-x" aria-label="Journal" tabIndex={0}>
              <table className="table">
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
                <tbody>
                  {items.map((entry) => (
                    <Fragment key={entry.seq}>
                      <tr>
                        <th scope="rowgroup" colSpan={3} style={{ paddingTop: 16 }}>
                          {ledgerType[entry.type]}, milestone {entry.milestone}{" "}
                          <span style={{ fontWeight: 400 }}>{dateTime(entry.at)}</span>
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
                    </Fragment>
                  ))}
                </tbody>
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
