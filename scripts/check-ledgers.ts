/**
 * npx tsx scripts/check-ledgers.ts <table>
 * Adds every ledger of a table up again, with the caller's AWS credentials, and writes nothing. Exits with 1 when one does
 * not add up. See docs/runbooks/restore.md.
 */
import { createHash } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Round } from "@freelancerm/core/payments/books";
import { checkLedgers } from "@freelancerm/core/payments/check-ledgers";
import { createDynamoTable } from "@freelancerm/data/dynamo-table";
import { createDynamoScan } from "@freelancerm/data/scan";
import { createBooksStore } from "@freelancerm/data/stores/books";
import "./node-version.ts";

const [tableName] = process.argv.slice(2);
if (!tableName) {
  console.error("Usage: npx tsx scripts/check-ledgers.ts <table>");
  process.exit(2);
}
const client = new DynamoDBClient({});
const books = createBooksStore(createDynamoTable(tableName, client), createDynamoScan(tableName, client));
let round: Round | undefined;
const { checked, unsound, totals } = await checkLedgers({
  clock: { now: Date.now },
  hash: (text) => createHash("sha256").update(text).digest("hex"),
  // The round of the marketplace's own check is left alone.
  books: {
    ...books,
    findRound: async () => round,
    saveRound: async (saved) => {
      round = saved;
    },
  },
  remaining: () => Number.POSITIVE_INFINITY,
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  onFault: (contractId, faults) => console.log(`${contractId}: ${faults.join("; ")}`),
});
console.log(`${checked} contracts checked, ${unsound} do not add up.`);
console.table(totals);
if (unsound > 0) process.exitCode = 1;
