/** What a run of the journeys left out, held against the list of reasons. */
import { exclusions as all, type Exclusion } from "./exclusions.ts";

export interface JestResults {
  testResults: { name: string; assertionResults: { fullName: string; status: string }[] }[];
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;

/**
 * `lines` to print, one per reason; `unexplained` names tests that were skipped without one and, of a `whole` run, reasons
 * that no longer explain anything.
 */
export function leftOut(
  { testResults }: JestResults,
  whole: boolean,
  exclusions: Exclusion[] = all,
): { lines: string[]; unexplained: string[] } {
  const skipped = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "pending");
  const explains = ({ tests }: Exclusion) => skipped.filter(({ fullName }) => fullName.includes(tests));
  const files = exclusions.filter(({ tests }) => tests.endsWith(".ts"));
  const ofTests = exclusions.filter((exclusion) => !files.includes(exclusion));
  const found = ofTests.filter((exclusion) => explains(exclusion).length > 0);
  const explained = new Set(found.flatMap(explains));
  const told = [...found, ...(whole ? files : [])];
  return {
    lines: [
      `Left out: ${counted(explained.size, "test")}${whole ? ` and ${counted(files.length, "file")}` : ""}, for ${counted(told.length, "reason")}.`,
      ...told.map(({ tests, reason }) => `  ${tests}: ${reason}`),
    ],
    unexplained: [
      ...skipped.filter((test) => !explained.has(test)).map(({ fullName }) => `Skipped without a reason: ${fullName}`),
      ...ofTests
        .filter((exclusion) => whole && !found.includes(exclusion))
        .map(({ tests }) => `Left out by exclusions.ts, but no test is called so: ${tests}`),
    ],
  };
}
