import type { Currency } from "@freelancerm/contracts/currencies";
import { useCatalog } from "../../lib/catalog.ts";
import { number } from "../../lib/format.ts";
import { jobType, level } from "../../lib/labels.ts";
import { Choices } from "../../ui/choices.tsx";
import { Select } from "../../ui/kit/selects.ts";
import { AmountFilter } from "./amount-filter.tsx";
import { type JobFilter, POSTED } from "./filters.ts";
import { useFacets } from "./use-facets.ts";
import type { UrlFilters } from "./use-url-filters.ts";

const BUDGET = [
  ["budgetMin", "From"],
  ["budgetMax", "Up to"],
] as const;

/** What narrows the list of jobs. Loaded apart: the list does not wait for it. */
export default function JobsRail({ filters, usual }: { filters: UrlFilters<JobFilter>; usual: Currency }) {
  const { values, set, choose } = filters;
  const { categoryOptions, skillOptions } = useCatalog();
  const { facets } = useFacets(values);
  const select = (name: JobFilter) => ({ ...choose(name), searchable: true, clearable: true, placeholder: "Any" });
  const counted = categoryOptions.map(({ value, label }) => ({
    value,
    label: facets ? `${label} (${number(facets.category[value] ?? 0)})` : label,
  }));
  return (
    <>
      <Select label="Category" data={counted} {...select("category")} />
      <Select label="Skill" data={skillOptions} limit={50} {...select("skill")} />
      <Choices label="Payment" options={jobType} counts={facets?.type} any="Any" {...choose("type")} />
      <Choices label="Experience" options={level} counts={facets?.level} any="Any" {...choose("level")} />
      <Choices label="Posted in the past" options={POSTED} any="Any time" {...choose("postedWithin")} />
      <AmountFilter
        legend="Budget"
        note={(currency) => `An amount shows jobs paid in ${currency} only.`}
        fields={BUDGET}
        values={values}
        usual={usual}
        set={set}
      />
      {facets && !facets.all && <p className="tiny dim">The figures count the newest 500 jobs.</p>}
    </>
  );
}
