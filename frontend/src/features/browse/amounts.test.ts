import { amountWords, readAmounts } from "./amounts.ts";

const read = (from: string, to: string, currency: "EUR" | "JPY" = "EUR") =>
  readAmounts(
    [
      ["budgetMin", from],
      ["budgetMax", to],
    ],
    currency,
  );

test("amounts are read in the currency's own units, and nothing typed is no amount", () => {
  expect(read("300", " 450,50 ")).toEqual({ amounts: { budgetMin: "30000", budgetMax: "45050" }, faults: {} });
  expect(read("300", "", "JPY")).toEqual({ amounts: { budgetMin: "300", budgetMax: null }, faults: {} });
});

test("what is no amount is said at its field", () => {
  expect(read("abc", "500").faults).toEqual({ budgetMin: "Enter an amount in EUR, such as 300 or 300.50." });
  expect(read("-5", "1.2.3").faults).toEqual({
    budgetMin: expect.stringContaining("EUR"),
    budgetMax: expect.stringContaining("EUR"),
  });
  expect(read("30.5", "", "JPY").faults).toEqual({ budgetMin: "Enter an amount in JPY, such as 30000." });
});

test("a range must not end below where it begins", () => {
  expect(read("500", "499.99").faults).toEqual({ budgetMax: "Enter at least €500." });
  expect(read("500", "500").faults).toEqual({});
});

test("an address says its amounts as money, and nonsense as it stands there", () => {
  expect(amountWords("30000", "EUR")).toBe("€300");
  expect(amountWords("abc", "EUR")).toBe("abc");
  expect(amountWords("300", undefined)).toBe("300");
  expect(amountWords("300", "gold")).toBe("300");
});
