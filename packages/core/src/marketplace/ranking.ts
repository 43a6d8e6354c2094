/**
 * How well a job and a freelancer match: the sum of what each factor gives. The weights, the factors and their sentences are
 * stated here alone; docs/generated/ranking.md is printed from them, and an answer carries the points of each factor.
 */
import type { JobCard } from "@freelancerm/contracts/jobs";
import type { Match, MatchFactor, MatchReason } from "@freelancerm/contracts/marketplace";
import type { FreelancerCard } from "@freelancerm/contracts/users";
import { DAY, ms } from "../time.ts";

/** Points each factor can give, by what is ranked; either column adds up to 100. */
export const MATCH_WEIGHTS = {
  /** Jobs, for a freelancer. */
  jobs: { skills: 50, category: 15, rate: 15, experience: 10, freshness: 10 },
  /** Freelancers, for a job. */
  talent: { skills: 50, category: 15, rate: 10, experience: 10, rating: 10, availability: 5 },
} as const satisfies Record<string, Partial<Record<MatchFactor, number>>>;
export type Ranked = keyof typeof MATCH_WEIGHTS;

/** Completed contracts that each level expects. */
const EXPECTED_CONTRACTS = { entry: 0, intermediate: 1, expert: 3 } as const;
/** After so many days a job is as old as can be. */
const STALE_DAYS = 14;
/** A rate of so much of the budget's upper end is as far above it as can be. */
const RATE_CEILING = 1.5;

export interface Pair {
  job: Pick<JobCard, "skills" | "categoryId" | "type" | "budget" | "currency" | "level" | "publishedAt">;
  freelancer: Pick<
    FreelancerCard,
    "skills" | "categoryId" | "hourlyRate" | "currency" | "completedContracts" | "rating" | "availability"
  >;
  /** When they are compared: milliseconds since the epoch. */
  at: number;
  /** The top-level category of a category. */
  topOf: (categoryId: string) => string;
}

/** Part of a factor's points, 0 to 1; undefined when there is nothing to compare. */
type Finding = { share: number | undefined } & Pick<MatchReason, "skills" | "asked" | "days">;

interface Factor {
  /** How its share is found, for the reader of the documentation. */
  says: string;
  compare: (pair: Pair) => Finding;
}

const AVAILABLE: Record<string, number> = { now: 1, part_time: 0.5, unavailable: 0 };
const within = (share: number): number => Math.min(1, Math.max(0, share));

export const MATCH_FACTORS: Record<MatchFactor, Factor> = {
  skills: {
    says: "The part of the skills asked for that the profile has. Unknown when the job asks for none.",
    compare: ({ job, freelancer }) => {
      const skills = job.skills.filter((skill) => freelancer.skills.includes(skill));
      const asked = job.skills.length;
      return { share: asked === 0 ? undefined : skills.length / asked, skills, asked };
    },
  },
  category: {
    says: "All for the same category, half for one under the same top-level category. Unknown when the profile names none.",
    compare: ({ job, freelancer: { categoryId }, topOf }) => ({
      share:
        categoryId === null
          ? undefined
          : categoryId === job.categoryId
            ? 1
            : topOf(categoryId) === topOf(job.categoryId)
              ? 0.5
              : 0,
    }),
  },
  rate: {
    says: `All for an hourly rate up to the budget's upper end, falling evenly to none at ${RATE_CEILING} times of it. Unknown for a fixed price, without a rate, and between currencies.`,
    compare: ({ job, freelancer: { hourlyRate, currency } }) => {
      if (job.type !== "hourly" || hourlyRate === null || currency !== job.currency) return { share: undefined };
      return { share: within((RATE_CEILING - hourlyRate / job.budget.max) / (RATE_CEILING - 1)) };
    },
  },
  experience: {
    says: `The part of the contracts the level expects that were completed: ${Object.entries(EXPECTED_CONTRACTS)
      .map(([level, contracts]) => `${level} ${contracts}`)
      .join(", ")}.`,
    compare: ({ job, freelancer }) => {
      const asked = EXPECTED_CONTRACTS[job.level];
      return { share: asked === 0 ? 1 : within(freelancer.completedContracts / asked), asked };
    },
  },
  rating: {
    says: "The score, from none at 1 to all at 5. Unknown while there is no score.",
    compare: ({ freelancer: { rating } }) => ({
      share: rating.score === null ? undefined : within((rating.score - 1) / 4),
    }),
  },
  availability: {
    says: "All for who is available now, half for part time.",
    compare: ({ freelancer }) => ({ share: AVAILABLE[freelancer.availability] ?? 0 }),
  },
  freshness: {
    says: `All on the day a job is posted, falling evenly to none after ${STALE_DAYS} days. Whole days count.`,
    compare: ({ job, at }) => {
      const days = Math.max(0, Math.floor((at - ms(job.publishedAt ?? "")) / DAY)) || 0;
      return { share: within(1 - days / STALE_DAYS), days };
    },
  },
};

const fitOf = (share: number | undefined): MatchReason["fit"] =>
  share === undefined ? "unknown" : share >= 1 ? "full" : share > 0 ? "part" : "none";

/**
 * @rule A match is 0 to 100 points: each factor gives its share of its weight, rounded, and half of it when there is nothing to
 * compare. What cannot be compared speaks neither for nor against anybody.
 */
export function matchOf(ranked: Ranked, pair: Pair): Match {
  const reasons = Object.entries(MATCH_WEIGHTS[ranked]).map(([name, of]): MatchReason => {
    const factor = name as MatchFactor;
    const { share, ...values } = MATCH_FACTORS[factor].compare(pair);
    return { factor, fit: fitOf(share), points: Math.round((share ?? 0.5) * of), of, ...values };
  });
  return { score: reasons.reduce((sum, { points }) => sum + points, 0), reasons };
}
