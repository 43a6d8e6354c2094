import type { Receipt } from "@freelancerm/contracts/payments";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { read } from "../../lib/api.ts";
import { date, money } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { useSession } from "../../session/session.ts";
import { PageTitle } from "../../ui/page.tsx";
import { Loaded } from "../../ui/states.tsx";
import "./receipt.css";
import { balanceMoney, comesTo, itemWords } from "./statement.ts";

const TITLE = { charge: "Receipt", invoice: "Invoice", refund: "Receipt of a refund" } as const;
const TYPE = { charge: "funded", invoice: "released", refund: "refunded" } as const;
/** A hyphen at which no line ends. */
const NO_BREAK = "\u2011";
const MARKETPLACE = "FreelancerM";

/** A charge, a release or a refund on one sheet, to be printed or kept. */
export default function ReceiptPage() {
  const { contractId = "", seq = "" } = useParams();
  const receipt = useQuery(read("getReceipt", { params: { contractId, seq: Number(seq) } }));
  const title = receipt.data
    ? `${TITLE[receipt.data.kind]} ${receipt.data.number.replaceAll("-", NO_BREAK)}`
    : "Receipt";
  return (
    <div className="narrow">
      <PageTitle
        title={title}
        eyebrow={<Link to={paths.contract(contractId, "payments")}>Payments of the contract</Link>}
        actions={
          <Button className="no-print" variant="default" disabled={!receipt.data} onClick={() => print()}>
            Print or save as PDF
          </Button>
        }
      />
      <Loaded query={receipt}>{(known) => <Sheet receipt={known} />}</Loaded>
    </div>
  );
}

function Sheet({ receipt }: { receipt: Receipt }) {
  const { user } = useSession();
  const { kind, client, freelancer, currency, lines, total } = receipt;
  const mine = user?.id === freelancer.id ? "freelancer" : "client";
  return (
    <article className="card receipt stack">
      <dl className="facts">
        <dt>From</dt>
        <dd>{kind === "invoice" ? freelancer.displayName : MARKETPLACE}</dd>
        <dt>To</dt>
        <dd>{client.displayName}</dd>
        <dt>Date</dt>
        <dd>
          <time dateTime={receipt.issuedAt}>{date(receipt.issuedAt)}</time>
        </dd>
        <dt>Work</dt>
        <dd>
          {receipt.contractTitle}, milestone {receipt.milestone}: {receipt.milestoneTitle}
        </dd>
        {kind !== "invoice" && (
          <>
            <dt>Done by</dt>
            <dd>{freelancer.displayName}</dd>
          </>
        )}
        <dt>Payment reference</dt>
        <dd className="num">{receipt.reference}</dd>
      </dl>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col" className="right">
              Amount
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ item, amount }) => (
            <tr key={item}>
              <td>{itemWords[item]}</td>
              <td className="right num">{balanceMoney(amount, currency)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td>{kind === "invoice" && mine === "client" ? "Paid from held funds" : comesTo[mine][TYPE[kind]]}</td>
            <td className="right num">{money(total, currency)}</td>
          </tr>
        </tfoot>
      </table>
      <p className="small dim">{NOTE[kind]}</p>
    </article>
  );
}

const NOTE = {
  charge:
    "With this payment the price became project funds: it goes to the freelancer once the work is approved, or back to the client with the fee. The contract's payments say where it is now.",
  invoice: "Paid in full through the marketplace when the work was approved.",
  refund: "All that was charged for the milestone was given back, the fee included.",
} as const;
