/** What a cold start reads: bytes are exact, so they may gate CI. */
import { functionNames } from "../../infra/functions.ts";
import { bundleBudgets, bundleSizes } from "./bundle-sizes.ts";

let sizes: ReturnType<typeof bundleSizes>;
beforeAll(() => {
  sizes = bundleSizes();
}, 60_000);

test.each(functionNames)("%s stays within its bytes", (name) => {
  expect(sizes[name]).toBeLessThanOrEqual(bundleBudgets[name]);
});

test("an exception from the bytes is no wider than needed", () => {
  const beyond = functionNames.filter((name) => sizes[name] > 420_000);
  expect(beyond).toEqual([
    "users",
    "payments",
    "stripe-webhook",
    "files",
    "sandbox",
    "on-notify",
    "on-payment",
    "on-account",
  ]);
  for (const name of beyond) expect(sizes[name]).toBeGreaterThan(bundleBudgets[name] * 0.96);
});
