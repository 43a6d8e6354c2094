import { CURRENCY_DECIMALS, type Currency } from "@freelancerm/contracts/currencies";
import { useCatalog } from "../../lib/catalog.ts";
import { jobType, level } from "../../lib/labels.ts";
import { Choices } from "../../ui/choices.tsx";
import { Select } from "../../ui/kit/selects.ts";
import { AmountFilter } from "./amount-filter.tsx";
import { type JobFilter, POSTED } from "./filters.ts";
import type { UrlFilters } from "./use-url-filters.ts";

/** What narrows the list of jobs. Loaded apart: the list does not wait for it. */
export default function JobsRail({ filters, currency }: { filters: UrlFilters<JobFilter>; currency: Currency }) {
  const { values, set, choose } = filters;
  const { categoryOptions, skillOptions } = useCatalog();
  const select = (name: JobFilter) => ({ ...choose(name), searchable: true, clearable: true, placeholder: "Any" });
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
