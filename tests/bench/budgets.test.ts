/** The counts of quality that may gate CI: capacity units and calls per operation, and that they do not grow with the data. */
import { type Budget, budgets, type Measured, measure, type Operation } from "./measure.ts";

let measured: Measured;
beforeAll(async () => {
  measured = await measure([100, 400]);
}, 120_000);

describe.each(Object.keys(budgets) as Operation[])("%s", (operation) => {
  const { target = {} }: Budget = budgets[operation];
  test.each(Object.entries(target) as ["rru" | "wru" | "reads" | "writes", number][])(
    "needs at most its %s: %d",
    (unit, most) => {
      expect(measured.counts[operation][unit]).toBeLessThanOrEqual(most);
    },
  );
});

test("browsing costs the same however many jobs there are", () => {
  const [few, many] = measured.growth;
  expect(many).toEqual({ ...few, jobs: many!.jobs });
});
