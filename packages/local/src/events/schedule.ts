/** Schedule expressions of EventBridge rules and EventBridge Scheduler: rate(…), cron(…) and at(…). */

const UNITS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const DAY = 86_400_000;
const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const LAST_YEAR = 2199;

/** The first due time after `after` (ms since the epoch), or undefined when there is none any more. */
export type Schedule = (after: number) => number | undefined;

/**
 * Reads a schedule expression; `origin` is when rates count from, `timezone` an IANA name for cron and at.
 * Throws when AWS would refuse the expression.
 */
export function parseSchedule(expression: string, origin: number, timezone = "UTC"): Schedule {
  const [, kind, body = ""] = /^(rate|cron|at)\((.+)\)$/.exec(expression.trim()) ?? [];
  if (kind === "rate") return rate(body, origin, expression);
  if (kind === "cron") return cron(body, timezone, expression);
  if (kind === "at") {
    const at = toUtc(Date.parse(`${body}Z`), timezone);
    if (Number.isNaN(at)) throw invalid(expression);
    return (after) => (at > after ? at : undefined);
  }
  throw invalid(expression);
}

function rate(body: string, origin: number, expression: string): Schedule {
  const [, count, unit = "", plural] = /^(\d+) (minute|hour|day)(s?)$/.exec(body.trim()) ?? [];
  const period = Number(count) * (UNITS[unit] ?? Number.NaN);
  if (!(period > 0) || (count === "1") === (plural === "s")) throw invalid(expression);
  return (after) => origin + (Math.floor((after - origin) / period) + 1) * period;
}

/** Whether a day of the month is taken. */
type DayRule = (day: Date) => boolean;

function cron(body: string, timezone: string, expression: string): Schedule {
  const fields = body.trim().toUpperCase().split(/\s+/);
  const [minute = "", hour = "", dayOfMonth = "", month = "", dayOfWeek = "", year = ""] = fields;
  if (fields.length !== 6 || (dayOfMonth === "?") === (dayOfWeek === "?")) throw invalid(expression);
  const minutes = numbers(minute, 0, 59, [], expression);
  const hours = numbers(hour, 0, 23, [], expression);
  const months = new Set(numbers(month, 1, 12, MONTHS, expression));
  const years = new Set(numbers(year, 1970, LAST_YEAR, [], expression));
  const takesDay = dayOfWeek === "?" ? dayOfMonthRule(dayOfMonth, expression) : dayOfWeekRule(dayOfWeek, expression);
  const lastDay = Date.UTC(Math.max(...years), 11, 31);

  return (after) => {
    const local = after + offsetOf(timezone, after);
    for (let day = Math.floor(local / DAY) * DAY; day <= lastDay; day += DAY) {
      const date = new Date(day);
      if (!years.has(date.getUTCFullYear()) || !months.has(date.getUTCMonth() + 1) || !takesDay(date)) continue;
      for (const h of hours) {
        for (const m of minutes) {
          const due = toUtc(day + h * UNITS.hour! + m * UNITS.minute!, timezone);
          if (due > after) return due;
        }
      }
    }
    return undefined;
  };
}

function dayOfMonthRule(field: string, expression: string): DayRule {
  if (field === "L") return (day) => day.getUTCDate() === daysInMonth(day);
  const weekday = /^(\d+|L)W$/.exec(field)?.[1];
  if (weekday) {
    return (day) => day.getUTCDate() === nearestWeekday(day, weekday === "L" ? daysInMonth(day) : Number(weekday));
  }
  const days = new Set(numbers(field, 1, 31, [], expression));
  return (day) => days.has(day.getUTCDate());
}

function dayOfWeekRule(field: string, expression: string): DayRule {
  const [, name = "", last, , nth] = /^(\w+?)(?:(L)|(#([1-5])))$/.exec(field) ?? [];
  if (last || nth) {
    const [wanted = 0] = numbers(name, 1, 7, WEEKDAYS, expression);
    return (day) => {
      const date = day.getUTCDate();
      if (day.getUTCDay() + 1 !== wanted) return false;
      return last ? date + 7 > daysInMonth(day) : Math.ceil(date / 7) === Number(nth);
    };
  }
  const days = new Set(numbers(field === "L" ? "7" : field, 1, 7, WEEKDAYS, expression));
  return (day) => days.has(day.getUTCDay() + 1);
}

/** The numbers a field allows, ascending: lists of values, ranges and steps; names count from the field's least. */
function numbers(field: string, least: number, most: number, names: string[], expression: string): number[] {
  const value = (text: string) => {
    const number = names.includes(text) ? names.indexOf(text) + least : /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(number >= least && number <= most)) throw invalid(expression);
    return number;
  };
  const allowed = new Set<number>();
  for (const part of field.split(",")) {
    const [range = "", step] = part.split("/");
    const [from = "", to] = range.split("-");
    const start = from === "*" ? least : value(from);
    const end = from === "*" || (step && !to) ? most : value(to ?? from);
    const stride = step === undefined ? 1 : Number(step);
    if (!(stride >= 1) || end < start) throw invalid(expression);
    for (let number = start; number <= end; number += stride) allowed.add(number);
  }
  return [...allowed].sort((a, b) => a - b);
}

function daysInMonth(day: Date): number {
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
}

/** The working day nearest to a day of the month, within that month. */
function nearestWeekday(day: Date, wanted: number): number {
  const last = daysInMonth(day);
  if (wanted > last) return 0;
  const weekday = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), wanted)).getUTCDay();
  if (weekday === 6) return wanted === 1 ? 3 : wanted - 1;
  if (weekday === 0) return wanted === last ? wanted - 2 : wanted + 1;
  return wanted;
}

/** The instant at which clocks in the zone show `local` (as if it were UTC). */
function toUtc(local: number, timezone: string): number {
  if (timezone === "UTC" || Number.isNaN(local)) return local;
  const guess = local - offsetOf(timezone, local);
  return local - offsetOf(timezone, guess);
}

function offsetOf(timezone: string, instant: number): number {
  if (timezone === "UTC") return 0;
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: timezone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(instant);
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value);
  const shown = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return shown - Math.floor(instant / 1000) * 1000;
}

function invalid(expression: string): Error {
  return new Error(`Parameter ScheduleExpression is not valid: ${expression}`);
}
