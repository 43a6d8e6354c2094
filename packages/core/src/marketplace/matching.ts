/** Filters of the public lists, over what the indexes carry. */
import { refuseField } from "@freelancerm/contracts/errors";
import type { JobCard, JobQuery } from "@freelancerm/contracts/jobs";
import type { FreelancerCard, FreelancerQuery } from "@freelancerm/contracts/users";

export type JobFilter = Omit<JobQuery, "limit" | "cursor" | "postedWithin">;
export type FreelancerFilter = Omit<FreelancerQuery, "limit" | "cursor">;

/** @rule Keywords match when each word occurs in the title or headline, the summary, a skill or the name. */
const says = (texts: readonly string[], q: string | undefined): boolean => {
  const text = texts.join(" ").toLowerCase();
  return (q ?? "")
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
};

const is = <T>(wanted: T | undefined, value: T): boolean => wanted === undefined || wanted === value;

/** Undefined when nothing but paging and one category is asked for: then the index alone answers. */
function filterOf<C, F extends { category?: string }>(
  filter: F,
  family: readonly string[],
  matches: (card: C) => boolean,
): ((card: C & { categoryId: string | null }) => boolean) | undefined {
  const { category: _, ...others } = filter;
  const plain = Object.values(others).every((value) => value === undefined || value === "");
  if (plain && family.length <= 1) return undefined;
  return (card) => (family.length <= 1 || family.includes(card.categoryId ?? "")) && matches(card);
}

/** @rule An amount is looked for in one currency: amounts of different currencies do not compare. */
function requireCurrency(currency: string | undefined, ...amounts: (number | undefined)[]): void {
  if (currency === undefined && amounts.some((amount) => amount !== undefined)) {
    refuseField("request.invalid", "currency", "must be given with an amount");
  }
}

/** @rule A budget that is looked for does not end below where it begins. */
export function requireSoundJobFilter({ currency, budgetMin, budgetMax }: JobFilter): void {
  requireCurrency(currency, budgetMin, budgetMax);
  if (budgetMin !== undefined && budgetMax !== undefined && budgetMax < budgetMin) {
    refuseField("request.invalid", "budgetMax", "must not be lower than the minimum");
  }
}

export const requireSoundFreelancerFilter = ({ currency, rateMax }: FreelancerFilter): void =>
  requireCurrency(currency, rateMax);

/** @rule A job matches a budget when the ranges meet. `family`: the categories asked for, when more than one. */
export const jobFilter = (filter: JobFilter, family: readonly string[] = []) =>
  filterOf<JobCard, JobFilter>(
    filter,
    family,
    (job) =>
      is(filter.type, job.type) &&
      is(filter.level, job.level) &&
      is(filter.currency, job.currency) &&
      (filter.skill === undefined || job.skills.includes(filter.skill)) &&
      (filter.budgetMin === undefined || job.budget.max >= filter.budgetMin) &&
      (filter.budgetMax === undefined || job.budget.min <= filter.budgetMax) &&
      says([job.title, job.summary, ...job.skills], filter.q),
  );

/** @rule Who names no hourly rate is not among those up to a rate; a currency keeps those who charge in it. */
export const freelancerFilter = (filter: FreelancerFilter, family: readonly string[] = []) =>
  filterOf<FreelancerCard, FreelancerFilter>(
    filter,
    family,
    (freelancer) =>
      is(filter.country, freelancer.country ?? undefined) &&
      is(filter.availability, freelancer.availability) &&
      is(filter.currency, freelancer.currency) &&
      (filter.skill === undefined || freelancer.skills.includes(filter.skill)) &&
      (filter.language === undefined || freelancer.languages.includes(filter.language)) &&
      (filter.rateMax === undefined || (freelancer.hourlyRate !== null && freelancer.hourlyRate <= filter.rateMax)) &&
      says([freelancer.displayName, freelancer.headline, ...freelancer.skills], filter.q),
  );
