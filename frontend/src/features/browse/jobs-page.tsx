import { CURRENCY_DECIMALS, type Currency } from "@freelancerm/contracts/currencies";
import type { JobCard } from "@freelancerm/contracts/jobs";
import { Button } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { itemsOf, read, readPages, refresh } from "../../lib/api.ts";
import { useCatalog } from "../../lib/catalog.ts";
import { counted, shortMoney } from "../../lib/format.ts";
import { jobType, level } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { useSession } from "../../session/session.ts";
import { Choices } from "../../ui/choices.tsx";
import { JobRow } from "../../ui/job-row.tsx";
import { Select } from "../../ui/kit/selects.ts";
import { Empty } from "../../ui/states.tsx";
import { useListKeys } from "../../ui/use-list-keys.ts";
import { AmountFilter } from "./amount-filter.tsx";
import { BrowseFrame } from "./browse-frame.tsx";
import { useLastLook } from "./last-look.ts";
import { SaveIcon, useSavedJobs } from "./saved-jobs.tsx";
import { type UrlFilters, useUrlFilters } from "./use-url-filters.ts";

const NAMES = [
  "q",
  "category",
  "skill",
  "type",
  "level",
  "currency",
  "budgetMin",
  "budgetMax",
  "postedWithin",
] as const;
type Name = (typeof NAMES)[number];
const POSTED: Record<string, string> = { 1: "24 hours", 7: "7 days", 30: "30 days" };

export default function BrowseJobsPage() {
  const filters = useUrlFilters(NAMES);
  const { values } = filters;
  const { categoryName, skillName } = useCatalog();
  const { status, user, role } = useSession();
  const currency = (values.currency ?? "USD") as Currency;
  const request = { query: values as Record<string, string> };
  const jobs = useInfiniteQuery({ ...readPages("listJobs", request), placeholderData: keepPreviousData });
  const items = itemsOf<"listJobs">(jobs.data);
  const saved = useSavedJobs(status === "signed_in");
  const isNew = useLastLook("jobs");
  useListKeys({ s: (index) => items[index] && saved.toggle(items[index]) });
  const mine = role === "freelancer" ? user?.freelancer?.skills : undefined;

  return (
    <BrowseFrame
      title="Find work"
      intro={mine?.length ? "Open jobs, newest first. Your skills are marked." : "Open jobs, newest first."}
      noun="job"
      placeholder="Search jobs"
      filters={filters}
      words={{
        category: categoryName,
        skill: skillName,
        type: (value) => jobType[value as keyof typeof jobType] ?? value,
        level: (value) => level[value as keyof typeof level] ?? value,
        currency: (value) => value,
        budgetMin: (value) => `From ${shortMoney(Number(value), currency)}`,
        budgetMax: (value) => `Up to ${shortMoney(Number(value), currency)}`,
        postedWithin: (value) => `Past ${POSTED[value] ?? `${value} days`}`,
      }}
      rail={<Rail filters={filters} currency={currency} />}
      query={jobs}
      items={items}
      news={
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
          actions={status === "signed_in" && <SaveIcon job={job} saved={saved} />}
        />
      ))}
    </BrowseFrame>
  );
}

function Rail({ filters, currency }: { filters: UrlFilters<Name>; currency: Currency }) {
  const { values, set, choose } = filters;
  const { categoryOptions, skillOptions } = useCatalog();
  const select = (name: Name) => ({ ...choose(name), searchable: true, clearable: true, placeholder: "Any" });
  const amount = (name: "budgetMin" | "budgetMax") => ({
    currency,
    value: values[name],
    // An amount means nothing without its currency.
    onChange: (value: string | null) => set({ [name]: value, ...(value && { currency }) }),
  });
  return (
    <>
      <Select label="Category" data={categoryOptions} {...select("category")} />
      <Select label="Skill" data={skillOptions} limit={50} {...select("skill")} />
      <Choices label="Payment" options={jobType} any="Any" {...choose("type")} />
      <Choices label="Experience" options={level} any="Any" {...choose("level")} />
      <Choices label="Posted in the past" options={POSTED} any="Any time" {...choose("postedWithin")} />
      <Select label="Currency" data={Object.keys(CURRENCY_DECIMALS)} {...select("currency")} searchable={false} />
      <div className="between">
        <AmountFilter label="Budget from" {...amount("budgetMin")} />
        <AmountFilter label="Budget up to" {...amount("budgetMax")} />
      </div>
    </>
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
