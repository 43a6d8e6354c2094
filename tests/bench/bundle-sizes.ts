/** Bytes of each function as it is deployed, and what they may be. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleFunctions } from "../../infra/bundle.ts";
import { type FunctionName, functionNames } from "../../infra/functions.ts";

/** Bytes a function may have. */
const BUDGET = 420_000;

/** Functions that need more, as tight as what they weigh: a library that cannot be taken in part. */
const heavier: Partial<Record<FunctionName, { bytes: number; why: string }>> = {
  payments: { bytes: 630_000, why: "stripe makes every resource of its API by name: 246 kB in one piece" },
  "stripe-webhook": { bytes: 622_000, why: "stripe, as above" },
  "on-payment": { bytes: 586_000, why: "stripe, as above" },
  users: { bytes: 507_000, why: "the SES client, for word to whose address is signed up again: 68 kB" },
  "on-notify": { bytes: 432_000, why: "the SES client, as users, beside the words of every notice" },
  "on-account": { bytes: 560_000, why: "the S3 client, as files" },
  sandbox: { bytes: 432_000, why: "the Lambda client, to run the deadlines after a move of the clock" },
  files: { bytes: 521_000, why: "the S3 client's shapes are one table of all operations, 68 kB, and it reads XML" },
};

export const bundleBudgets = Object.fromEntries(
  functionNames.map((name) => [name, heavier[name]?.bytes ?? BUDGET]),
) as Record<FunctionName, number>;

/** Bundles all functions into a folder of their own, which is removed. Answers the bytes of each. */
export function bundleSizes(): Record<FunctionName, number> {
  const folder = mkdtempSync(join(tmpdir(), "freelancerm-bundles-"));
  try {
    return bundleFunctions(functionNames, folder) as Record<FunctionName, number>;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
