/** Bundles what is deployed: each function in one minified file with the AWS SDK inside, and the web front end. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type BuildOptions, buildSync, type Metafile } from "esbuild";
import { DeploymentError } from "./errors.ts";
import { root } from "./root.ts";

export const functionsRoot = join(root, "functions");
export const frontendRoot = join(root, "frontend");

/** How every function is bundled. ES modules load in two thirds of the time CommonJS takes, at the same size. */
export const bundleOptions = {
  bundle: true,
  minify: true,
  platform: "node",
  target: "node24",
  format: "esm",
  outExtension: { ".js": ".mjs" },
  alias: {
    "@aws-sdk/credential-provider-node": join(root, "infra", "lambda-credentials.ts"),
    "@aws-sdk/endpoint-cache": join(root, "infra", "lambda-endpoint-cache.ts"),
    // Its signer brings a second copy of the client, of another patch level.
    "@aws-sdk/client-s3": join(root, "node_modules", "@aws-sdk", "client-s3"),
  },
  mainFields: ["module", "main"],
  legalComments: "none",
  // Some dependencies are CommonJS and call require for Node's own modules.
  banner: { js: 'import{createRequire as r}from"node:module";const require=r(import.meta.url);' },
  logLevel: "warning",
} as const satisfies BuildOptions;

/** Folder of a function's source. Throws one sentence naming the folder when it is missing. */
export function functionFolder(name: string, functions = functionsRoot): string {
  const folder = join(functions, name);
  if (!existsSync(join(folder, "handler.ts"))) {
    throw new DeploymentError(
      `The function "${name}" is declared in infra/functions.ts, but ${folder}/handler.ts is missing.`,
    );
  }
  return folder;
}

/**
 * Bundles `functions/<name>/handler.ts` into `<outDir>/<name>/index.mjs` for every name, in one call of esbuild,
 * and writes `<outDir>/meta.json`. Returns the size of each bundle in bytes.
 */
export function bundleFunctions(
  names: readonly string[],
  outDir: string,
  functions = functionsRoot,
): Record<string, number> {
  const entryPoints = Object.fromEntries(
    names.map((name) => [`${name}/index`, join(functionFolder(name, functions), "handler.ts")]),
  );
  rmSync(outDir, { recursive: true, force: true });
  mkdirSync(outDir, { recursive: true });
  const { metafile } = buildSync({
    ...bundleOptions,
    entryPoints,
    outdir: outDir,
    absWorkingDir: root,
    metafile: true,
  });
  writeFileSync(join(outDir, "meta.json"), JSON.stringify(metafile));
  return sizesOf(metafile);
}

function sizesOf(metafile: Metafile): Record<string, number> {
  return Object.fromEntries(
    Object.entries(metafile.outputs)
      .filter(([path]) => path.endsWith("/index.mjs"))
      .map(([path, { bytes }]) => [path.split("/").at(-2)!, bytes]),
  );
}

/**
 * Builds the web front end into `outDir`, as its own vite.config.ts says; that takes some seconds. Throws one sentence when
 * it does not build, after the build has said why.
 */
export function bundleSite(outDir: string, frontend = frontendRoot): void {
  const vite = join(dirname(createRequire(import.meta.url).resolve("vite/package.json")), "bin", "vite.js");
  const { status } = spawnSync(
    process.execPath,
    [vite, "build", frontend, "--outDir", outDir, "--emptyOutDir", "--logLevel", "warn"],
    // A synthesis prints its template to standard output: nothing else belongs there.
    { cwd: root, env: { ...process.env, NODE_ENV: "production" }, stdio: ["ignore", 2, 2] },
  );
  if (status !== 0 || !existsSync(join(outDir, "index.html"))) {
    throw new DeploymentError("The web front end does not build; `npx vite build frontend` says why.");
  }
}
