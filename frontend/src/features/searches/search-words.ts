/** Searches for jobs in words. */
import type { useCatalog } from "../../lib/catalog.ts";
import { jobType, level } from "../../lib/labels.ts";
import { amountWords } from "../browse/amounts.ts";
import { type JobFilter, POSTED } from "../browse/filters.ts";

/** What is looked for, as the address of the list says it. */
export type Sought = Partial<Record<JobFilter, string>>;
type Names = Pick<ReturnType<typeof useCatalog>, "categoryName" | "skillName">;

/** A stored search as the address says it. */
export const soughtBy = (query: object): Sought =>
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));

/** Whether two searches look for the same, in whatever order it is said. */
export const isSame = (one: Sought, other: Sought): boolean => {
  const said = (sought: Sought) => JSON.stringify(Object.entries(sought).sort(([a], [b]) => (a < b ? -1 : 1)));
  return said(one) === said(other);
};

/** How the value of each filter is said. */
export const jobWords = ({ categoryName, skillName }: Names, currency: string | undefined) => ({
  category: categoryName,
  skill: skillName,
  type: (value: string) => jobType[value as keyof typeof jobType] ?? value,
  level: (value: string) => level[value as keyof typeof level] ?? value,
  currency: (value: string) => `Paid in ${value}`,
  budgetMin: (value: string) => `From ${amountWords(value, currency)}`,
  budgetMax: (value: string) => `Up to ${amountWords(value, currency)}`,
  postedWithin: (value: string) => `Past ${POSTED[value] ?? `${value} days`}`,
});

/** What is looked for, each filter in words; an amount says its currency. */
export function wordsOf(sought: Sought, names: Names): string[] {
  const { q, ...filters } = sought;
  const say: Record<string, (value: string) => string> = jobWords(names, sought.currency);
  const hasAmount = sought.budgetMin !== undefined || sought.budgetMax !== undefined;
  const said = Object.entries(filters).filter(([name]) => name in say && !(name === "currency" && hasAmount));
  return [...(q ? [`“${q}”`] : []), ...said.map(([name, value]) => say[name]?.(value) ?? value)];
}

const LONGEST = 80;

/** What a search is called unless somebody says otherwise: of what it looks for, as much as a name holds. */
export function nameFor(sought: Sought, names: Names): string {
  const words = wordsOf(sought, names);
  while (words.length > 1 && words.join(", ").length > LONGEST) words.pop();
  return words.join(", ").slice(0, LONGEST).trim() || "All jobs";
}
