/** The table's keys as a document, made by calling the real key functions with an example of each argument. */
import { readdirSync, readFileSync } from "node:fs";
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
  caseId: "cas_job_ana000000000000001k0000000",
  reporterId: "usr_ben0000000000000",
  searchId: "sch_ana000000000000001k0000000",
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

const storesFolder = new URL("../../packages/data/src/stores/", import.meta.url);

/** Where the stores file each list: its index, what it is sorted by (as the store writes it) and from which end it is read. */
function placesOf(): Record<string, { index: string; sort: string; order: string }[]> {
  const places: ReturnType<typeof placesOf> = {};
  const sources = readdirSync(storesFolder).map((name) => readFileSync(new URL(name, storesFolder), "utf8"));
  const readBackwards = new Set(
    sources.flatMap((source) =>
      [...source.matchAll(/pk: lists\.(\w+)(?:\([^)]*\))?,\s*descending: true/g)].map(([, list]) => list!),
    ),
  );
  for (const source of sources) {
    for (const [, index = "", list = "", written = ""] of source.matchAll(
      /(gsi\d)pk: lists\.(\w+)(?:\((?:[^()]|\([^()]*\))*\))?,\s*\1sk: (`[^`]*`|\w+)/g,
    )) {
      const named = new RegExp(`const ${written.replaceAll(/\W/g, "")} = (.+);`).exec(source)?.[1] ?? written;
      const sort = named.replaceAll(/[`!$]|\b\w+\.(?=\w+At)/g, "");
      const order = readBackwards.has(list) ? "descending" : "ascending";
      const known = places[list]?.some((place) => place.index === index);
      if (!known) places[list] = [...(places[list] ?? []), { index, sort, order }];
    }
  }
  return places;
}

const row = (cells: unknown[]) => `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`;

export function dataModelDocument(source: string): string {
  const comments = commentsOf(source);
  const keyRows = Object.entries(keys).map(([name, make]) => {
    const key = call(make) as { pk: string; sk: string };
    return row([name, comments[name] ?? "", `\`${key.pk}\``, `\`${key.sk}\``]);
  });
  const places = placesOf();
  const listRows = Object.entries(lists).map(([name, list]) => {
    const found = places[name];
    const question = comments[name];
    if (!found || !question)
      throw new Error(`no store files the list ${name}, or keys.ts does not say what it answers`);
    return row([
      name,
      question,
      `\`${typeof list === "function" ? call(list) : list}\``,
      found.map(({ index }) => index).join(", "),
      `\`${found[0]!.sort}\``,
      found[0]!.order,
    ]);
  });
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
    "A list that has two indexes has an index for each side. What is sorted by is as its store writes it.",
    "",
    "| list | answers | partition | index | sort | read |",
    "|---|---|---|---|---|---|",
    ...listRows,
    "",
  ].join("\n");
}
