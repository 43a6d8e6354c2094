import { Refusal } from "@freelancerm/contracts/errors";
import type { Deadline } from "../entity.ts";
import { DAY, HOUR, iso, MINUTE, ms } from "../time.ts";
import { fireDue, type Meet, metSince, type Progress } from "./deadlines.ts";

const START = Date.parse("2026-01-05T09:30:00.000Z");
let now = START;
let progress: Progress | undefined;
let rows: Deadline[] = [];
const reads: string[] = [];
const stops: number[] = [];
const deps = {
  clock: { now: () => now },
  deadlines: {
    readProgress: async () => progress,
    saveProgress: async (to: Progress) => {
      progress = structuredClone(to);
      stops.push(to.at);
    },
    due: async (hour: string, until: string) => {
      reads.push(hour);
      const due = rows.filter(({ at }) => at.startsWith(hour) && at <= until).sort((a, b) => ms(a.at) - ms(b.at));
      return due.map((deadline) => ({ at: deadline.at, id: deadline.ref, deadline }));
    },
    remove: async (at: string, id: string) => {
      rows = rows.filter((row) => row.at !== at || row.ref !== id);
    },
  },
};
const file = (ref: string, after: number, kind: Deadline["kind"] = "job.expire") =>
  rows.push({ at: iso(START + after), kind, ref });
const tick = () => new Promise<void>((resolve) => setImmediate(resolve));
const errors: unknown[] = [];
const sweep = (meet: Meet) => fireDue(deps, meet, (error) => errors.push(error));

beforeEach(() => {
  now = START;
  progress = undefined;
  for (const list of [rows, reads, stops, errors]) list.length = 0;
});

test("the deadlines of one thing fire in order, one after the other; those of others beside it, eight at a time", async () => {
  for (let number = 0; number < 20; number++) {
    for (const after of [3 * HOUR, HOUR, 2 * HOUR]) file(`job_${number}`, after);
  }
  await sweep(async () => true);
  now += 4 * HOUR;
  const order = new Map<string, string[]>();
  const running = new Set<string>();
  let most = 0;
  await sweep(async ({ ref, at }) => {
    expect(running).not.toContain(ref);
    running.add(ref);
    most = Math.max(most, running.size);
    order.set(ref, [...(order.get(ref) ?? []), at]);
    await tick();
    running.delete(ref);
    return true;
  });
  expect(most).toBe(8);
  expect(order.size).toBe(20);
  for (const times of order.values()) expect(times).toEqual([1, 2, 3].map((hours) => iso(START + hours * HOUR)));
});

test("counts as met what found something to do, by kind and for good", async () => {
  await sweep(async () => true);
  file("job_1", MINUTE);
  file("ctr_1", 2 * MINUTE, "milestone.approve");
  file("ctr_2", 2 * MINUTE, "milestone.approve");
  file("prp_1", 2 * MINUTE, "offer.expire");
  now += 3 * MINUTE;
  const fired = await sweep(async ({ ref }) => {
    if (ref === "prp_1") throw new Refusal("offer.wrong_state");
    return ref !== "ctr_2";
  });
  expect(fired).toEqual({ fired: 3, failed: 0 });
  expect(progress).toEqual({ at: now, met: { "job.expire": 1, "milestone.approve": 1 } });
  expect(rows).toEqual([]);
  file("job_2", 4 * MINUTE);
  now += MINUTE;
  await sweep(async () => true);
  expect(progress?.met).toEqual({ "job.expire": 2, "milestone.approve": 1 });
  expect(metSince({ "job.expire": 1, "milestone.approve": 1 }, progress!.met)).toEqual({ "job.expire": 1 });
});

test("what fails stays, holds up nothing else, and fires with the next sweep however far the time has moved", async () => {
  await sweep(async () => true);
  file("job_1", HOUR);
  file("job_2", 5 * HOUR);
  now += 6 * HOUR;
  const failing: Meet = async ({ ref }) => {
    if (ref === "job_1") throw new Refusal("resource.conflict");
    return true;
  };
  expect(await sweep(failing)).toEqual({ fired: 1, failed: 1 });
  expect(errors).toHaveLength(1);
  now += 9 * DAY;
  expect(await sweep(failing)).toEqual({ fired: 0, failed: 1 });
  expect(rows.map(({ ref }) => ref)).toEqual(["job_1"]);
  expect(await sweep(async () => true)).toEqual({ fired: 1, failed: 0 });
  expect(rows).toEqual([]);
});

test("after a long rest it reads each hour once, a day of them together, and notes how far it is", async () => {
  await sweep(async () => true);
  reads.length = stops.length = 0;
  now += 14 * DAY;
  await sweep(async () => true);
  expect(new Set(reads).size).toBe(reads.length);
  expect(reads).toHaveLength(14 * 24 + 3);
  expect(stops).toHaveLength(15);
  expect(stops).toEqual(stops.toSorted((a, b) => a - b));
  expect(stops.at(-1)).toBe(now);
});
