import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClock, parseDuration } from "./clock.ts";

const DAY = 86_400_000;

describe("the virtual clock", () => {
  test("fires what fell due in order, each at its own time, timers set on the way included", async () => {
    const clock = createClock();
    const start = clock.now();
    const seen: [string, number][] = [];
    const note = (name: string) => seen.push([name, Math.round((clock.now() - start) / DAY)]);
    clock.at(start + 2 * DAY, async () => {
      note("second");
      clock.at(clock.now() + DAY, () => void note("set on the way"));
    });
    clock.at(start + DAY, () => void note("first"));
    clock.at(start + 20 * DAY, () => void note("later"));
    const cancel = clock.at(start + DAY, () => void note("cancelled"));
    cancel();
    await clock.advance(14 * DAY);
    expect(seen).toEqual([
      ["first", 1],
      ["second", 2],
      ["set on the way", 3],
    ]);
    expect(clock.now() - start).toBeGreaterThanOrEqual(14 * DAY);
    expect(clock.now() - start).toBeLessThan(14 * DAY + 1000);
    clock.close();
  });

  test("fires by real time too", async () => {
    const clock = createClock();
    const keepAlive = setTimeout(() => {}, 1000);
    await new Promise<void>((resolve) => clock.at(clock.now() + 10, resolve));
    clearTimeout(keepAlive);
    clock.close();
  });

  test("goes on after a timer that throws", async () => {
    const seen: string[] = [];
    const clock = createClock({ onError: (error) => seen.push(String(error)) });
    clock.at(clock.now() + 1000, () => Promise.reject(new Error("broken timer")));
    clock.at(clock.now() + 2000, () => void seen.push("next"));
    await clock.advance(5000);
    expect(seen).toEqual(["Error: broken timer", "next"]);
    clock.close();
  });

  test("keeps its offset over a restart and never goes back", async () => {
    const stateDir = mkdtempSync(join(tmpdir(), "clock-"));
    await createClock({ stateDir }).advance(DAY);
    const again = createClock({ stateDir });
    expect(again.offset).toBe(DAY);
    expect(() => again.advance(-1)).toThrow(/forward/);
    rmSync(stateDir, { recursive: true });
  });

  test("tells once, at the end, that an advance is over", async () => {
    const clock = createClock();
    const start = clock.now();
    const arrived: number[] = [];
    clock.at(start + DAY, () => {});
    clock.onAdvanced(() => void arrived.push(Math.floor((clock.now() - start) / DAY)));
    await clock.advance(3 * DAY);
    expect(arrived).toEqual([3]);
    clock.close();
  });

  test("tells listeners of each jump", async () => {
    const clock = createClock();
    const offsets: number[] = [];
    const stop = clock.onJump((offset) => void offsets.push(offset));
    await clock.advance(1000);
    stop();
    await clock.advance(1000);
    expect(offsets).toEqual([1000]);
  });

  test.each([
    [90, 90],
    ["14d", 14 * DAY],
    ["1h30m", 5_400_000],
    ["P14D", 14 * DAY],
    ["PT90S", 90_000],
    ["250ms", 250],
    ["soon", undefined],
    [-1, undefined],
  ])("reads the duration %p", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });
});
