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
          <>
            {Math.max(0, quota.perWeek - quota.used)} of {quota.perWeek} proposals left this week; {quota.open} of{" "}
            {quota.maxOpen} open.
          </>
        )}
      </PageTitle>
      <div className="stack">
        <fieldset className="tabs" aria-label="Which proposals">
          {Object.entries(TABS).map(([id, { words }]) => (
            <button
              type="button"
              key={id}
              aria-pressed={tab === id}
              onClick={() => setSearch({ tab: id }, { replace: true })}
            >
              {words}
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
                <ul className="plain stack">
                  {items.map((proposal) => (
                    <li key={proposal.id} className="card lift row apart">
                      <div className="grow stack tight" style={{ minWidth: 220 }}>
                        <h2 style={{ fontSize: "1.08rem" }}>
                          <Link className="cover" to={paths.proposal(proposal.id)}>
                            {proposal.jobTitle}
                          </Link>
                        </h2>
                        <p className="row small dim">
                          <Status label={proposalStatus[proposal.status]} />
                          <span>
                            Sent <When at={proposal.submittedAt} />
                          </span>
                          <span>{proposal.viewedAt ? "Read by the client" : "Not read yet"}</span>
                        </p>
                        {proposal.reason && <p className="small">{proposal.reason}</p>}
                      </div>
                      <span className="figure" style={{ fontSize: "1.15rem" }}>
                        <Money amount={proposal.terms.total} currency={proposal.currency} />
                      </span>
                    </li>
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
