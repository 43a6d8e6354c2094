import type { Currency } from "@freelancerm/contracts/fields";
import type { Terms } from "@freelancerm/contracts/proposals";
import { counted, date } from "../../lib/format.ts";
import { Money } from "../../ui/marks.tsx";

/** Terms as a list that adds up. With `before`, what differs is said beside it. */
export function TermsView({ terms, currency, before }: { terms: Terms; currency: Currency; before?: Terms }) {
  return (
    <div className="scroll-x">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Milestone</th>
            <th scope="col">Due</th>
            <th scope="col" className="right">
              Price
            </th>
          </tr>
        </thead>
        <tbody>
          {terms.milestones.map((milestone, index) => {
            const was = before?.milestones[index];
            const changed = before && (!was || was.amount !== milestone.amount || was.title !== milestone.title);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a milestone is known by its position.
              <tr key={index}>
                <td>
                  {milestone.title}
                  {changed && (
                    <span className="tiny" style={{ color: "var(--clay-ink)" }}>
                      {" "}
                      {was ? "changed" : "new"}
                    </span>
                  )}
                </td>
                <td>{milestone.dueAt ? date(milestone.dueAt) : <span className="dim">No date</span>}</td>
                <td className="right">
                  <Money amount={milestone.amount} currency={currency} />
                  {was && was.amount !== milestone.amount && (
                    <s className="dim tiny" style={{ display: "block" }}>
                      <span className="sr">before: </span>
                      <Money amount={was.amount} currency={currency} />
                    </s>
                  )}
                </td>
              </tr>
            );
          })}
          <tr>
            <td className="strong" colSpan={2}>
              Total
            </td>
            <td className="right strong">
              <Money amount={terms.total} currency={currency} />
            </td>
          </tr>
        </tbody>
      </table>
      <p className="small dim" style={{ padding: "8px 16px" }}>
        {counted(terms.reviewDays, "day")} to review each submission; silence approves.
        {before && before.reviewDays !== terms.reviewDays && ` Before: ${counted(before.reviewDays, "day")}.`}
      </p>
    </div>
  );
}
