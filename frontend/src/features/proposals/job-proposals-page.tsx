import type { Proposal } from "@freelancerm/contracts/proposals";
import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { itemsOf, read, readPages } from "../../lib/api.ts";
import { counted } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { IconCompare } from "../../ui/icons.ts";
import { PageTitle } from "../../ui/page.tsx";
import { Empty, Loaded, More, SkeletonList } from "../../ui/states.tsx";
import { useListKeys } from "../../ui/use-list-keys.ts";
import { Compare } from "./compare.tsx";
import { useSorting } from "./proposal-actions.tsx";
import { ProposalRow } from "./proposal-row.tsx";

const isOpen = ({ status }: Proposal) => status === "submitted" || status === "offered";
const TABS: { id: string; words: string; has: (proposal: Proposal) => boolean }[] = [
  { id: "active", words: "Active", has: (one) => isOpen(one) && one.sorting !== "archived" },
  { id: "shortlisted", words: "Shortlist", has: (one) => isOpen(one) && one.sorting === "shortlisted" },
  { id: "archived", words: "Archive", has: (one) => isOpen(one) && one.sorting === "archived" },
  { id: "done", words: "Hired and ended", has: (one) => !isOpen(one) },
];
const MAXIMUM = 4;

export default function JobProposalsPage() {
  const { jobId = "" } = useParams();
  const [search, setSearch] = useSearchParams();
  const [chosen, setChosen] = useState<string[]>(search.get("compare")?.split(",") ?? []);
  const job = useQuery(read("getJob", { params: { jobId } }));
  const proposals = useInfiniteQuery(readPages("listJobProposals", { params: { jobId } }));
  const sort = useSorting();

  const all = itemsOf<"listJobProposals">(proposals.data);
  const tab = TABS.find(({ id }) => id === search.get("tab")) ?? TABS[0];
  const items = all.filter((proposal) => tab?.has(proposal));
  const compared = all.filter(({ id }) => search.get("compare")?.split(",").includes(id));
  useListKeys({
    s: (index) => items[index] && sort(items[index], "shortlisted"),
    a: (index) => items[index] && sort(items[index], "archived"),
  });

  if (search.has("compare") && compared.length > 1) {
    return <Compare proposals={compared} job={job.data} back={() => setSearch({}, { replace: true })} />;
  }
  return (
    <>
      <PageTitle
        title="Proposals"
        eyebrow={job.data && <Link to={paths.job(jobId)}>{job.data.title}</Link>}
        actions={
          <Button
            leftSection={<IconCompare size={18} />}
            disabled={chosen.length < 2}
            onClick={() => setSearch({ compare: chosen.join(",") })}
          >
            Compare{chosen.length > 0 ? ` ${chosen.length}` : ""}
          </Button>
        }
      >
        Tick two to four to see them side by side.
      </PageTitle>
      <div className="stack">
        <fieldset className="tabs" aria-label="Which proposals">
          {TABS.map(({ id, words, has }) => (
            <button
              type="button"
              key={id}
              aria-pressed={tab?.id === id}
              onClick={() => setSearch({ tab: id }, { replace: true })}
            >
              {words} <span className="dim num">{all.filter(has).length}</span>
            </button>
          ))}
        </fieldset>
        <p className="tiny dim wide-only">
          Keys: j and k move, s shortlists, a archives. Shortlist and archive are only seen by you.
        </p>
        <Loaded query={proposals} skeleton={<SkeletonList height={130} />}>
          {() =>
            items.length === 0 ? (
              <Empty title={all.length === 0 ? "No proposals yet" : "Nothing in this list"}>
                {all.length === 0
                  ? job.data?.status === "open"
                    ? "Freelancers see your job. You hear from us when the first proposal comes in."
                    : "The job is not open, so none can come in."
                  : `${counted(all.length, "proposal")} in the other lists.`}
              </Empty>
            ) : (
              <ul className="plain stack">
                {items.map((proposal) => (
                  <ProposalRow
                    key={proposal.id}
                    proposal={proposal}
                    chosen={chosen.includes(proposal.id)}
                    full={chosen.length >= MAXIMUM}
                    choose={(on) =>
                      setChosen((before) => (on ? [...before, proposal.id] : before.filter((id) => id !== proposal.id)))
                    }
                    sort={(to) => sort(proposal, to)}
                  />
                ))}
              </ul>
            )
          }
        </Loaded>
        <More query={proposals} />
      </div>
    </>
  );
}
