import type { MatchReason } from "@freelancerm/contracts/marketplace";
import { reasonWords, type Subject, strongest } from "./match-words.ts";

const reason = (factor: MatchReason["factor"], fit: MatchReason["fit"], more: object = {}): MatchReason => ({
  factor,
  fit,
  points: 5,
  of: 10,
  ...more,
});
const person = {
  hourlyRate: 4_000,
  rating: { score: 4.25, reviews: 4 },
  availability: "part_time",
  completedContracts: 1,
} as const;
const toFreelancer: Subject = { job: { type: "hourly" }, person, mine: true };
const toClient: Subject = { job: { type: "hourly" }, person };
const words = (subject: Subject, ...args: Parameters<typeof reason>) =>
  reasonWords(reason(...args), subject, (id) => id.toUpperCase());

test("skills are named", () => {
  expect(words(toFreelancer, "skills", "part", { skills: ["seo"], asked: 3 })).toBe("1 of 3 skills: SEO");
  expect(words(toFreelancer, "skills", "full", { skills: ["seo"], asked: 1 })).toBe("All skills asked for: SEO");
  expect(words(toFreelancer, "skills", "none", { skills: [], asked: 1 })).toBe("None of the 1 skill asked for");
});

test("a freelancer reads of their own rate, a client of somebody's", () => {
  expect(words(toFreelancer, "rate", "part")).toBe("Your rate is above the budget");
  expect(words(toClient, "rate", "full")).toBe("Their rate is within the budget");
});

test("a rate that does not count says why", () => {
  expect(words({ ...toFreelancer, job: { type: "fixed" } }, "rate", "unknown")).toContain("fixed price");
  expect(words({ ...toClient, person: { ...person, hourlyRate: null } }, "rate", "unknown")).toContain(
    "No hourly rate",
  );
  expect(words(toClient, "rate", "unknown")).toBe("Their rate is in another currency");
});

test("score, availability, experience and age are said as they are", () => {
  expect(words(toClient, "rating", "part")).toBe("Score 4.3 of 5");
  const unrated = { ...person, rating: { score: null, reviews: 0 } };
  expect(words({ ...toClient, person: unrated }, "rating", "unknown")).toBe("No score yet");
  expect(words(toClient, "availability", "part")).toBe("Part time");
  expect(words(toClient, "experience", "part", { asked: 3 })).toBe("1 completed contract, this level expects 3");
  expect(words(toClient, "experience", "full", { asked: 1 })).toBe("1 completed contract");
  expect(words(toFreelancer, "freshness", "full", { days: 0 })).toBe("Posted today");
  expect(words(toFreelancer, "freshness", "part", { days: 3 })).toBe("Posted 3 days ago");
});

test("what speaks for an item leads, what is not known never does", () => {
  const reasons = [
    reason("experience", "none", { points: 0, asked: 1 }),
    reason("skills", "part", { points: 33, skills: ["seo", "sql"], asked: 3 }),
    reason("rate", "unknown", { points: 8 }),
    reason("category", "full", { points: 15 }),
    reason("freshness", "part", { points: 4 }),
  ];
  expect(strongest(reasons, toFreelancer, String)).toBe("2 of 3 skills · Your category · Posted today");
});
