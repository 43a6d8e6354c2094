/** Bytes of the built pages as they travel, gzip, and in how many files, and what they may be. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { siteOf } from "@freelancerm/demo/assembly";

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
  routes: Record<string, { script: number; style: number; files: number }>;
  /** Files of script that are loaded later, each by itself. */
  chunks: Record<string, number>;
  fonts: number;
}

/** Bytes and files of script; a page pays in full for what it imports, also where another page has loaded it already. */
export const siteBudgets = {
  initial: { script: 140_000, style: 12_000 },
  chunk: 40_000,
  route: 45_000,
  /** Pages that are one large form begin with all its inputs. */
  form: { pages: /(edit-\w+|propose|settings|categories)-page/, bytes: 105_000 },
  files: 12,
  fonts: 0,
};

const root = resolve(fileURLToPath(new URL("../..", import.meta.url)));

/** The folder of the site as `npm start` serves it. */
export const builtSite = (): Promise<string> => siteOf(root, join(root, ".local", "cache"));

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
    return {
      script: sum(chunks.map(({ file }) => bytes(file))),
      style: sum([...styles].map(bytes)),
      files: chunks.length,
    };
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
