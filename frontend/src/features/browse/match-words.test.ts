import type { MatchReason } from "@freelancerm/contracts/marketplace";
import { reasonWords, strongest } from "./match-words.ts";

const reason = (factor: MatchReason["factor"], fit: MatchReason["fit"], more: object = {}): MatchReason => ({
  factor,
  fit,
  points: 5,
  of: 10,
  ...more,
});
const job = { job: { type: "hourly", level: "expert" } } as const;
const person = { person: { rating: { score: 4.25, reviews: 4 }, availability: "part_time" } };
const words = (subject: typeof job | typeof person, ...args: Parameters<typeof reason>) =>
  reasonWords(reason(...args), subject, (id) => id.toUpperCase());

test("skills are named", () => {
  expect(words(job, "skills", "part", { skills: ["seo"], asked: 3 })).toBe("1 of 3 skills: SEO");
  expect(words(job, "skills", "full", { skills: ["seo"], asked: 1 })).toBe("All skills asked for: SEO");
  expect(words(job, "skills", "none", { skills: [], asked: 1 })).toBe("None of the 1 skill asked for");
});

test("a freelancer reads of their own rate, a client of somebody's", () => {
  expect(words(job, "rate", "part")).toBe("Your rate is above the budget");
  expect(words(person, "rate", "full")).toBe("Their rate is within the budget");
  expect(reasonWords(reason("rate", "unknown"), { job: { type: "fixed", level: "entry" } }, String)).toContain("fixed");
});

test("score, availability, experience and age are said as they are", () => {
  expect(words(person, "rating", "part")).toBe("Score 4.3 of 5");
  expect(words(person, "rating", "unknown")).toBe("No score yet");
  expect(words(person, "availability", "part")).toBe("Part time");
  expect(words(job, "experience", "part", { asked: 3 })).toBe(
    "Fewer than the 3 completed contracts this level expects",
  );
  expect(words(job, "freshness", "full", { days: 0 })).toBe("Posted today");
  expect(words(job, "freshness", "part", { days: 3 })).toBe("Posted 3 days ago");
});

test("what speaks for an item leads, what is not known never does", () => {
  const reasons = [
    reason("experience", "none", { points: 0, asked: 1 }),
    reason("skills", "part", { points: 33, skills: ["seo", "sql"], asked: 3 }),
    reason("rate", "unknown", { points: 8 }),
    reason("category", "full", { points: 15 }),
    reason("freshness", "part", { points: 4 }),
  ];
  expect(strongest(reasons, job, String)).toBe("2 of 3 skills · Your category · Posted today");
});
