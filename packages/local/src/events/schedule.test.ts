import { createClock } from "../clock.ts";
import { parseSchedule } from "./schedule.ts";
import { keepTimetable } from "./timetable.ts";

const at = (text: string) => Date.parse(text);
const iso = (time: number | undefined) => time && new Date(time).toISOString().replace(".000Z", "Z");

describe("schedule expressions", () => {
  test.each([
    ["rate(5 minutes)", "2024-03-01T00:00:00Z", "2024-03-01T00:05:00Z"],
    ["rate(5 minutes)", "2024-03-01T00:05:00Z", "2024-03-01T00:10:00Z"],
    ["rate(1 day)", "2024-03-01T07:00:00Z", "2024-03-02T00:00:00Z"],
    ["cron(0 10 * * ? *)", "2024-03-01T10:00:00Z", "2024-03-02T10:00:00Z"],
    ["cron(15 12 * * ? *)", "2024-03-01T10:00:00Z", "2024-03-01T12:15:00Z"],
    ["cron(0 18 ? * MON-FRI *)", "2024-03-01T18:00:00Z", "2024-03-04T18:00:00Z"],
    ["cron(0 8 1 * ? *)", "2024-03-01T08:00:00Z", "2024-04-01T08:00:00Z"],
    ["cron(0/15 * * * ? *)", "2024-03-01T10:46:00Z", "2024-03-01T11:00:00Z"],
    ["cron(0/10 * ? * MON-FRI *)", "2024-03-02T10:46:00Z", "2024-03-04T00:00:00Z"],
    ["cron(0/5 8-17 ? * MON-FRI *)", "2024-03-01T17:55:00Z", "2024-03-04T08:00:00Z"],
    ["cron(0 9 ? * 2#1 *)", "2024-03-05T00:00:00Z", "2024-04-01T09:00:00Z"],
    ["cron(0 9 L * ? *)", "2024-02-03T00:00:00Z", "2024-02-29T09:00:00Z"],
    ["cron(15 10 ? * 6L 2024-2025)", "2024-03-01T11:00:00Z", "2024-03-29T10:15:00Z"],
    ["cron(0 9 1W * ? *)", "2024-06-01T00:00:00Z", "2024-06-03T09:00:00Z"],
    ["at(2024-03-01T12:00:00)", "2024-03-01T00:00:00Z", "2024-03-01T12:00:00Z"],
  ])("%s after %s is due at %s", (expression, after, due) => {
    expect(iso(parseSchedule(expression, at("2024-03-01T00:00:00Z"))(at(after)))).toBe(due);
  });

  test("a time zone moves the due time, summer time included", () => {
    const next = parseSchedule("cron(0 10 * * ? *)", 0, "America/New_York");
    expect(iso(next(at("2024-03-09T00:00:00Z")))).toBe("2024-03-09T15:00:00Z");
    expect(iso(next(at("2024-03-10T00:00:00Z")))).toBe("2024-03-10T14:00:00Z");
    expect(iso(parseSchedule("at(2024-07-01T10:00:00)", 0, "Europe/Berlin")(0))).toBe("2024-07-01T08:00:00Z");
  });

  test("what lies in the past is never due again", () => {
    expect(parseSchedule("at(2024-03-01T12:00:00)", 0)(at("2024-03-01T12:00:00Z"))).toBeUndefined();
    expect(parseSchedule("cron(0 0 1 1 ? 2023)", 0)(at("2024-03-01T12:00:00Z"))).toBeUndefined();
  });

  test.each([
    "rate(1 minutes)",
    "rate(5 minute)",
    "rate(0 minutes)",
    "cron(0 10 * * * *)",
    "cron(60 10 * * ? *)",
    "every day",
  ])("%s is refused", (expression) => {
    expect(() => parseSchedule(expression, 0)).toThrow("ScheduleExpression");
  });
});

describe("a timetable on the virtual clock", () => {
  test("fires at each due time of a short move", async () => {
    const clock = createClock();
    const start = clock.now();
    const fired: number[] = [];
    const end = keepTimetable(
      clock,
      parseSchedule("rate(1 minute)", start),
      async (due) => void fired.push(due - start),
    );
    await clock.advance(60_000);
    await clock.advance(60_000);
    expect(fired).toEqual([60_000, 120_000]);
    end();
    clock.close();
  });

  test("a move of two weeks fires a rate of one minute four times, the last time for where time ended", async () => {
    const clock = createClock();
    const start = clock.now();
    const fired: number[] = [];
    const end = keepTimetable(
      clock,
      parseSchedule("rate(1 minute)", start),
      async (due) => void fired.push(due - start),
    );
    const fortnight = 14 * 86_400_000;
    await clock.advance(fortnight);
    expect(fired).toEqual([60_000, 120_000, 180_000, fortnight]);
    end();
    clock.close();
  });

  test("after a long move it goes on as before", async () => {
    const clock = createClock();
    const start = clock.now();
    const fired: number[] = [];
    const end = keepTimetable(clock, parseSchedule("rate(1 hour)", start), async (due) => void fired.push(due - start));
    await clock.advance(100 * 3_600_000);
    await new Promise((resolve) => setTimeout(resolve, 150));
    await clock.advance(3_600_000);
    expect(fired.at(-1)).toBe(101 * 3_600_000);
    end();
    clock.close();
  });

  test("nothing fires after its end", async () => {
    const clock = createClock();
    const fired: number[] = [];
    keepTimetable(clock, parseSchedule("rate(1 minute)", clock.now()), async (due) => void fired.push(due))();
    await clock.advance(600_000);
    expect(fired).toEqual([]);
    clock.close();
  });
});
