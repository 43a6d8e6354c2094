/** The journeys of tests/e2e against a deployment they know by its endpoints only. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { STRIPE } from "./configure.ts";
import { exclusions } from "./exclusions.ts";
import { HarnessError, root } from "./paths.ts";
import { run } from "./process.ts";
import { type JestResults, leftOut } from "./results.ts";

/** Fifty calls at once start fifty processes there, each function with its own. */
const TEST_TIMEOUT_MS = 240_000;

const isFile = (tests: string) => tests.endsWith(".ts");
const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const either = (tests: string[]) => tests.map(literally).join("|");

/**
 * Runs those of tests/e2e, or of `paths`, one after the other: the journey of silence moves the clock of the one
 * deployment they share. Prints what was left out and why; throws when a test failed or was skipped without a reason.
 */
export async function runJourneys(endpoints: string, paths: string[] = []): Promise<void> {
  const jest = join(root, "node_modules", "jest", "bin", "jest.js");
  const flags = ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning"];
  const which = paths.length > 0 ? paths : [join("tests", "e2e")];
  const parts = exclusions.map(({ tests }) => tests);
  const file = join(dirname(endpoints), "results.json");
  rmSync(file, { force: true });
  const options = [
    `--testNamePattern=^(?!.*(${either(parts.filter((part) => !isFile(part)))}))`,
    `--testPathIgnorePatterns=/node_modules/|${either(parts.filter(isFile))}`,
    `--testTimeout=${TEST_TIMEOUT_MS}`,
    "--json",
    `--outputFile=${file}`,
  ];
  const failed = await run(
    process.execPath,
    [...flags, jest, ...which, ...options, "--runInBand", "--selectProjects=journeys"],
    {
      cwd: root,
      env: { ...process.env, NODE_OPTIONS: "", ENDPOINTS: endpoints, STRIPE_WEBHOOK_SECRET: STRIPE.webhookSecret },
      show: "errors",
      what: "The journeys",
    },
  ).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (failed && !existsSync(file)) throw failed;
  const { lines, unexplained } = leftOut(JSON.parse(readFileSync(file, "utf8")) as JestResults, paths.length === 0);
  console.log(lines.join("\n"));
  if (failed) throw failed;
  if (unexplained.length > 0) throw new HarnessError(unexplained.join("\n"));
}
