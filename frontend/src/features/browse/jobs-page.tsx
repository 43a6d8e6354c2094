import type { Currency } from "@freelancerm/contracts/fields";
import { CURRENCY_DECIMALS } from "@freelancerm/contracts/fields";
import type { JobCard } from "@freelancerm/contracts/jobs";
import { ActionIcon, Button } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { api, itemsOf, read, readPages, refresh } from "../../lib/api.ts";
import { useCatalog } from "../../lib/catalog.ts";
import { counted, shortMoney } from "../../lib/format.ts";
import { jobType, level } from "../../lib/labels.ts";
import { paths } from "../../lib/paths.ts";
import { useSession } from "../../session/session.ts";
import { IconSave, IconSaved } from "../../ui/icons.ts";
import { JobRow } from "../../ui/job-row.tsx";
import { Select } from "../../ui/kit/selects.ts";
import { MoneyInput } from "../../ui/money-input.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Empty, Loaded, More, SkeletonList } from "../../ui/states.tsx";
import { toast } from "../../ui/toast.tsx";
import { useListKeys } from "../../ui/use-list-keys.ts";
import { FilterFrame } from "./filter-frame.tsx";
import { useUrlFilters } from "./use-url-filters.ts";

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
const POSTED: Record<string, string> = { 1: "Past 24 hours", 7: "Past 7 days", 30: "Past 30 days" };
const options = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }));

export default function BrowseJobsPage() {
  const { values, active, set, clear } = useUrlFilters(NAMES);
  const { categoryOptions, skillOptions, categoryName, skillName } = useCatalog();
  const { status } = useSession();
  const currency = (values.currency ?? "USD") as Currency;
  const jobs = useInfiniteQuery({
    ...readPages("listJobs", { query: values as Record<string, string> }),
    placeholderData: keepPreviousData,
  });
  const items = itemsOf<"listJobs">(jobs.data);
  const saved = useSavedJobs(status === "signed_in");
  useListKeys({ s: (index) => items[index] && saved.toggle(items[index]) });

  const chipWords: Record<(typeof NAMES)[number], (value: string) => string> = {
    q: (value) => value,
    category: categoryName,
    skill: skillName,
    type: (value) => jobType[value as keyof typeof jobType] ?? value,
    level: (value) => level[value as keyof typeof level] ?? value,
    currency: (value) => value,
    budgetMin: (value) => `From ${shortMoney(Number(value), currency)}`,
    budgetMax: (value) => `Up to ${shortMoney(Number(value), currency)}`,
    postedWithin: (value) => POSTED[value] ?? `Past ${value} days`,
  };
  const choose = (name: (typeof NAMES)[number]) => ({
    value: values[name] ?? null,
    onChange: (value: string | null) => set({ [name]: value }),
    clearable: true,
    placeholder: "Any",
  });

  return (
    <>
      <PageTitle title="Find work">Open jobs, newest first.</PageTitle>
      <FilterFrame
        words={values.q ?? ""}
        onWords={(q) => set({ q })}
        placeholder="Search jobs"
        clear={clear}
        chips={active.map((name) => ({
          words: chipWords[name](values[name] ?? ""),
          remove: () => set({ [name]: null }),
        }))}
        count={jobs.data ? `${counted(items.length, "job")}${jobs.hasNextPage ? " so far" : ""}` : "Searching"}
        filters={
          <>
            <Select label="Category" data={categoryOptions} searchable {...choose("category")} />
            <Select label="Skill" data={skillOptions} searchable limit={50} {...choose("skill")} />
            <Select label="Type" data={options(jobType)} {...choose("type")} />
            <Select label="Experience" data={options(level)} {...choose("level")} />
            <Select label="Posted" data={options(POSTED)} {...choose("postedWithin")} />
            <Select label="Currency" data={Object.keys(CURRENCY_DECIMALS)} {...choose("currency")} />
            <MoneyInput
              label="Budget from"
              currency={currency}
              value={values.budgetMin ? Number(values.budgetMin) : null}
              onChange={(value) =>
                set({ budgetMin: value ? String(value) : null, currency: value ? currency : (values.currency ?? null) })
              }
            />
            <MoneyInput
              label="Budget up to"
              currency={currency}
              value={values.budgetMax ? Number(values.budgetMax) : null}
              onChange={(value) =>
                set({ budgetMax: value ? String(value) : null, currency: value ? currency : (values.currency ?? null) })
              }
            />
          </>
        }
      >
        <Loaded query={jobs} skeleton={<SkeletonList rows={6} height={150} />}>
          {() =>
            items.length === 0 ? (
              active.length > 0 || values.q ? (
                <Empty
                  title="Nothing matches"
                  action={
                    <Button variant="light" onClick={clear}>
                      Clear the filters
                    </Button>
                  }
                >
                  Fewer filters or other words may find something.
                </Empty>
              ) : (
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
              )
            ) : (
              <div className="stack" style={{ opacity: jobs.isPlaceholderData ? 0.6 : 1 }}>
                {items.map((job) => (
                  <JobRow
                    key={job.id}
                    job={job}
                    words={values.q}
                    heading="h2"
                    actions={
                      status === "signed_in" && (
                        <ActionIcon
                          size={44}
                          variant="subtle"
                          color={saved.has(job.id) ? "pine" : "gray"}
                          aria-pressed={saved.has(job.id)}
                          aria-label={`Save ${job.title}`}
                          onClick={() => saved.toggle(job)}
                        >
                          {saved.has(job.id) ? <IconSaved size={20} /> : <IconSave size={20} />}
                        </ActionIcon>
                      )
                    }
                  />
                ))}
                <More query={jobs} />
              </div>
            )
          }
        </Loaded>
      </FilterFrame>
    </>
  );
}

function useSavedJobs(enabled: boolean) {
  const { data } = useQuery({ ...read("listSavedJobs", { query: { limit: 100 } }), enabled });
  const ids = new Set((data?.items ?? []).map(({ id }) => id));
  async function put(jobId: string, save: boolean) {
    await (save ? api.saveJob : api.unsaveJob)({ params: { jobId } });
    await refresh("listSavedJobs");
  }
  return {
    has: (jobId: string) => ids.has(jobId),
    toggle(job: JobCard) {
      if (!enabled) return;
      const save = !ids.has(job.id);
      put(job.id, save).then(
        () => toast.done(save ? "Saved." : "No longer saved.", () => put(job.id, !save)),
        toast.failed,
      );
    },
  };
}
