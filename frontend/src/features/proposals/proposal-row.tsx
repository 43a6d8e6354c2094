import type { Proposal } from "@freelancerm/contracts/proposals";
import { ActionIcon } from "@mantine/core";
import { Link } from "react-router";
import { counted, country, plain } from "../../lib/format.ts";
import { proposalStatus } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { IconArchive, IconSave, IconSaved } from "../../ui/icons.ts";
import { Checkbox } from "../../ui/kit/forms.ts";
import { Avatar, Money, Status, When } from "../../ui/marks.tsx";

/** A proposal in the client's list. */
export function ProposalRow({
  proposal,
  chosen,
  full,
  choose,
  sort,
}: {
  proposal: Proposal;
  chosen: boolean;
  full: boolean;
  choose: (on: boolean) => void;
  sort: (to: "shortlisted" | "archived") => void;
}) {
  const { freelancer, terms } = proposal;
  const open = proposal.status === "submitted" || proposal.status === "offered";
  return (
    <li className="card lift stack tight" data-item>
      <div className="row nowrap top">
        <Avatar name={freelancer.displayName} url={freelancer.avatarUrl} size={48} />
        <div className="grow">
          <h2 className="row" style={{ fontSize: "1.08rem" }}>
            {!proposal.viewedAt && <span className="dot" role="img" aria-label="Not read yet" />}
            <Link className="cover" to={paths.proposal(proposal.id)}>
              {freelancer.displayName}
            </Link>
          </h2>
          <p className="row small dim" style={{ gap: "2px 12px" }}>
            {freelancer.country && <span>{country(freelancer.country)}</span>}
            <When at={proposal.submittedAt} />
            <span>{counted(terms.milestones.length, "milestone")}</span>
          </p>
        </div>
        <span className="figure" style={{ fontSize: "1.2rem" }}>
          <Money amount={terms.total} currency={proposal.currency} />
        </span>
      </div>
      <p className="clamp">{plain(proposal.letter)}</p>
      <div className="row apart">
        <span className="row">
          <Status label={proposalStatus[proposal.status]} />
          {proposal.sorting === "shortlisted" && <Status label={{ words: "Shortlisted", tone: "good" }} />}
        </span>
        <span className="row above" style={{ gap: 4 }}>
          {open && (
            <>
              <ActionIcon
                size={44}
                variant="subtle"
                color={proposal.sorting === "shortlisted" ? "pine" : "gray"}
                aria-pressed={proposal.sorting === "shortlisted"}
                aria-label={`Shortlist ${freelancer.displayName}`}
                onClick={() => sort("shortlisted")}
              >
                {proposal.sorting === "shortlisted" ? <IconSaved size={20} /> : <IconSave size={20} />}
              </ActionIcon>
              <ActionIcon
                size={44}
                variant="subtle"
                color="gray"
                aria-pressed={proposal.sorting === "archived"}
                aria-label={`Archive ${freelancer.displayName}`}
                onClick={() => sort("archived")}
              >
                <IconArchive size={20} />
              </ActionIcon>
            </>
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
