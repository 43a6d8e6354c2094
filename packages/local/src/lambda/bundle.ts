import { createHash } from "node:crypto";
import { existsSync, type FSWatcher, mkdirSync, readFileSync, rmSync, statSync, watch, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type BuildOptions, type BuildResult, build, version } from "esbuild";
import { LocalCloudError } from "../errors.ts";

export interface Bundles {
  /** File of a bundled entry by its name. */
  files: Record<string, string>;
  /** Bundles anew when a source file changes and tells which entries became different; returns a canceller. */
  watch(onChange: (changed: string[]) => void, onError: (message: string) => void): () => void;
}

interface Cache {
  key: string;
  /** Modification time and size of every input, by path relative to the root. */
  inputs: Record<string, string>;
  hashes: Record<string, string>;
}

/** Makes `require` work for CommonJS packages inside an ES module bundle. */
const REQUIRE = `import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);`;

/**
 * Bundles entries (name → source file) into `folder`, one ES module each, all in one run. Nothing is built when no
 * input has changed since the last run.
 */
export async function bundle(
  entries: Record<string, string>,
  options: { folder: string; root: string },
): Promise<Bundles> {
  const { folder } = options;
  const root = resolve(options.root);
  const cacheFile = join(folder, "bundles.json");
  const key = createHash("sha256")
    .update(JSON.stringify([version, root, REQUIRE, Object.entries(entries).sort()]))
    .digest("hex");
  const files = Object.fromEntries(Object.keys(entries).map((name) => [name, join(folder, name, "index.mjs")]));
  const buildOptions: BuildOptions = {
    entryPoints: Object.entries(entries).map(([name, file]) => ({ in: file, out: `${name}/index` })),
    absWorkingDir: root,
    nodePaths: [join(root, "node_modules")],
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    write: false,
    platform: "node",
    target: "node20",
    format: "esm",
    mainFields: ["module", "main"],
    conditions: ["module"],
    banner: { js: REQUIRE },
    keepNames: true,
    sourcemap: "linked",
    sourcesContent: false,
    metafile: true,
    logLevel: "silent",
  };

  let cache = readCache();
  if (Object.keys(entries).length > 0 && !isFresh(cache)) await rebuild();
  return { files, watch: watchInputs };

  /** Names of the entries whose bundle differs from before. */
  async function rebuild(): Promise<string[]> {
    let result: BuildResult<{ write: false; metafile: true }>;
    try {
      result = (await build(buildOptions)) as typeof result;
    } catch (error) {
      throw new LocalCloudError(`A function could not be bundled: ${firstLine(error)}`);
    }
    const hashes: Record<string, string> = {};
    const changed: string[] = [];
    for (const { path, hash, contents } of result.outputFiles) {
      const name = Object.keys(files).find((candidate) => files[candidate] === path);
      if (name) {
        hashes[name] = hash;
        if (cache?.hashes[name] !== hash) changed.push(name);
      }
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, contents);
    }
    const inputs = Object.fromEntries(Object.keys(result.metafile.inputs).map((path) => [path, stamp(path)]));
    cache = { key, inputs, hashes };
    writeFileSync(cacheFile, JSON.stringify(cache));
    return changed;
  }

  function readCache(): Cache | undefined {
    try {
      return JSON.parse(readFileSync(cacheFile, "utf8")) as Cache;
    } catch {
      rmSync(cacheFile, { force: true });
      return undefined;
    }
  }

  function isFresh(known: Cache | undefined): boolean {
    return (
      known?.key === key &&
      Object.values(files).every((file) => existsSync(file)) &&
      Object.entries(known.inputs).every(([path, before]) => stamp(path) === before)
    );
  }

  function stamp(path: string): string {
    const stats = statSync(resolve(root, path), { throwIfNoEntry: false });
    return stats ? `${stats.mtimeMs}-${stats.size}` : "";
  }

  function watchInputs(onChange: (changed: string[]) => void, onError: (message: string) => void): () => void {
    const watchers = new Map<string, FSWatcher>();
    let timer: NodeJS.Timeout | undefined;
    let running: Promise<void> = Promise.resolve();
    follow();
    return () => {
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
    };

    function follow(): void {
      for (const path of Object.keys(cache?.inputs ?? {})) {
        const directory = dirname(resolve(root, path));
        if (directory.includes("node_modules") || watchers.has(directory)) continue;
        const watcher = watch(directory, { persistent: false }, () => {
          clearTimeout(timer);
          timer = setTimeout(() => {
            running = running.then(refresh);
          }, 100);
        });
        watchers.set(directory, watcher);
      }
    }

    async function refresh(): Promise<void> {
      if (isFresh(cache)) return;
      try {
        const changed = await rebuild();
        follow();
        if (changed.length > 0) onChange(changed);
      } catch (error) {
        onError(firstLine(error));
      }
    }
  }
}

function firstLine(error: unknown): string {
  const { errors } = error as { errors?: { text: string; location?: { file: string; line: number } }[] };
  const first = errors?.[0];
  if (!first) return error instanceof Error ? error.message : String(error);
  return first.location ? `${first.location.file}:${first.location.line}: ${first.text}` : first.text;
}
