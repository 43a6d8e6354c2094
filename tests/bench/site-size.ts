/** Bytes of the built pages as they travel, gzip, and what they may be. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

interface Chunk {
  file: string;
  src?: string;
  isEntry?: boolean;
  imports?: string[];
  dynamicImports?: string[];
  css?: string[];
}

export interface SiteSize {
  /** What every page loads before it can show anything. */
  initial: { script: number; style: number };
  /** What a page adds to it with all it imports, by the module of the page. */
  routes: Record<string, { script: number; style: number }>;
  /** Files of script that are loaded later, each by itself. */
  chunks: Record<string, number>;
  fonts: number;
}

/** Bytes; a page pays in full for what it imports, also where another page has loaded it already. */
export const siteBudgets = { initial: { script: 140_000, style: 12_000 }, chunk: 40_000, route: 105_000, fonts: 0 };

const root = resolve(fileURLToPath(new URL("../..", import.meta.url)));

/** The folder of the site as `npm start` serves it; built in a process of its own, for a test runner's modules are not Node's. */
export function builtSite(): string {
  const script = `import { siteOf } from "@freelancerm/demo/assembly";
    console.log(await siteOf(${JSON.stringify(root)}, ${JSON.stringify(join(root, ".local", "cache"))}));`;
  const options = ["--import", "tsx", "--input-type=module", "--eval", script];
  const printed = execFileSync(process.execPath, options, { cwd: join(root, "tests"), encoding: "utf8" });
  return printed.trim().split("\n").at(-1)!;
}

/** Measures a built site by its manifest. */
export function siteSize(folder: string): SiteSize {
  const manifest: Record<string, Chunk> = JSON.parse(readFileSync(join(folder, ".vite/manifest.json"), "utf8"));
  const bytes = (file: string) => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length;
  const below = (key: string, found = new Set<string>()): Set<string> => {
    if (found.has(key)) return found;
    found.add(key);
    for (const imported of manifest[key]!.imports ?? []) below(imported, found);
    return found;
  };
  const sizeOf = (keys: Iterable<string>, without?: Set<string>) => {
    const chunks = [...keys].filter((key) => !without?.has(key)).map((key) => manifest[key]!);
    const inherited = new Set([...(without ?? [])].flatMap((key) => manifest[key]!.css ?? []));
    const styles = new Set(chunks.flatMap(({ css = [] }) => css).filter((file) => !inherited.has(file)));
    return { script: sum(chunks.map(({ file }) => bytes(file))), style: sum([...styles].map(bytes)) };
  };
  const entry = Object.keys(manifest).find((key) => manifest[key]!.isEntry)!;
  const initial = below(entry);
  const pages = Object.keys(manifest).filter((key) => /^src\/features\/.*-page\.tsx$/.test(key));
  return {
    initial: sizeOf(initial),
    routes: Object.fromEntries(pages.map((page) => [page, sizeOf(below(page), initial)])),
    chunks: Object.fromEntries(
      Object.keys(manifest)
        .filter((key) => !initial.has(key) && manifest[key]!.file.endsWith(".js"))
        .map((key) => [key, bytes(manifest[key]!.file)]),
    ),
    fonts: sum(
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((file) => /\.(woff2?|ttf|otf|eot)$/.test(file))
        .map(bytes),
    ),
  };
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
