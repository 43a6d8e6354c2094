import { isSame, nameFor, soughtBy, wordsOf } from "./search-words.ts";

const names = { categoryName: (id: string) => id.toUpperCase(), skillName: (id: string) => id };

test("a search is said in the words of its filters, an amount in its currency", () => {
  const sought = soughtBy({ q: "bakery", category: "design", type: "fixed", currency: "EUR", budgetMin: 20_000 });
  expect(wordsOf(sought, names)).toEqual(["“bakery”", "DESIGN", "Fixed price", "From €200"]);
  expect(wordsOf({ currency: "EUR", postedWithin: "7" }, names)).toEqual(["Paid in EUR", "Past 7 days"]);
});

test("it is named after what it looks for, within 80 characters", () => {
  expect(nameFor({}, names)).toBe("All jobs");
  expect(nameFor({ q: "bakery", type: "hourly" }, names)).toBe("“bakery”, Hourly");
  expect(nameFor({ q: "w".repeat(70), category: "interior-design" }, names)).toBe(`“${"w".repeat(70)}”`);
  expect(nameFor({ q: "w".repeat(100) }, names)).toHaveLength(80);
});

test("two searches are the same whatever order their filters come in", () => {
  expect(isSame(soughtBy({ budgetMin: 500, q: "x" }), { q: "x", budgetMin: "500" })).toBe(true);
  expect(isSame({ q: "x" }, { q: "x", type: "fixed" })).toBe(false);
});
