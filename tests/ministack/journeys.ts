/** The journeys of tests/e2e against a deployment they know by its endpoints only. */
import { join } from "node:path";
import { STRIPE } from "./configure.ts";
import { faults } from "./gaps.ts";
import { root } from "./paths.ts";
import { run } from "./process.ts";

/**
 * Runs those of tests/e2e, or of `paths`, one after the other: the journey of silence moves the clock of the one
 * deployment they share. What MiniStack is known to get wrong is skipped by name.
 */
export async function runJourneys(endpoints: string, paths: string[] = []): Promise<void> {
  const jest = join(root, "node_modules", "jest", "bin", "jest.js");
  const flags = ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning"];
  const which = paths.length > 0 ? paths : [join("tests", "e2e")];
  const skipped = Object.keys(faults).join("|");
  await run(
    process.execPath,
    [...flags, jest, ...which, `--testNamePattern=^(?!.*(${skipped}))`, "--runInBand", "--selectProjects=journeys"],
    {
      cwd: root,
      env: { ...process.env, NODE_OPTIONS: "", ENDPOINTS: endpoints, STRIPE_WEBHOOK_SECRET: STRIPE.webhookSecret },
      show: true,
      what: "The journeys",
    },
  );
}
