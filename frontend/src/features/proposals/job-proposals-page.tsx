import "./proposals.css";
import type { Proposal } from "@freelancerm/contracts/proposals";
import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { itemsOf, read } from "../../lib/api.ts";
import { counted } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { IconCompare } from "../../ui/icons.ts";
import { Avatar, budgetWords } from "../../ui/marks.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Empty, Loaded, More, SkeletonList } from "../../ui/states.tsx";
import { useListKeys } from "../../ui/use-list-keys.ts";
import { useSorting } from "./changes.ts";
import { Compare } from "./compare.tsx";
import { DeclineDialog } from "./decline-dialog.tsx";
import { ORDERS, type Order, proposalsOf, TABS } from "./listing.ts";
import { ProposalRow } from "./proposal-row.tsx";

const MAXIMUM = 4;

export default function JobProposalsPage() {
  const { jobId = "" } = useParams();
  const [search, setSearch] = useSearchParams();
  const given = search.get("compare")?.split(",") ?? [];
  const [chosen, setChosen] = useState<string[]>(given);
  const [declined, setDeclined] = useState<Proposal>();
  const job = useQuery(read("getJob", { params: { jobId } }));
  const proposals = useInfiniteQuery(proposalsOf(jobId));
  const sort = useSorting();

  const all = itemsOf<"listJobProposals">(proposals.data);
  const tab = TABS.find(({ id }) => id === search.get("tab")) ?? TABS[0];
  const order = (search.get("sort") ?? "newest") as Order;
  const items = all.filter((proposal) => tab.has(proposal)).sort(ORDERS[order]?.by);
  const compared = all.filter(({ id }) => given.includes(id));
  const set = (changes: Record<string, string | null>) =>
    setSearch(
      (before) => {
        for (const [name, value] of Object.entries(changes)) {
          if (value) before.set(name, value);
          else before.delete(name);
        }
        return before;
      },
      { replace: true },
    );
  useListKeys({
    s: (index) => items[index] && sort(items[index], "shortlisted"),
    a: (index) => items[index] && sort(items[index], "archived"),
    d: (index) => items[index]?.status === "submitted" && setDeclined(items[index]),
  });
  const more = proposals.hasNextPage ? "+" : "";

  if (compared.length > 1) {
    return (
      <Compare
        proposals={compared}
        job={job.data}
        back={() => set({ compare: null })}
        remove={(id) => {
          const rest = given.filter((one) => one !== id);
          setChosen(rest);
          set({ compare: rest.length > 1 ? rest.join(",") : null });
        }}
      />
    );
  }
  return (
    <>
      <PageTitle title="Proposals" eyebrow={job.data && <Link to={paths.job(jobId)}>{job.data.title}</Link>}>
        {job.data ? `Your budget is ${budgetWords(job.data)}. ` : ""}Tick two to four to see them side by side.
      </PageTitle>
      <div className="stack">
        <fieldset className="tabs" aria-label="Which proposals">
          {TABS.map(({ id, words, has }) => (
            <button
              type="button"
              key={id}
              aria-pressed={tab.id === id}
              onClick={() => set({ tab: id === "active" ? null : id })}
            >
              {words}{" "}
              <span className="dim num">
                {all.filter(has).length}
                {more}
              </span>
            </button>
          ))}
        </fieldset>
        {items.length > 0 && (
          <div className="row apart">
            <p className="tiny dim wide-only">
              Keys: j and k move, s shortlists, a archives, d declines. Shortlist and archive are only seen by you.
            </p>
            <label className="small dim">
              Order{" "}
              <select className="sort" value={order} onChange={(event) => set({ sort: event.currentTarget.value })}>
                {Object.entries(ORDERS).map(([id, { words }]) => (
                  <option key={id} value={id}>
                    {words}
                  </option>
                ))}
              </select>
            </label>
          </div>
        )}
        <Loaded query={proposals} skeleton={<SkeletonList height={150} />}>
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
                    decline={() => setDeclined(proposal)}
                  />
                ))}
              </ul>
            )
          }
        </Loaded>
        <More query={proposals} />
        {chosen.length > 0 && (
          <Tray
            chosen={all.filter(({ id }) => chosen.includes(id))}
            compare={() => setSearch({ compare: chosen.join(",") })}
            clear={() => setChosen([])}
          />
        )}
      </div>
      {declined && <DeclineDialog proposal={declined} onClose={() => setDeclined(undefined)} />}
    </>
  );
}

/** Who was ticked, at the thumb. */
function Tray({ chosen, compare, clear }: { chosen: Proposal[]; compare: () => void; clear: () => void }) {
  return (
    <section className="tray row apart" aria-label="To compare">
      <span className="row">
        <span className="faces">
          {chosen.map(({ id, freelancer }) => (
            <Avatar key={id} name={freelancer.displayName} url={freelancer.avatarUrl} size={34} />
          ))}
        </span>
        <span className="small" role="status">
          {chosen.length === 1 ? "Tick one more to compare" : `${chosen.length} chosen`}
        </span>
      </span>
      <span className="row">
        <Button variant="subtle" color="gray" onClick={clear}>
          Clear
        </Button>
        <Button leftSection={<IconCompare size={18} />} disabled={chosen.length < 2} onClick={compare}>
          Compare
        </Button>
      </span>
    </section>
  );
}
