/** Money, numbers, times and sizes as people read them: money as everywhere, the rest through Intl in the language of the browser. */
import { CURRENCY_DECIMALS, type Currency, formatMoney } from "@freelancerm/contracts/currencies";

export const decimalsOf = (currency: Currency): number => CURRENCY_DECIMALS[currency];

/** Minor units as money: 125000 USD → $1,250.00. */
export const money = (minor: number, currency: Currency): string => formatMoney(minor, currency);

/** Money without decimals where they are all zero: $1,250. */
export const shortMoney = (minor: number, currency: Currency): string => formatMoney(minor, currency, { short: true });

/** Whole groups of three, with one sign between them and the other before the decimals: "1,250.50", "1.250,50". */
const GROUPED = [/^(\d{1,3}(?:,\d{3})+)(?:\.(\d*))?$/, /^(\d{1,3}(?:\.\d{3})+),(\d*)$/];
const PLAIN = /^(\d{1,12})(?:[.,](\d*))?$/;

/**
 * What a person typed in minor units; null when it is no amount of this currency. A comma that does not divide groups of
 * three is a decimal comma: "300,50" is three hundred and a half, not thirty thousand.
 */
export function parseMoney(typed: string, currency: Currency): number | null {
  const plain = typed.replaceAll(/[\s_']/g, "");
  const parts = [...GROUPED, PLAIN].map((shape) => shape.exec(plain)).find((found) => found !== null);
  if (!parts) return null;
  const decimals = decimalsOf(currency);
  const [, whole = "0", fraction = ""] = parts;
  if (fraction.length > decimals) return null;
  return Number(whole.replaceAll(/[.,]/g, "")) * 10 ** decimals + Number(fraction.padEnd(decimals, "0") || 0);
}

/** Minor units as they are typed: 125050 USD → 1250.50. */
export function typedMoney(minor: number, currency: Currency): string {
  const decimals = decimalsOf(currency);
  const value = minor / 10 ** decimals;
  return Number.isInteger(value) ? String(value) : value.toFixed(decimals);
}

export const number = (value: number): string => new Intl.NumberFormat().format(value);
export const percent = (value: number): string =>
  new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 }).format(value);

const dateFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const dateTimeFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const timeFormat = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const monthFormat = new Intl.DateTimeFormat(undefined, { month: "long", year: "numeric" });
const dayFormat = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

export const date = (iso: string): string => dateFormat.format(new Date(iso));
export const dateTime = (iso: string): string => dateTimeFormat.format(new Date(iso));
export const timeOfDay = (iso: string): string => timeFormat.format(new Date(iso));
export const month = (iso: string): string => monthFormat.format(new Date(iso));

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const dayOf = (time: number) => new Date(time).setHours(0, 0, 0, 0);

/**
 * "3 hours ago", "in 6 days", seen from `now`. Days are those of the calendar, so that "tomorrow" is tomorrow; they are
 * counted for two months, for weeks and months would only be near it: "next week" could be any of ten days.
 */
export function ago(iso: string, now: number): string {
  const time = new Date(iso).getTime();
  const off = time - now;
  const distance = Math.abs(off);
  if (distance < MINUTE) return relative.format(0, "second");
  if (distance < HOUR) return relative.format(Math.trunc(off / MINUTE), "minute");
  if (distance < DAY) return relative.format(Math.trunc(off / HOUR), "hour");
  // A day with a change to or from summer time has an hour more or less.
  const days = Math.round((dayOf(time) - dayOf(now)) / DAY);
  if (Math.abs(days) < 60) return relative.format(days, "day");
  const months = Math.round(days / 30.44);
  return Math.abs(months) < 24 ? relative.format(months, "month") : relative.format(Math.round(days / 365.25), "year");
}

/** Today, yesterday, or the day in words. */
export function dayLabel(iso: string, now: number): string {
  const days = Math.round((dayOf(new Date(iso).getTime()) - dayOf(now)) / DAY);
  return days === 0 || days === -1 ? capitalised(relative.format(days, "day")) : dayFormat.format(new Date(iso));
}

export const capitalised = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const regions = new Intl.DisplayNames(undefined, { type: "region" });
const languages = new Intl.DisplayNames(undefined, { type: "language" });
export const country = (code: string): string => regions.of(code) ?? code;
export const language = (code: string): string => languages.of(code) ?? code;

export function fileSize(bytes: number): string {
  const [unit, value] =
    bytes >= 1_000_000 ? (["megabyte", bytes / 1e6] as const) : (["kilobyte", Math.max(1, bytes / 1e3)] as const);
  return new Intl.NumberFormat(undefined, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: unit === "megabyte" ? 1 : 0,
  }).format(value);
}

/** Text written as markdown without its marks, for excerpts. */
export const plain = (markdown: string): string =>
  markdown
    .replaceAll(/^\s*(#+|[-*+>]|\d+\.)\s+/gm, "")
    .replaceAll(/[*_`~]{1,3}(\S[^*_`~]*)[*_`~]{1,3}/g, "$1")
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1");

export const list = (items: string[]): string => new Intl.ListFormat(undefined, { type: "conjunction" }).format(items);

/** "1 job", "3 jobs". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${number(count)} ${count === 1 ? one : many}`;

/** How many characters may still be typed. */
export const left = (value: string, maximum: number) =>
  `${number(value.length)} of ${number(maximum)} characters${value.length > maximum ? ": too long" : ""}`;
