import { Button } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { itemsOf, readPages } from "../../lib/api.ts";
import { useCatalog } from "../../lib/catalog.ts";
import { COUNTRIES, LANGUAGES } from "../../lib/codes.ts";
import { counted, country, language, shortMoney } from "../../lib/format.ts";
import { availability } from "../../lib/labels.ts";
import { Select } from "../../ui/kit/selects.ts";
import { MoneyInput } from "../../ui/money-input.tsx";
import { PageTitle } from "../../ui/page.tsx";
import { Empty, Loaded, More, SkeletonList } from "../../ui/states.tsx";
import { TalentCard } from "../../ui/talent-card.tsx";
import { useListKeys } from "../../ui/use-list-keys.ts";
import { FilterFrame } from "./filter-frame.tsx";
import { useUrlFilters } from "./use-url-filters.ts";

const NAMES = ["q", "category", "skill", "rateMax", "country", "language", "availability"] as const;

export default function BrowseTalentPage() {
  const { values, active, set, clear } = useUrlFilters(NAMES);
  const { categoryOptions, skillOptions, categoryName, skillName } = useCatalog();
  const people = useInfiniteQuery({
    ...readPages("listFreelancers", { query: values as Record<string, string> }),
    placeholderData: keepPreviousData,
  });
  const items = itemsOf<"listFreelancers">(people.data);
  useListKeys();

  const chipWords: Record<(typeof NAMES)[number], (value: string) => string> = {
    q: (value) => value,
    category: categoryName,
    skill: skillName,
    rateMax: (value) => `Up to ${shortMoney(Number(value), "USD")} an hour`,
    country,
    language,
    availability: (value) => availability[value] ?? value,
  };
  const choose = (name: (typeof NAMES)[number]) => ({
    value: values[name] ?? null,
    onChange: (value: string | null) => set({ [name]: value }),
    clearable: true,
    placeholder: "Any",
  });

  return (
    <>
      <PageTitle title="Find talent">Freelancers with a public profile, newest first.</PageTitle>
      <FilterFrame
        words={values.q ?? ""}
        onWords={(q) => set({ q })}
        placeholder="Search freelancers"
        clear={clear}
        chips={active.map((name) => ({
          words: chipWords[name](values[name] ?? ""),
          remove: () => set({ [name]: null }),
        }))}
        count={
          people.data ? `${counted(items.length, "freelancer")}${people.hasNextPage ? " so far" : ""}` : "Searching"
        }
        filters={
          <>
            <Select label="Category" data={categoryOptions} searchable {...choose("category")} />
            <Select label="Skill" data={skillOptions} searchable limit={50} {...choose("skill")} />
            <MoneyInput
              label="Hourly rate up to"
              currency="USD"
              value={values.rateMax ? Number(values.rateMax) : null}
              onChange={(value) => set({ rateMax: value ? String(value) : null })}
            />
            <Select
              label="Availability"
              data={Object.entries(availability).map(([value, label]) => ({ value, label }))}
              {...choose("availability")}
            />
            <Select label="Country" data={COUNTRIES()} searchable limit={50} {...choose("country")} />
            <Select label="Language" data={LANGUAGES()} searchable {...choose("language")} />
          </>
        }
      >
        <Loaded query={people} skeleton={<SkeletonList rows={6} height={150} />}>
          {() =>
            items.length === 0 ? (
              active.length > 0 || values.q ? (
                <Empty
                  title="Nobody matches"
                  action={
                    <Button variant="light" onClick={clear}>
                      Clear the filters
                    </Button>
                  }
                >
                  Fewer filters or other words may find someone.
                </Empty>
              ) : (
                <Empty title="No freelancers yet">Public profiles appear here.</Empty>
              )
            ) : (
              <div className="stack">
                <div className="tiles" style={{ opacity: people.isPlaceholderData ? 0.6 : 1 }}>
                  {items.map((person) => (
                    <TalentCard key={person.id} person={person} words={values.q} heading="h2" />
                  ))}
                </div>
                <More query={people} />
              </div>
            )
          }
        </Loaded>
      </FilterFrame>
    </>
  );
}
