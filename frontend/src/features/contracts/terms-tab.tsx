import { bounds } from "@freelancerm/contracts/limits";
import { Link } from "react-router";
import { date, dateTime, money } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import type { Room } from "./side.ts";

/** The terms in words, as both agreed on them. */
export function TermsTab({ contract }: Room) {
  const { currency } = contract;
  const fee = (key: "clientFee" | "freelancerFee") =>
    money(
      contract.milestones.reduce((sum, milestone) => sum + milestone[key], 0),
      currency,
    );
  return (
    <section className="card prose" aria-labelledby="terms">
      <h2 id="terms">What was agreed</h2>
      <p>
        <strong>{contract.client.displayName}</strong> (client) and <strong>{contract.freelancer.displayName}</strong>{" "}
        (freelancer) agreed on {dateTime(contract.startedAt)} on work for {money(contract.total, currency)}, following
        from the job <Link to={paths.job(contract.jobId)}>{contract.title}</Link>.
      </p>
      <ol>
        {contract.milestones.map((milestone) => (
          <li key={milestone.number}>
            {milestone.title}, {money(milestone.amount, currency)}
            {milestone.dueAt && `, due ${date(milestone.dueAt)}`}
          </li>
        ))}
      </ol>
      <h3>Rules</h3>
      <ul>
        <li>Each milestone is funded before its work is submitted. The money is held as project funds.</li>
        <li>
          After a submission the client has {contract.reviewDays} days. Approval releases the money; silence counts as
          approval; a request for changes stops the time.
        </li>
        <li>
          The client may ask for held money back. The freelancer has {bounds.refundAnswerDays} days to answer; silence
          refunds.
        </li>
        <li>The contract can be ended by either side while it holds no money.</li>
        <li>After the end both sides can review each other for {bounds.reviewWindowDays} days.</li>
      </ul>
      <h3>Fees</h3>
      <p>
        The client pays {fee("clientFee")} on top, the freelancer {fee("freelancerFee")} of what is released. Fees and
        windows are those of the policy in force at signing (version {contract.policyVersion}); later changes of the
        policy do not touch this contract.
      </p>
      {contract.endedAt && (
        <p>
          The contract ended on {dateTime(contract.endedAt)}
          {contract.endReason ? `: ${contract.endReason}` : "."}
        </p>
      )}
    </section>
  );
}
