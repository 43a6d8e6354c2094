import type { Currency } from "@freelancerm/contracts/currencies";
import { useCatalog } from "../../lib/catalog.ts";
import { COUNTRIES, LANGUAGES } from "../../lib/codes.ts";
import { availability } from "../../lib/labels.ts";
import { Choices } from "../../ui/choices.tsx";
import { Select } from "../../ui/kit/selects.ts";
import { AmountFilter } from "./amount-filter.tsx";
import type { TalentFilter } from "./filters.ts";
import type { UrlFilters } from "./use-url-filters.ts";

const RATE = [["rateMax", "Up to"]] as const;

/** What narrows the list of freelancers. Loaded apart: the list does not wait for it. */
export default function TalentRail({ filters, usual }: { filters: UrlFilters<TalentFilter>; usual: Currency }) {
  const { values, set, choose } = filters;
  const { categoryOptions, skillOptions } = useCatalog();
  const select = (name: TalentFilter) => ({ ...choose(name), searchable: true, clearable: true, placeholder: "Any" });
  return (
    <>
      <Select label="Category" data={categoryOptions} {...select("category")} />
      <Select label="Skill" data={skillOptions} limit={50} {...select("skill")} />
      <Choices label="Availability" options={availability} any="Any" {...choose("availability")} />
      <AmountFilter
        legend="Hourly rate"
        note={(currency) => `An amount shows who charges in ${currency} only.`}
        fields={RATE}
        values={values}
        usual={usual}
        set={set}
      />
      <Select label="Country" data={COUNTRIES()} limit={50} {...select("country")} />
      <Select label="Language" data={LANGUAGES()} {...select("language")} />
    </>
  );
}
