import "../../ui/parts.css";
import type { Proposal } from "@freelancerm/contracts/proposals";
import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { itemsOf, read, readPages } from "../../lib/api.ts";
import { proposalStatus } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { Money, Status, When } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Empty, Loaded, More, SkeletonList } from "../../ui/states.tsx";

const TABS = {
  open: { words: "Open", has: ["submitted", "offered"] },
  hired: { words: "Hired", has: ["accepted"] },
  ended: { words: "Ended", has: ["declined", "withdrawn", "closed"] },
} as const;

export default function MyProposalsPage() {
  const [search, setSearch] = useSearchParams();
  const tab = (search.get("tab") as keyof typeof TABS | null) ?? "open";
  const proposals = useInfiniteQuery(readPages("listMyProposals"));
  const { data: quota } = useQuery(read("getMyProposalQuota"));
  const all = itemsOf<"listMyProposals">(proposals.data);
  const wanted: readonly string[] = (TABS[tab] ?? TABS.open).has;
  const items = all.filter(({ status }) => wanted.includes(status));
  return (
    <>
      <PageTitle
        title="My proposals"
        actions={
          <Button component={Link} to={paths.jobs()}>
            Find work
          </Button>
        }
      >
        {quota && (
          <span className="row" style={{ gap: 12 }}>
            <progress
              value={Math.max(0, quota.perWeek - quota.used)}
              max={quota.perWeek}
              aria-label="Proposals left this week"
            />
            {Math.max(0, quota.perWeek - quota.used)} of {quota.perWeek} proposals left this week; {quota.open} of{" "}
            {quota.maxOpen} open.
          </span>
        )}
      </PageTitle>
      <div className="stack">
        <fieldset className="tabs" aria-label="Which proposals">
          {Object.entries(TABS).map(([id, { words, has }]) => (
            <button
              type="button"
              key={id}
              aria-pressed={tab === id}
              onClick={() => setSearch({ tab: id }, { replace: true })}
            >
              {words} <Count of={all.filter(({ status }) => (has as readonly string[]).includes(status)).length} />
            </button>
          ))}
        </fieldset>
        <Loaded query={proposals} skeleton={<SkeletonList />}>
          {() =>
            items.length === 0 && !proposals.hasNextPage ? (
              <Empty
                title={all.length === 0 ? "You have not proposed for a job yet" : "Nothing here"}
                action={
                  all.length === 0 ? (
                    <Button component={Link} to={paths.jobs()}>
                      Browse open jobs
                    </Button>
                  ) : undefined
                }
              >
                {all.length === 0 ? "Find a job you like and say how you would do it." : undefined}
              </Empty>
            ) : (
              <>
                <ul className="plain card flush rows">
                  {items.map((proposal) => (
                    <Row key={proposal.id} proposal={proposal} />
                  ))}
                </ul>
                <More query={proposals} />
              </>
            )
          }
        </Loaded>
      </div>
    </>
  );
}

const Count = ({ of }: { of: number }) => (of > 0 ? <span className="dim num">{of}</span> : null);

/** What I proposed, and where it stands. */
function Row({ proposal }: { proposal: Proposal }) {
  const { offer, status } = proposal;
  const myTurn = status === "offered" && offer?.by === "client";
  return (
    <li className="compact" style={{ alignItems: "center" }}>
      <div className="grow stack tight" style={{ minWidth: 220, gap: 4 }}>
        <h2 style={{ fontSize: "1.06rem" }}>
          <Link className="cover" to={paths.proposal(proposal.id)}>
            {proposal.jobTitle}
          </Link>
        </h2>
        <p className="row small dim" style={{ gap: "4px 12px" }}>
          <Status label={myTurn ? { words: "Answer the offer", tone: "waiting" } : proposalStatus[status]} />
          <span>
            Sent <When at={proposal.submittedAt} />
          </span>
          {status === "submitted" && <span>{proposal.viewedAt ? "Read by the client" : "Not read yet"}</span>}
          {offer && (
            <span>
              Offer ends <When at={offer.expiresAt} />
            </span>
          )}
        </p>
        {proposal.reason && <p className="small">{proposal.reason}</p>}
      </div>
      <span className="figure" style={{ fontSize: "1.12rem" }}>
        <Money amount={proposal.terms.total} currency={proposal.currency} />
      </span>
    </li>
  );
}
