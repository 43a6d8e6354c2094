import "./proposals.css";
import type { Proposal } from "@freelancerm/contracts/proposals";
import { Button } from "@mantine/core";
import { Link } from "react-router";
import { counted, country, date, plain } from "../../lib/format.ts";
import { proposalStatus } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { Checkbox } from "../../ui/kit/forms.ts";
import { Avatar, Money, Status, When } from "../../ui/marks.tsx";
import { SortingButtons } from "./proposal-actions.tsx";
import { doneBy } from "./terms.ts";

/** A proposal in the client's list. */
export function ProposalRow({
  proposal,
  chosen,
  full,
  choose,
  decline,
}: {
  proposal: Proposal;
  chosen: boolean;
  full: boolean;
  choose: (on: boolean) => void;
  decline: () => void;
}) {
  const { freelancer, terms, status } = proposal;
  const open = status === "submitted" || status === "offered";
  const unread = open && !proposal.viewedAt;
  const done = doneBy(terms);
  return (
    <li className="card lift proposal" data-item data-unread={unread || undefined}>
      <span className="face">
        <Avatar name={freelancer.displayName} url={freelancer.avatarUrl} size={48} />
      </span>
      <div className="who">
        <div className="row" style={{ gap: 8 }}>
          <h2 style={{ fontSize: "1.08rem" }}>
            <Link className="cover" to={paths.proposal(proposal.id)}>
              {freelancer.displayName}
            </Link>
          </h2>
          {unread && <span className="dot" role="img" aria-label="Not read yet" title="Not read yet" />}
          {status !== "submitted" && <Status label={proposalStatus[status]} />}
          {proposal.sorting === "shortlisted" && <Status label={{ words: "Shortlisted", tone: "good" }} />}
        </div>
        <p className="row small dim" style={{ gap: "2px 12px" }}>
          {freelancer.country && <span>{country(freelancer.country)}</span>}
          <span>
            Sent <When at={proposal.submittedAt} />
          </span>
        </p>
      </div>
      <span className="figure price">
        <Money amount={terms.total} currency={proposal.currency} />
      </span>
      <p className="clamp letter">{plain(proposal.letter)}</p>
      <div className="row apart foot">
        <span className="row small dim" style={{ gap: "2px 12px" }}>
          <span>{counted(terms.milestones.length, "milestone")}</span>
          <span>{done ? `done by ${date(done)}` : "no dates yet"}</span>
        </span>
        <span className="row above" style={{ gap: 4 }}>
          {open && <SortingButtons proposal={proposal} />}
          {status === "submitted" && (
            <Button
              variant="subtle"
              color="gray"
              px={10}
              aria-label={`Decline ${freelancer.displayName}`}
              onClick={decline}
            >
              Decline
            </Button>
          )}
          <Checkbox
            label="Compare"
            aria-label={`Compare ${freelancer.displayName}`}
            checked={chosen}
            disabled={full && !chosen}
            onChange={(event) => choose(event.currentTarget.checked)}
            styles={{ body: { minHeight: 44, alignItems: "center" } }}
          />
        </span>
      </div>
    </li>
  );
}
