import { leftOut } from "./results.ts";

const results = (...tests: [string, string][]) => ({
  testResults: [{ name: "a.test.ts", assertionResults: tests.map(([fullName, status]) => ({ fullName, status })) }],
});
const exclusions = [
  { tests: "locks the account", reason: "No locks there.", aws: "Locks." },
  { tests: "operations.test.ts", reason: "Not about it.", aws: "Neither." },
];

test("what was left out is told with its reason", () => {
  const { lines, unexplained } = leftOut(
    results(["a guess too many locks the account", "pending"], ["all else", "passed"]),
    true,
    exclusions,
  );
  expect(lines).toEqual([
    "Left out: 1 test and 1 file, for 2 reasons.",
    "  locks the account: No locks there.",
    "  operations.test.ts: Not about it.",
  ]);
  expect(unexplained).toEqual([]);
});

test("a test that is skipped without a reason is unexplained, and so is a reason without a test", () => {
  const { unexplained } = leftOut(results(["something quiet", "pending"]), true, exclusions);
  expect(unexplained).toEqual([
    "Skipped without a reason: something quiet",
    "Left out by exclusions.ts, but no test is called so: locks the account",
  ]);
});

test("of single files, only what they hold is told", () => {
  const { lines, unexplained } = leftOut(results(["all else", "passed"]), false, exclusions);
  expect([lines, unexplained]).toEqual([["Left out: 0 tests, for 0 reasons."], []]);
});
