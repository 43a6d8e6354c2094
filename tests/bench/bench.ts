/**
 * `npm run bench`: calls and capacity units per operation beside their arithmetic minimum, how they grow with the data, and
 * the bytes of each function. Counts, not times: they repeat exactly. Prints tables and writes .local/bench.json.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleFunctions } from "../../infra/bundle.ts";
import { functionNames } from "../../infra/functions.ts";
import { type Budget, budgets, measure, type Operation } from "./measure.ts";

process.env.LOG_LEVEL = "silent";
const sizes = (process.env.BENCH_SIZES ?? "1000,10000").split(",").map(Number);

const { counts, growth } = await measure(sizes);
const operations = (Object.keys(budgets) as Operation[]).map((operation) => {
  const { name, minimum, target = {}, made }: Budget = budgets[operation];
  const { reads, writes, rru, wru } = counts[operation];
  return {
    operation: name,
    reads,
    writes,
    RRU: rru,
    "least RRU": minimum.rru ?? "",
    "target RRU": target.rru ?? "",
    WRU: wru,
    "least WRU": minimum.wru ?? "",
    "target WRU": target.wru ?? "",
    "the least is": made,
  };
});
console.log("\nCalls and capacity units per operation (dynoxide, ReturnConsumedCapacity INDEXES)");
console.table(operations);

console.log("\nRead units of one page, and of one job, with so many jobs");
console.table(
  growth.map(({ jobs, browse, category, detail }) => ({
    jobs,
    browse: browse.rru,
    category: category.rru,
    detail: detail.rru,
  })),
);

const folder = mkdtempSync(join(tmpdir(), "freelancerm-bench-"));
const bytes = bundleFunctions(functionNames, folder);
rmSync(folder, { recursive: true });
console.log("\nBytes per function, minified, with the AWS SDK inside");
console.table(Object.entries(bytes).map(([name, size]) => ({ function: name, kB: Math.round(size / 100) / 10 })));

mkdirSync(".local", { recursive: true });
writeFileSync(".local/bench.json", `${JSON.stringify({ operations, growth, bytes }, null, 2)}\n`);
