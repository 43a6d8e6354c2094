import { matchOf } from "./match.ts";

const job = {
  skills: ["seo", "copywriting"],
  type: "hourly",
  budget: { min: 3_000, max: 4_500 },
  currency: "EUR",
  categoryId: "marketing",
} as const;
const profile = {
  skills: ["seo"],
  hourlyRate: 4_000,
  currency: "EUR",
  categoryId: "marketing",
  availability: "now",
} as const;
const names = { skill: (id: string) => id, category: (id: string) => id };
const match = (mine: object = {}, asked: object = {}) =>
  matchOf({ ...job, skills: [...job.skills], ...asked }, { ...profile, skills: [...profile.skills], ...mine }, names);

test("each skill that is asked for is there or missing", () => {
  expect(match().slice(0, 2)).toEqual([
    { fit: "yes", words: "seo" },
    { fit: "no", words: "copywriting" },
  ]);
});

test("a rate is compared with an hourly budget of its currency only", () => {
  const rates = (mine: object, asked?: object) => match(mine, asked).filter(({ words }) => words.includes("rate"));
  expect(rates({}).map(({ fit }) => fit)).toEqual(["yes"]);
  expect(rates({ hourlyRate: 5_000 })[0]).toMatchObject({ fit: "mind", words: expect.stringContaining("above") });
  expect(rates({ hourlyRate: 2_000 })[0]).toMatchObject({ fit: "mind", words: expect.stringContaining("below") });
  expect(rates({ hourlyRate: null })).toEqual([]);
  expect(rates({ currency: "USD" })).toEqual([]);
  expect(rates({}, { type: "fixed" })).toEqual([]);
});

test("another category is no fault, an absence is worth a thought", () => {
  expect(match({ categoryId: "design" }).some(({ words }) => words.includes("category"))).toBe(false);
  expect(match({ availability: "unavailable" }).at(-1)?.fit).toBe("mind");
});
