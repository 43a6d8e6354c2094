import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { itemsOf, readPages } from "../../lib/api.ts";
import { useCatalog } from "../../lib/catalog.ts";
import { COUNTRIES, LANGUAGES } from "../../lib/codes.ts";
import { country, language, shortMoney } from "../../lib/format.ts";
import { availability } from "../../lib/labels.ts";
import { Choices } from "../../ui/choices.tsx";
import { Select } from "../../ui/kit/selects.ts";
import { Empty } from "../../ui/states.tsx";
import { TalentCard } from "../../ui/talent-card.tsx";
import { useListKeys } from "../../ui/use-list-keys.ts";
import { AmountFilter } from "./amount-filter.tsx";
import { BrowseFrame } from "./browse-frame.tsx";
import { type UrlFilters, useUrlFilters } from "./use-url-filters.ts";

const NAMES = ["q", "category", "skill", "rateMax", "country", "language", "availability"] as const;
type Name = (typeof NAMES)[number];

export default function BrowseTalentPage() {
  const filters = useUrlFilters(NAMES);
  const { values } = filters;
  const { categoryName, skillName } = useCatalog();
  const people = useInfiniteQuery({
    ...readPages("listFreelancers", { query: values as Record<string, string> }),
    placeholderData: keepPreviousData,
  });
  const items = itemsOf<"listFreelancers">(people.data);
  useListKeys();

  return (
    <BrowseFrame
      title="Find talent"
      intro="Freelancers with a public profile, those who joined last first."
      noun="freelancer"
      placeholder="Search freelancers"
      filters={filters}
      words={{
        category: categoryName,
        skill: skillName,
        rateMax: (value) => `Up to ${shortMoney(Number(value), "USD")} an hour`,
        country,
        language,
        availability: (value) => availability[value] ?? value,
      }}
      rail={<Rail filters={filters} />}
      query={people}
      items={items}
      nothing={<Empty title="No freelancers yet">Public profiles appear here.</Empty>}
    >
      <div className="people">
        {items.map((person) => (
          <TalentCard key={person.id} person={person} words={values.q} wanted={values.skill} heading="h2" />
        ))}
      </div>
    </BrowseFrame>
  );
}

function Rail({ filters: { values, set, choose } }: { filters: UrlFilters<Name> }) {
  const { categoryOptions, skillOptions } = useCatalog();
  const select = (name: Name) => ({ ...choose(name), searchable: true, clearable: true, placeholder: "Any" });
  return (
    <>
      <Select label="Category" data={categoryOptions} {...select("category")} />
      <Select label="Skill" data={skillOptions} limit={50} {...select("skill")} />
      <Choices label="Availability" options={availability} any="Any" {...choose("availability")} />
      <AmountFilter
        label="Hourly rate up to"
        currency="USD"
        value={values.rateMax}
        onChange={(rateMax) => set({ rateMax })}
      />
      <Select label="Country" data={COUNTRIES()} limit={50} {...select("country")} />
      <Select label="Language" data={LANGUAGES()} {...select("language")} />
    </>
  );
}
