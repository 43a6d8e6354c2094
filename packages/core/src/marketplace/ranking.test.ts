import fc from "fast-check";
import { DAY, iso } from "../time.ts";
import { MATCH_WEIGHTS, matchOf, type Pair, type Ranked } from "./ranking.ts";

const SKILLS = ["react", "typescript", "seo", "figma", "sql", "rust"];
const NOW = 1_900_000_000_000;
const currency = fc.constantFrom("EUR" as const, "USD" as const);
const categoryId = fc.constantFrom("web", "web-front", "web-back", "writing");
const topOf = (id: string) => id.split("-")[0]!;

const pairs: fc.Arbitrary<Pair> = fc.record({
  job: fc.record({
    skills: fc.subarray(SKILLS),
    categoryId,
    type: fc.constantFrom("fixed" as const, "hourly" as const),
    budget: fc
      .tuple(fc.integer({ min: 1, max: 10_000 }), fc.nat(10_000))
      .map(([min, more]) => ({ min, max: min + more })),
    currency,
    level: fc.constantFrom("entry" as const, "intermediate" as const, "expert" as const),
    publishedAt: fc.nat(40).map((days) => iso(NOW - days * DAY)),
  }),
  freelancer: fc.record({
    skills: fc.subarray(SKILLS),
    categoryId: fc.option(categoryId),
    hourlyRate: fc.option(fc.nat(20_000)),
    currency,
    completedContracts: fc.nat(10),
    rating: fc.record({ score: fc.option(fc.double({ min: 1, max: 5, noNaN: true })), reviews: fc.nat(20) }),
    availability: fc.constantFrom("now", "part_time", "unavailable"),
  }),
  at: fc.constant(NOW),
  topOf: fc.constant(topOf),
});
const ranked = fc.constantFrom<Ranked>("jobs", "talent");
const scoreOf = (what: Ranked, pair: Pair) => matchOf(what, pair).score;

test.each(Object.entries(MATCH_WEIGHTS))("the weights for %s add up to 100", (_, weights) => {
  expect(Object.values(weights).reduce((sum, weight) => sum + weight, 0)).toBe(100);
});

test("a score is the sum of its reasons, each within its weight, and the same each time", () => {
  fc.assert(
    fc.property(ranked, pairs, (what, pair) => {
      const match = matchOf(what, pair);
      expect(matchOf(what, { ...pair, job: { ...pair.job }, freelancer: { ...pair.freelancer } })).toEqual(match);
      expect(match.reasons.map(({ factor, of }) => [factor, of])).toEqual(Object.entries(MATCH_WEIGHTS[what]));
      expect(match.reasons.reduce((sum, { points }) => sum + points, 0)).toBe(match.score);
      for (const { points, of } of match.reasons) {
        expect(Number.isInteger(points) && points >= 0 && points <= of).toBe(true);
      }
    }),
  );
});

test("each skill more that is asked for gives a better match, one that is not asked for the same", () => {
  fc.assert(
    fc.property(ranked, pairs, fc.constantFrom(...SKILLS), (what, pair, skill) => {
      fc.pre(!pair.freelancer.skills.includes(skill));
      const more = { ...pair, freelancer: { ...pair.freelancer, skills: [...pair.freelancer.skills, skill] } };
      if (pair.job.skills.includes(skill)) expect(scoreOf(what, more)).toBeGreaterThan(scoreOf(what, pair));
      else expect(scoreOf(what, more)).toBe(scoreOf(what, pair));
    }),
  );
});

test("experience, a better score and a fresher job never make a match worse", () => {
  fc.assert(
    fc.property(ranked, pairs, (what, pair) => {
      const { freelancer, job } = pair;
      const experienced = { ...freelancer, completedContracts: freelancer.completedContracts + 1 };
      expect(scoreOf(what, { ...pair, freelancer: experienced })).toBeGreaterThanOrEqual(scoreOf(what, pair));
      const score = freelancer.rating.score;
      if (score !== null) {
        const better = { ...freelancer, rating: { ...freelancer.rating, score: Math.min(5, score + 0.5) } };
        expect(scoreOf(what, { ...pair, freelancer: better })).toBeGreaterThanOrEqual(scoreOf(what, pair));
      }
      const fresh = { ...job, publishedAt: iso(NOW) };
      expect(scoreOf(what, { ...pair, job: fresh })).toBeGreaterThanOrEqual(scoreOf(what, pair));
    }),
  );
});

const pair: Pair = {
  job: {
    skills: ["react", "sql"],
    categoryId: "web",
    type: "hourly",
    budget: { min: 3_000, max: 4_000 },
    currency: "EUR",
    level: "expert",
    publishedAt: iso(NOW - 7 * DAY),
  },
  freelancer: {
    skills: ["react"],
    categoryId: "web-front",
    hourlyRate: 5_000,
    currency: "EUR",
    completedContracts: 1,
    rating: { score: 4, reviews: 5 },
    availability: "part_time",
  },
  at: NOW,
  topOf,
};
const reasonsOf = (what: Ranked, more: { job?: object; freelancer?: object } = {}) =>
  Object.fromEntries(
    matchOf(what, {
      ...pair,
      job: { ...pair.job, ...more.job },
      freelancer: { ...pair.freelancer, ...more.freelancer },
    }).reasons.map(({ factor, ...reason }) => [factor, reason]),
  );

test("each factor says what it found, in points anybody can add up", () => {
  expect(reasonsOf("jobs")).toEqual({
    skills: { fit: "part", points: 25, of: 50, skills: ["react"], asked: 2 },
    category: { fit: "part", points: 8, of: 15 },
    rate: { fit: "part", points: 8, of: 15 },
    experience: { fit: "part", points: 3, of: 10, asked: 3 },
    freshness: { fit: "part", points: 5, of: 10, days: 7 },
  });
  expect(reasonsOf("talent")).toMatchObject({
    rating: { fit: "part", points: 8, of: 10 },
    availability: { fit: "part", points: 3, of: 5 },
  });
});

test("a rate is compared with an hourly budget of its currency only", () => {
  expect(reasonsOf("jobs", { freelancer: { hourlyRate: 4_000 } }).rate).toMatchObject({ fit: "full", points: 15 });
  expect(reasonsOf("jobs", { freelancer: { hourlyRate: 6_000 } }).rate).toMatchObject({ fit: "none", points: 0 });
  for (const more of [
    { freelancer: { currency: "USD" } },
    { freelancer: { hourlyRate: null } },
    { job: { type: "fixed" } },
  ]) {
    expect(reasonsOf("jobs", more).rate).toMatchObject({ fit: "unknown", points: 8 });
  }
});

test("what is not known takes half of its points", () => {
  expect(reasonsOf("talent", { freelancer: { rating: { score: null, reviews: 0 } } }).rating).toMatchObject({
    fit: "unknown",
    points: 5,
  });
  expect(reasonsOf("jobs", { freelancer: { categoryId: null } }).category).toMatchObject({ fit: "unknown" });
  expect(reasonsOf("jobs", { job: { skills: [] } }).skills).toMatchObject({ fit: "unknown", points: 25 });
});
