/** The synthesised app and the built front end of this checkout, made again only when their sources changed. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** Files below these paths, in order. */
function filesBelow(root: string, paths: readonly string[]): string[] {
  return paths
    .flatMap((path) => {
      const absolute = join(root, path);
      if (!existsSync(absolute)) return [];
      if (statSync(absolute).isFile()) return [path];
      return readdirSync(absolute, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
        .filter((file) => !file.includes("node_modules") && !file.includes("/dist/"));
    })
    .sort();
}

/** Changes when any of the files changes. */
export function fingerprint(root: string, paths: readonly string[], more = ""): string {
  const hash = createHash("sha256").update(more);
  for (const file of filesBelow(root, paths)) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest("hex").slice(0, 20);
}

const DAY = 86_400_000;

/**
 * A folder under `cache` that `make` fills once per fingerprint. Several starts may make it at once, each for itself; the
 * first to finish wins. What is older than a day goes then: a marketplace that is running may still serve the one before.
 */
async function cached(cache: string, key: string, make: (folder: string) => Promise<void> | void): Promise<string> {
  const folder = join(cache, key);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const unfinished = join(cache, `${key}.${process.pid}`);
  rmSync(unfinished, { recursive: true, force: true });
  await make(unfinished);
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(unfinished, { recursive: true });
  }
  for (const old of readdirSync(cache).map((name) => join(cache, name))) {
    const { mtimeMs } = statSync(old, { throwIfNoEntry: false }) ?? { mtimeMs: Number.POSITIVE_INFINITY };
    if (mtimeMs < Date.now() - DAY) rmSync(old, { recursive: true, force: true });
  }
  return folder;
}

/** The cloud assembly of the local stage, without bundling: the local cloud bundles the sources it finds. */
export function assemblyOf(root: string, cache: string): Promise<string> {
  const sources = ["infra", "packages/contracts/src", "packages/data/src/schema.ts", "cdk.json", "package-lock.json"];
  const functions = readdirSync(join(root, "functions")).join();
  return cached(join(cache, "assembly"), fingerprint(root, sources, functions), async (outdir) => {
    const { synthesize } = await import("../../../infra/synth.ts");
    // Which port the site gets is decided at start, so every origin of this machine may upload.
    synthesize({ stage: "local", outdir, bundle: false, corsOrigins: "*" });
  });
}

/** How hard the CDN tries, which compresses on the way: the sizes measured here are those it sends. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/** Adds what the CDN would make of each text on its way. */
function compress(folder: string): void {
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!/\.(js|css|html|svg)$/.test(file)) continue;
    const text = readFileSync(join(folder, file));
    writeFileSync(join(folder, `${file}.gz`), gzipSync(text));
    writeFileSync(join(folder, `${file}.br`), brotliCompressSync(text, BROTLI));
  }
}

/** The production build of the front end. */
export function siteOf(root: string, cache: string): Promise<string> {
  const sources = ["frontend", "packages/contracts/src", "package-lock.json"];
  return cached(join(cache, "site"), fingerprint(root, sources), async (outDir) => {
    const { bundleSite } = await import("../../../infra/bundle.ts");
    bundleSite(outDir, join(root, "frontend"));
    compress(outDir);
  });
}
