import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { lazy } from "react";
import { itemsOf, readPages } from "../../lib/api.ts";
import { useCatalog } from "../../lib/catalog.ts";
import { country, language, shortMoney } from "../../lib/format.ts";
import { availability } from "../../lib/labels.ts";
import { Empty } from "../../ui/states.tsx";
import { TalentCard } from "../../ui/talent-card.tsx";
import { useListKeys } from "../../ui/use-list-keys.ts";
import { BrowseFrame } from "./browse-frame.tsx";
import { TALENT_FILTERS } from "./filters.ts";
import { useUrlFilters } from "./use-url-filters.ts";

const Rail = lazy(() => import("./talent-rail.tsx"));

export default function BrowseTalentPage() {
  const filters = useUrlFilters(TALENT_FILTERS);
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
