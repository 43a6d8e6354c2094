/**
 * `npm run test:defects [name]`: do the tests bite? Each defect is written into the sources as the tests that must notice it
 * read them. Prints which test noticed which; ends 1 when a defect went by, or when those tests fail without any.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Defect, defects } from "./defects.ts";

const JEST = ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning", "node_modules/jest/bin/jest.js"];
const folder = mkdtempSync(join(tmpdir(), "freelancerm-defects-"));

interface Outcome {
  failed: string[];
  /** Files that could not be run at all: a defect that does not even compile proves nothing. */
  broken: string[];
}

function runTests(files: string[], defect?: Defect): Outcome {
  const outputFile = join(folder, "results.json");
  const report = ["--json", `--outputFile=${outputFile}`, "--silent", "--maxWorkers=2"];
  const config = ["--config", "tests/defects/jest.config.mjs"];
  const env = { ...process.env, DEFECT: defect ? JSON.stringify(defect) : "" };
  spawnSync(process.execPath, [...JEST, ...config, ...report, "--runTestsByPath", ...files], { env, stdio: "ignore" });
  const { testResults } = JSON.parse(readFileSync(outputFile, "utf8")) as {
    testResults: { name: string; assertionResults: { status: string; fullName: string }[] }[];
  };
  rmSync(outputFile);
  return {
    failed: testResults.flatMap(({ assertionResults }) =>
      assertionResults.filter(({ status }) => status === "failed").map(({ fullName }) => fullName),
    ),
    broken: testResults.filter(({ assertionResults }) => assertionResults.length === 0).map(({ name }) => name),
  };
}

const chosen = defects.filter(({ name }) => process.argv[2] === undefined || name.includes(process.argv[2]));
const healthy = runTests([...new Set(chosen.flatMap(({ noticedBy }) => noticedBy))]);
let unnoticed = healthy.failed.length + healthy.broken.length;
if (unnoticed > 0) console.error("These fail without any defect:", [...healthy.failed, ...healthy.broken]);

for (const defect of chosen) {
  const { failed, broken } = runTests(defect.noticedBy, defect);
  const noticed = failed.length > 0 && broken.length === 0;
  if (!noticed) unnoticed++;
  console.log(`${noticed ? "noticed  " : "UNNOTICED"}  ${defect.name}: ${broken[0] ?? failed[0] ?? "no test failed"}`);
}
rmSync(folder, { recursive: true });
console.log(`\n${chosen.length} defects, ${unnoticed} unnoticed`);
process.exitCode = unnoticed > 0 ? 1 : 0;
