/**
 * Starts a page before its application is there: `start.js` runs first and asks at once for the files of the page and for what
 * it reads, both of which would have to wait for the modules that every page begins with otherwise.
 */
import { readFileSync } from "node:fs";
import { minifySync, type Plugin, type Rolldown } from "vite";
import { type Operation, routes } from "../packages/contracts/src/index.ts";
import type { Route } from "../packages/contracts/src/route.ts";
import { pages, type SitePage } from "./src/app/pages.ts";
import { HERO } from "./src/features/home/hero-words.ts";
import { API } from "./src/lib/config.ts";

type Bundle = Rolldown.OutputBundle;

const START = new URL("start.js", `file://${import.meta.dirname}/`);

/** A pattern of the address, and what the page reads with the parts of the address as $1, $2. */
function addressOf({ path, reads = [] }: SitePage): { pattern: string; urls: string[] } {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => name);
  const pattern = path.replaceAll(/\/:\w+\?/g, "(?:/([^/]+))?").replaceAll(/:\w+/g, "([^/]+)");
  const urls = reads.map((read) => {
    const [operation, query] = read.split("?") as [Operation, string?];
    const { path: url }: Route = routes[operation];
    const filled = url.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      if (!names.includes(name)) throw new Error(`${operation} wants ${name}, but ${path} has none.`);
      return `$${names.indexOf(name) + 1}`;
    });
    return `${API}${filled}${query ? `?${query}` : ""}`;
  });
  return { pattern: `^${pattern.replace(/\/$/, "")}/?$`, urls };
}

/** All that a chunk imports, itself included. */
function filesOf(bundle: Bundle, file: string, found = new Set<string>()): Set<string> {
  const chunk = bundle[file];
  if (found.has(file) || chunk?.type !== "chunk") return found;
  found.add(file);
  for (const style of chunk.viteMetadata?.importedCss ?? []) found.add(style);
  for (const imported of chunk.imports) filesOf(bundle, imported, found);
  return found;
}

/** What start.js knows of the site: each page by its address, with the numbers of its files and what it reads. */
function siteOf(bundle: Bundle) {
  const chunks = Object.values(bundle).filter((output) => output.type === "chunk");
  const entry = chunks.find(({ isEntry }) => isEntry)?.fileName ?? "";
  const everywhere = filesOf(bundle, entry);
  const files = new Map<string, number>();
  const numberOf = (file: string) => files.get(file) ?? files.set(file, files.size).size - 1;
  const list = pages.map((page) => {
    const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/src/features/${page.file}.tsx`));
    if (!chunk) throw new Error(`The build has no file for ${page.file}.`);
    const own = [...filesOf(bundle, chunk.fileName)].filter((file) => !everywhere.has(file));
    const { pattern, urls } = addressOf(page);
    return [pattern, own.map(numberOf), urls];
  });
  return { session: `${API}${routes.refreshSession.path}`, files: [...files.keys()], pages: list };
}

export function earlyStart(): Plugin {
  let building = false;
  return {
    name: "early-start",
    enforce: "post",
    configResolved({ command }) {
      building = command === "build";
    },
    transformIndexHtml: {
      order: "pre",
      handler: (html) => ({
        html: html.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => HERO[name as keyof typeof HERO]),
        tags: building ? [] : [{ tag: "script", attrs: { src: "/start.js" }, injectTo: "head-prepend" }],
      }),
    },
    generateBundle(_, bundle) {
      const script = readFileSync(START, "utf8")
        .replace('typeof SITE === "undefined"', "false")
        .replace("= SITE", () => `= ${JSON.stringify(siteOf(bundle))}`);
      const { code: source } = minifySync("start.js", script);
      const file = this.getFileName(this.emitFile({ type: "asset", name: "start.js", source }));
      const page = bundle["index.html"];
      if (page?.type !== "asset") this.error("The page is missing.");
      page.source = String(page.source).replace("</title>", `$&\n    <script src="/${file}"></script>`);
    },
  };
}
