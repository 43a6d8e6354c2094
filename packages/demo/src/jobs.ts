/** The jobs of the demo: which there are, who posts them, and what they say. */
import type { Currency } from "@freelancerm/contracts/fields";
import type { JobDraft } from "@freelancerm/contracts/jobs";
import type { ProposalDraft } from "@freelancerm/contracts/proposals";
import type { Member } from "./cast.ts";
import { answers, closings, experience, openings, plans } from "./content/conversations.ts";
import { trades } from "./content/freelancer-texts.ts";
import { whatToSend, workingTogether } from "./content/job-details.ts";
import type { JobTemplate } from "./content/job-template.ts";
import { businessJobs } from "./content/jobs-business.ts";
import { creativeJobs } from "./content/jobs-creative.ts";
import { technicalJobs } from "./content/jobs-technical.ts";
import { parts, price, rounded } from "./money.ts";
import type { Random } from "./random.ts";

/** One variant of a template: a job nobody else posts. */
export interface Idea {
  categoryId: string;
  template: JobTemplate;
  variant: string;
  title: string;
}

export const ideas: Idea[] = Object.entries({ ...technicalJobs, ...creativeJobs, ...businessJobs }).flatMap(
  ([categoryId, templates]) =>
    templates.flatMap((template) =>
      template.variants.map((variant) => ({
        categoryId,
        template,
        variant,
        title: template.title.replace("{x}", variant),
      })),
    ),
);

/** Hours a piece of hourly work is about: what its title says, else a month of short weeks. */
const hoursOf = (title: string) => Number(/\d+/.exec(title)?.[0] ?? 30);

export function draftOf(random: Random, { categoryId, template, title }: Idea, currency: Currency): JobDraft {
  const { euros, hourly } = template;
  const scale = random.between(0.85, 1.2);
  const [min, max] = [price(euros[0] * scale, currency), price(euros[1] * scale * random.between(0.8, 1.05), currency)];
  const [how, more] = random.some(workingTogether, 2);
  return {
    title,
    description:
      `${template.text}\n\n${how} ${random.chance(0.4) ? `${more} ` : ""}\n\n${random.pick(whatToSend)}`.replaceAll(
        " \n",
        "\n",
      ),
    type: hourly ? "hourly" : "fixed",
    budget: { min: Math.min(min, max), max: Math.max(min, max) },
    currency,
    categoryId,
    skills: template.skills,
    level: template.level ?? "intermediate",
    duration: template.duration ?? random.pick(["weeks", "weeks", "months"] as const),
    positions: 1,
    visibility: "public",
    questions: template.questions ?? [],
    attachmentIds: [],
    deadlineAt: null,
  };
}

const NUMBERS = ["no", "one", "two", "three", "four", "five", "six"];

function listed(items: readonly string[]): string {
  const names = items.map((item) => item.charAt(0).toLowerCase() + item.slice(1));
  const [last, ...rest] = names.reverse() as [string, ...string[]];
  const said = rest.length === 0 ? last : `${rest.reverse().join(", ")}${rest.length > 1 ? "," : ""} and ${last}`;
  return `${NUMBERS[items.length]} ${items.length === 1 ? "part" : "parts"} (${said})`;
}

const countries = new Intl.DisplayNames(["en"], { type: "region" });

const filled = (text: string, values: Record<string, string>) =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

/** What somebody proposes for a job; `milestones` says in how many pieces. */
export function proposalOf(
  random: Random,
  {
    client,
    freelancer,
    idea,
    draft,
    milestones,
  }: {
    client: Member;
    freelancer: Member;
    idea: Idea;
    draft: JobDraft;
    milestones?: number;
  },
): ProposalDraft {
  const { template } = idea;
  const hourly = draft.type === "hourly";
  const last = template.steps.slice(-(milestones ?? template.steps.length));
  const titles = milestones === 1 && !hourly ? ["All work as described"] : last;
  const within = random.between(draft.budget.min * 0.95, draft.budget.max * 1.05);
  const weights = titles.map((title) => (hourly ? hoursOf(title) : random.whole(2, 5)));
  const total = rounded(hourly ? within * weights.reduce((sum, hours) => sum + hours, 0) : within, draft.currency);
  const amounts = parts(total, weights, draft.currency);

  const trade = trades[freelancer.categoryId]!;
  const [work, result] = random.pick(trade.works);
  const values = {
    client: client.calledBy,
    country: countries.of(freelancer.country) ?? freelancer.country,
    job: idea.title,
    variant: idea.variant,
    work,
    result,
    steps: listed(titles),
    hours: String(random.whole(2, 6) * 5),
    count: String(random.whole(4, 19)),
    years: String(random.whole(4, 17)),
  };
  const [approach, another] = random.some(trade.approaches, 2);
  const letter = [
    random.pick(openings),
    `${approach} ${random.pick(experience)}`,
    random.chance(0.35) ? another! : "",
    `${random.pick(plans)} ${random.pick(closings)}`,
    `Kind regards\n${freelancer.name}`,
  ];
  return {
    letter: filled(letter.filter(Boolean).join("\n\n"), values),
    terms: {
      total,
      milestones: titles.map((title, index) => ({ title, amount: amounts[index]!, dueAt: null })),
      reviewDays: random.pick([5, 7, 7, 7, 10]),
    },
    answers: draft.questions.map(() => filled(random.pick(answers), values)),
    attachmentIds: [],
  };
}
