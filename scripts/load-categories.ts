/**
 * npx tsx scripts/load-categories.ts [<file>] [--stage <stage> | --table <name> | --print]
 * Adds the categories and skills that the marketplace does not have yet, with the caller's AWS credentials; those it has
 * stay as they are. Without a file of one's own they are those of the demo, which --print writes as such a file.
 * See docs/runbooks/first-day.md.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createDynamoTable } from "@freelancerm/data/dynamo-table";
import { createDeps } from "@freelancerm/platform/deps";
import * as z from "zod/mini";
import { addMissing, suggested, Tree } from "./categories.ts";
import { OperatorError, operate, parsed, tableOf } from "./stage.ts";

const USAGE = "Usage: npx tsx scripts/load-categories.ts [<file>] [--stage <stage> | --table <name> | --print]";

function read(file: string): Tree {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new OperatorError(`${file} is no file of JSON: ${(error as Error).message}`);
  }
  const { data, error } = z.safeParse(Tree, json);
  if (error) throw new OperatorError(`${file} does not fit:\n${z.prettifyError(error)}`);
  return data;
}

await operate(async () => {
  const { values, positionals } = parsed(USAGE, () =>
    parseArgs({
      allowPositionals: true,
      options: {
        stage: { type: "string", default: "dev" },
        table: { type: "string" },
        print: { type: "boolean", default: false },
      },
    }),
  );
  if (positionals.length > 1) throw new OperatorError(USAGE);
  const tree = positionals[0] ? read(positionals[0]) : suggested;
  if (values.print) {
    console.log(JSON.stringify(tree, null, 2));
    return;
  }
  const table = values.table ?? (await tableOf(values.stage));
  const deps = createDeps(createDynamoTable(table, new DynamoDBClient({})));
  const added = await addMissing(deps, tree);
  console.log(`${added.categories} categories and ${added.skills} skills added to ${table}.`);
});
