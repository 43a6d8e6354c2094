import { useCatalog } from "../../lib/catalog.ts";
import { COUNTRIES, LANGUAGES } from "../../lib/codes.ts";
import { availability } from "../../lib/labels.ts";
import { Choices } from "../../ui/choices.tsx";
import { Select } from "../../ui/kit/selects.ts";
import { AmountFilter } from "./amount-filter.tsx";
import type { TalentFilter } from "./filters.ts";
import type { UrlFilters } from "./use-url-filters.ts";

/** What narrows the list of freelancers. Loaded apart: the list does not wait for it. */
export default function TalentRail({ filters: { values, set, choose } }: { filters: UrlFilters<TalentFilter> }) {
  const { categoryOptions, skillOptions } = useCatalog();
  const select = (name: TalentFilter) => ({ ...choose(name), searchable: true, clearable: true, placeholder: "Any" });
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
