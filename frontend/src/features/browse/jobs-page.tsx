import type { JobCard } from "@freelancerm/contracts/jobs";
import { Button } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { lazy } from "react";
import { Link } from "react-router";
import { itemsOf, read, readPages, refresh } from "../../lib/api.ts";
import { useCatalog } from "../../lib/catalog.ts";
import { counted } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { useSession } from "../../session/session.ts";
import { JobRow } from "../../ui/job-row.tsx";
import { Empty } from "../../ui/states.tsx";
import { useListKeys } from "../../ui/use-list-keys.ts";
import { SaveSearch } from "../searches/save-search.tsx";
import { jobWords } from "../searches/search-words.ts";
import { BrowseFrame } from "./browse-frame.tsx";
import { JOB_FILTERS, ORDER } from "./filters.ts";
import { useLastLook } from "./last-look.ts";
import { MatchReasons } from "./match-reasons.tsx";
import { SaveIcon, useSavedJobs } from "./saved-jobs.tsx";
import { useFacets } from "./use-facets.ts";
import { useTotal } from "./use-total.ts";
import { useUrlFilters } from "./use-url-filters.ts";

const Rail = lazy(() => import("./jobs-rail.tsx"));

export default function BrowseJobsPage() {
  const filters = useUrlFilters(JOB_FILTERS);
  const { values } = filters;
  const names = useCatalog();
  const { status, user, role } = useSession();
  const order = useUrlFilters(ORDER);
  const profile = user?.freelancer;
  const byMatch = order.values.sort === "match" && Boolean(profile);
  const request = { query: { ...values, ...(byMatch && { sort: "match" }) } as Record<string, string> };
  const jobs = useInfiniteQuery({
    ...readPages("listJobs", request),
    placeholderData: keepPreviousData,
    // Whose match it is shows once the session is known.
    enabled: status !== "loading" || !order.values.sort,
  });
  const items = itemsOf<"listJobs">(jobs.data);
  const saved = useSavedJobs(status === "signed_in");
  const isNew = useLastLook("jobs");
  useListKeys({ s: (index) => items[index] && saved.toggle(items[index]) });
  const figure = useTotal("openJobs", filters, jobs.hasNextPage);
  const { facets, settled } = useFacets(values, jobs.hasNextPage && filters.active.some((name) => name !== "category"));
  const total = figure ?? (settled && facets?.all ? facets.matching : undefined);
  const mine = role === "freelancer" ? profile?.skills : undefined;

  return (
    <BrowseFrame
      title="Find work"
      intro={`Open jobs, ${byMatch ? "best match with your profile" : "newest"} first.${mine?.length ? " Your skills are marked." : ""}`}
      noun="job"
      placeholder="Search jobs"
      filters={filters}
      words={jobWords(names, values.currency)}
      alongside={{ currency: ["budgetMin", "budgetMax"] }}
      rail={<Rail filters={filters} usual={profile?.currency ?? "USD"} />}
      query={jobs}
      items={items}
      total={total}
      ranked={jobs.data?.pages[0]?.ranked}
      save={<SaveSearch sought={values} />}
      order={
        profile && (
          <fieldset className="switch" aria-label="Order">
            {(["newest", "match"] as const).map((sort) => (
              <button
                type="button"
                key={sort}
                aria-pressed={byMatch === (sort === "match")}
                onClick={() => order.set({ sort: sort === "match" ? sort : null })}
              >
                {sort === "match" ? "Best match" : "Newest"}
              </button>
            ))}
          </fieldset>
        )
      }
      news={
        !byMatch &&
        jobs.isSuccess &&
        !jobs.isPlaceholderData && <News key={JSON.stringify(values)} request={request} shown={items} />
      }
      nothing={
        <Empty
          title="No jobs are open yet"
          action={
            <Button component={Link} to={paths.newJob()}>
              Post a job
            </Button>
          }
        >
          Jobs appear here the moment they are posted.
        </Empty>
      }
    >
      {items.map((job) => (
        <JobRow
          key={job.id}
          job={job}
          words={values.q}
          mine={mine}
          fresh={isNew(job.publishedAt)}
          heading="h2"
          below={
            job.match && profile && <MatchReasons match={job.match} subject={{ job, person: profile, mine: true }} />
          }
          actions={status === "signed_in" && <SaveIcon job={job} saved={saved} />}
        />
      ))}
    </BrowseFrame>
  );
}

/** Looks once in two minutes, while the page is in sight, whether jobs came in. */
function News({ request, shown }: { request: { query: Record<string, string> }; shown: JobCard[] }) {
  const { data } = useQuery({
    ...read("listJobs", request),
    enabled: shown.length > 0,
    initialData: { items: shown.slice(0, 20), nextCursor: null },
    staleTime: 120_000,
    refetchInterval: 120_000,
  });
  const newest = shown[0]?.publishedAt ?? "";
  const count = data.items.filter(({ publishedAt }) => publishedAt !== null && publishedAt > newest).length;
  return (
    <div className="news" role="status">
      {count > 0 && (
        <button
          type="button"
          onClick={() => {
            void refresh("listJobs");
            scrollTo({ top: 0 });
          }}
        >
          {counted(count, "new job")} since you looked
        </button>
      )}
    </div>
  );
}
