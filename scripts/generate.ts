/**
 * Writes docs/generated: the documents that are derived from the code. With --check it writes nothing and fails when one
 * of them is stale.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { asyncApiDocument } from "@freelancerm/contracts/asyncapi";
import { openApiDocument } from "@freelancerm/contracts/openapi";
import { permissionsDocument } from "../infra/functions.ts";
import { dataModelDocument } from "./generate/data-model.ts";
import { operationsDocument } from "./generate/operations.ts";
import { routesDocument } from "./generate/permissions.ts";
import { rankingDocument } from "./generate/ranking.ts";
import { rulesDocument } from "./generate/rules.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const folder = join(root, "docs", "generated");
const json = (document: object) => `${JSON.stringify(document, null, 1)}\n`;

const documents: Record<string, () => string> = {
  "openapi.json": () => json(openApiDocument()),
  "asyncapi.json": () => json(asyncApiDocument()),
  "data-model.md": () => dataModelDocument(readFileSync(join(root, "packages/data/src/keys.ts"), "utf8")),
  "ranking.md": rankingDocument,
  "rules.md": () => rulesDocument(join(root, "packages/core/src"), root),
  "operations.md": () => operationsDocument(readFileSync(join(root, "infra/stages.ts"), "utf8")),
  "permissions.md": () => `${routesDocument()}\n${permissionsDocument()}`,
};

const check = process.argv.includes("--check");
mkdirSync(folder, { recursive: true });
const stale = Object.entries(documents).filter(([name, make]) => {
  const path = join(folder, name);
  const made = make();
  let there = "";
  try {
    there = readFileSync(path, "utf8");
  } catch {}
  if (made === there) return false;
  if (!check) writeFileSync(path, made);
  return true;
});

for (const [name] of stale) console.log(`docs/generated/${name} ${check ? "is stale" : "written"}`);
if (check && stale.length > 0) {
  console.error("Run npm run generate and commit what it writes.");
  process.exitCode = 1;
}
