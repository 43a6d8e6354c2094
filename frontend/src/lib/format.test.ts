import { parseMoney } from "./format.ts";

test.each([
  ["300", "EUR", 30_000],
  ["300.5", "EUR", 30_050],
  ["300,50", "EUR", 30_050],
  ["300,5", "USD", 30_050],
  ["1,250", "USD", 125_000],
  ["1,250.50", "USD", 125_050],
  ["1.250,50", "EUR", 125_050],
  ["1 250,50", "EUR", 125_050],
  ["1'250.50", "CHF", 125_050],
  ["1,250,000", "JPY", 1_250_000],
  ["1.250", "KWD", 1_250],
  ["12,345", "KWD", 12_345_000],
] as const)("%s %s is %d", (typed, currency, minor) => {
  expect(parseMoney(typed, currency)).toBe(minor);
});

test.each([
  ["300,50", "JPY"],
  ["300.555", "USD"],
  ["1,25,000", "USD"],
  ["1,250,50", "USD"],
  ["1.2.3", "EUR"],
  ["-5", "EUR"],
  ["abc", "EUR"],
  ["", "EUR"],
] as const)("%s is no amount in %s", (typed, currency) => {
  expect(parseMoney(typed, currency)).toBeNull();
});
