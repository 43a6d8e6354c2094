/** The table's keys as a document, made by calling the real key functions with an example of each argument. */
import { keys, lists } from "@freelancerm/data/keys";
import { tableSchema } from "@freelancerm/data/schema";

/** Examples by the name of the argument; others appear as <name>. */
const examples: Record<string, string> = {
  userId: "usr_ana0000000000000",
  clientId: "usr_ana0000000000000",
  freelancerId: "usr_ben0000000000000",
  jobId: "job_ana000000000000001k0000000",
  proposalId: "prp_ana000000000000001k0000000ben0000000000000",
  contractId: "ctr_ana000000000000001k0000000ben0000000000000",
  roomId: "rom_ana0000000000000ben0000000000000",
  categoryId: "web-development",
  skillId: "typescript",
  role: "client",
  at: "2026-01-05T09:00:00.000Z",
  number: "3",
  seq: "42",
};

/** Names of a function's parameters: `(a, b) => …` or, minified, `a=>…`. */
const argumentsOf = (make: (...given: never[]) => unknown): string[] => {
  const source = String(make);
  const listed = /^\(([^)]*)\)/.exec(source)?.[1] ?? /^(\w+)\s*=>/.exec(source)?.[1] ?? "";
  return listed
    .split(",")
    .map((name) => name.split("=")[0]!.trim())
    .filter((name) => name !== "");
};

const call = (make: unknown): unknown => {
  const known = make as (...given: string[]) => unknown;
  return known(...argumentsOf(known).map((name) => examples[name] ?? `<${name}>`));
};

/** The sentence above each entry of an object in the source, by the entry's name. */
function commentsOf(source: string): Record<string, string> {
  const found = source.matchAll(/\/\*\*\s*((?:(?!\*\/)[\s\S])*?)\s*\*\/\s*\n\s*(\w+):/g);
  return Object.fromEntries(
    [...found].map(([, text = "", name = ""]) => [name, text.replaceAll(/\s*\n\s*\*\s*/g, " ").trim()]),
  );
}

const row = (cells: unknown[]) => `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`;

export function dataModelDocument(source: string): string {
  const comments = commentsOf(source);
  const keyRows = Object.entries(keys).map(([name, make]) => {
    const key = call(make) as { pk: string; sk: string };
    return row([name, comments[name] ?? "", `\`${key.pk}\``, `\`${key.sk}\``]);
  });
  const listRows = Object.entries(lists).map(([name, list]) =>
    row([name, comments[name] ?? "", `\`${typeof list === "function" ? call(list) : list}\``]),
  );
  const indexes = Object.entries(tableSchema.indexes).map(
    ([name, { partitionKey, sortKey }]) =>
      `- **${name}** (\`${partitionKey}\`, \`${sortKey}\`), carries ${tableSchema.projected.map((attribute) => `\`${attribute}\``).join(", ")}`,
  );
  return [
    "# Data model",
    "",
    "One table. Every key below was made by the function of that name in packages/data/src/keys.ts.",
    "",
    `- **table** (\`${tableSchema.partitionKey}\`, \`${tableSchema.sortKey}\`), expires by \`${tableSchema.timeToLive}\``,
    ...indexes,
    "",
    "## Items",
    "",
    "| key | answers | partition | sort |",
    "|---|---|---|---|",
    ...keyRows,
    "",
    "## Lists of the indexes",
    "",
    "| list | answers | partition |",
    "|---|---|---|",
    ...listRows,
    "",
  ].join("\n");
}
