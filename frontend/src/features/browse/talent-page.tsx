import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { itemsOf, read, readPages } from "../../lib/api.ts";
import { useCatalog } from "../../lib/catalog.ts";
import { country, language } from "../../lib/format.ts";
import { availability } from "../../lib/labels.ts";
import { useSession } from "../../session/session.ts";
import { Empty } from "../../ui/states.tsx";
import { TalentCard } from "../../ui/talent-card.tsx";
import { useListKeys } from "../../ui/use-list-keys.ts";
import { amountWords } from "./amounts.ts";
import { BrowseFrame } from "./browse-frame.tsx";
import { ORDER, TALENT_FILTERS } from "./filters.ts";
import { MatchReasons } from "./match-reasons.tsx";
import { useTotal } from "./use-total.ts";
import { useUrlFilters } from "./use-url-filters.ts";

const Rail = lazy(() => import("./talent-rail.tsx"));
const TalentOrder = lazy(() => import("./talent-order.tsx"));

export default function BrowseTalentPage() {
  const filters = useUrlFilters(TALENT_FILTERS);
  const { values } = filters;
  const { categoryName, skillName } = useCatalog();
  const { status, user } = useSession();
  const order = useUrlFilters(ORDER);
  const hires = user?.roles.includes("client") ?? false;
  const jobId = hires ? order.values.for : undefined;
  const ranking = jobId ? { sort: "match", for: jobId } : {};
  const people = useInfiniteQuery({
    ...readPages("listFreelancers", { query: { ...values, ...ranking } as Record<string, string> }),
    placeholderData: keepPreviousData,
    // Whose job it is shows once the session is known.
    enabled: status !== "loading" || !order.values.for,
  });
  const { data: job } = useQuery({ ...read("getJob", { params: { jobId: jobId ?? "" } }), enabled: Boolean(jobId) });
  const total = useTotal("freelancers", filters, people.hasNextPage);
  const items = itemsOf<"listFreelancers">(people.data);
  useListKeys();

  return (
    <BrowseFrame
      title="Find talent"
      intro={`Freelancers with a public profile, ${job ? `those who match “${job.title}” best` : "those who joined last"} first.`}
      noun="freelancer"
      placeholder="Search freelancers"
      filters={filters}
      words={{
        category: categoryName,
        skill: skillName,
        currency: (value) => `Charges in ${value}`,
        rateMax: (value) => `Up to ${amountWords(value, values.currency)} an hour`,
        country,
        language,
        availability: (value) => availability[value] ?? value,
      }}
      alongside={{ currency: ["rateMax"] }}
      rail={<Rail filters={filters} usual={job?.currency ?? "USD"} />}
      query={people}
      items={items}
      total={total}
      ranked={people.data?.pages[0]?.ranked}
      order={
        hires && (
          <Suspense>
            <TalentOrder job={job} choose={(id) => order.set({ for: id, sort: id && "match" })} />
          </Suspense>
        )
      }
      nothing={<Empty title="No freelancers yet">Public profiles appear here.</Empty>}
    >
      {/* A ranking is read from top to bottom. */}
      <div className={jobId ? "stack" : "people"}>
        {items.map((person) => (
          <TalentCard
            key={person.id}
            person={person}
            words={values.q}
            wanted={values.skill}
            heading="h2"
            below={person.match && <MatchReasons match={person.match} subject={{ job, person }} />}
          />
        ))}
      </div>
    </BrowseFrame>
  );
}
