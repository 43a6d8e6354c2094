import type { Currency } from "@freelancerm/contracts/fields";
import type { RunningEntry } from "@freelancerm/contracts/payments-statement";
import type { Role } from "@freelancerm/contracts/route";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { date } from "../../lib/format.ts";
import { ledgerType } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import "./payments.css";
import { balanceMoney, columnWords, comesTo, documentWords, itemWords, signedMoney } from "./statement.ts";

interface Props {
  entries: readonly RunningEntry[];
  role: Role;
  /** Whether the balances are known: those of a statement that is not whole yet are not. */
  whole: boolean;
  /** What stands under an entry's title. */
  about?: (entry: RunningEntry) => ReactNode;
  title?: (entry: RunningEntry, words: string) => ReactNode;
}

/** A statement line by line: price and fee of each entry, what they come to, and the balances after it. */
export function StatementTable({ entries, role, whole, about, title = (_, words) => words }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className="card flush scroll-x" aria-label="Statement" tabIndex={0}>
      <table className="table statement">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">{columnWords[role].money}</th>
            <th scope="col">{columnWords[role].held}</th>
          </tr>
        </thead>
        {entries.map((entry) => {
          const { currency, type, statement, at, effect, held } = entry;
          const last = statement.at(-1);
          return (
            <tbody key={`${entry.contractId}${entry.seq}`}>
              <tr className="entry">
                <th scope="rowgroup" colSpan={3}>
                  <span className="entry-head">
                    <span>
                      {title(entry, `${ledgerType[type]}: ${entry.milestoneTitle}`)}
                      {about && <span className="small dim">{about(entry)}</span>}
                    </span>
                    <time className="small dim" dateTime={at}>
                      {date(at)}
                    </time>
                  </span>
                </th>
              </tr>
              {statement.map((line) => (
                <tr key={line.item}>
                  <td>{itemWords[line.item]}</td>
                  <td className="num">{signedMoney(line.amount, currency)}</td>
                  <td className="num">{signedMoney(line.held, currency)}</td>
                </tr>
              ))}
              <tr className="comes-to">
                <td>
                  {comesTo[role][type]}
                  {documentWords[role][type] && (
                    <Link className="document" to={paths.receipt(entry.contractId, entry.seq)}>
                      {documentWords[role][type]}
                      <span className="sr"> for {entry.milestoneTitle}</span>
                    </Link>
                  )}
                </td>
                <Total amount={effect} balance={whole ? last?.balance : undefined} currency={currency} />
                <Total amount={held} balance={whole ? last?.heldBalance : undefined} currency={currency} />
              </tr>
            </tbody>
          );
        })}
      </table>
    </section>
  );
}

function Total({ amount, balance, currency }: { amount: number; balance?: number; currency: Currency }) {
  return (
    <td className="num">
      {signedMoney(amount, currency)}
      {balance !== undefined && <span className="tiny dim">{`${balanceMoney(balance, currency)} in\u00a0all`}</span>}
    </td>
  );
}
