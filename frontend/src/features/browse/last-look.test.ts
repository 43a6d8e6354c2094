import { looked } from "./last-look.ts";

const MINUTE = 60_000;
const at = 1_000 * MINUTE;

test("the first look has none before it, so that nothing counts as new", () => {
  expect(looked(undefined, at)).toEqual({ before: null, last: at });
});

test("a reload within the visit keeps what was new, however long the visit lasts", () => {
  const first = looked({ before: null, last: at - 600 * MINUTE }, at);
  expect(first.before).toBe(at - 600 * MINUTE);
  const second = looked(first, at + 20 * MINUTE);
  expect(looked(second, at + 40 * MINUTE).before).toBe(first.before);
});

test("after half an hour away, what was seen is no longer new", () => {
  expect(looked({ before: at - 600 * MINUTE, last: at }, at + 31 * MINUTE).before).toBe(at);
});
