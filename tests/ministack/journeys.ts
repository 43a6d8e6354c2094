/** The journeys of tests/e2e against a deployment they know by its endpoints only. */
import { join } from "node:path";
import { root } from "./paths.ts";
import { run } from "./process.ts";

/** One after the other: the journey of silence moves the clock of the one deployment they share. */
export async function runJourneys(endpoints: string, more: string[] = []): Promise<void> {
  const jest = join(root, "node_modules", "jest", "bin", "jest.js");
  const flags = ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning"];
  const which = more.length > 0 ? more : [join("tests", "e2e")];
  await run(process.execPath, [...flags, jest, "--runInBand", "--selectProjects", "journeys", ...which], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: "", ENDPOINTS: endpoints },
    show: true,
    what: "The journeys",
  });
}
