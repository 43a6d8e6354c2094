/** The rules of the marketplace in sentences, collected from where each is stated. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

interface Rule {
  concept: string;
  sentence: string;
  file: string;
}

/** Sentences that follow `@rule` in a comment, up to its end, an empty line or the next tag; `messaging: …` files one there. */
function rulesIn(source: string): { concept: string | undefined; sentence: string }[] {
  return [...source.matchAll(/@rule (?:([a-z-]+): )?((?:(?!\*\/|\n\s*\*\s*(?:\n|@))[\s\S])*)/g)].map(
    ([, concept, text = ""]) => ({ concept, sentence: text.replaceAll(/\s*\n\s*\*\s*/g, " ").trim() }),
  );
}

const NEIGHBOURS = ["contracts", "data"];

function collect(folder: string, root: string): Rule[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .sort()
    .flatMap((name) => {
      const room = name.includes("/") ? name.slice(0, name.indexOf("/")) : "everywhere";
      const file = relative(root, join(folder, name));
      return rulesIn(readFileSync(join(folder, name), "utf8")).map(({ concept = room, sentence }) => ({
        concept,
        sentence,
        file,
      }));
    });
}

/** `folder` is where the rules live, beside it the packages that state some too; `root` is what their paths are shown from. */
export function rulesDocument(folder: string, root: string): string {
  const rules = [folder, ...NEIGHBOURS.map((name) => join(folder, "../..", name, "src"))].flatMap((each) =>
    collect(each, root),
  );
  const concepts = [...new Set(rules.map(({ concept }) => concept))].sort();
  return [
    "# Rules",
    "",
    "Each rule is stated once, beside the code that keeps it.",
    ...concepts.flatMap((concept) => [
      "",
      `## ${concept}`,
      "",
      ...rules
        .filter((rule) => rule.concept === concept)
        .map(({ sentence, file }) => `- ${sentence} ([${file.split("/").at(-1)}](../../${file}))`),
    ]),
    "",
  ].join("\n");
}
