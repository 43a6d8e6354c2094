import { formatMoney } from "@freelancerm/contracts/currencies";
import { ago, money, parseMoney, shortMoney } from "./format.ts";

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

test.each([
  [120_000, "USD", "$1,200.00", "$1,200"],
  [120_050, "USD", "$1,200.50", "$1,200.50"],
  [120_000, "CAD", "CA$1,200.00", "CA$1,200"],
  [1_200, "JPY", "¥1,200", "¥1,200"],
  [1_250, "KWD", "KWD\u00a01.250", "KWD\u00a01.250"],
  [-500, "EUR", "-€5.00", "-€5"],
] as const)(
  "%d %s reads the same on a page as in a notice, whatever the browser's language",
  (minor, currency, full, short) => {
    expect([money(minor, currency), shortMoney(minor, currency), formatMoney(minor, currency)]).toEqual([
      full,
      short,
      full,
    ]);
  },
);

describe("how far off a time is", () => {
  const now = new Date(2026, 10, 23, 15, 30).getTime();
  const MINUTE = 60_000;
  const HOUR = 60 * MINUTE;
  const DAY = 24 * HOUR;
  test.each([
    [30_000, "now"],
    [59 * MINUTE, "in 59 minutes"],
    [-HOUR, "1 hour ago"],
    [23.9 * HOUR, "in 23 hours"],
    [26 * HOUR, "tomorrow"],
    [-26 * HOUR, "yesterday"],
    // 14:30 the day after tomorrow: not two times 24 hours off, and yet not tomorrow.
    [47 * HOUR, "in 2 days"],
    [7 * DAY, "in 7 days"],
    [10 * DAY, "in 10 days"],
    [13.9 * DAY, "in 14 days"],
    [-45 * DAY, "45 days ago"],
    [75 * DAY, "in 2 months"],
    [-400 * DAY, "13 months ago"],
    [-900 * DAY, "2 years ago"],
  ])("%d ms off is %s", (off, words) => {
    expect(ago(new Date(now + off).toISOString(), now)).toBe(words);
  });
});
