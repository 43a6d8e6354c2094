import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleFunctions } from "./bundle.ts";
import { functionNames, permissionsDocument } from "./functions.ts";
import { stageConfig } from "./stages.ts";
import { createApp, synthesize } from "./synth.ts";
import { emptyProject } from "./test-stage.ts";

const { folder, remove } = emptyProject();
afterAll(remove);

test("the local stage is synthesised over the sources, which its templates name", () => {
  const outdir = join(folder, "cdk.out");
  expect(synthesize({ stage: "local", outdir, bundle: false, functions: join(folder, "functions") })).toBe(outdir);
  const { Resources } = JSON.parse(readFileSync(join(outdir, "freelancerm-local-api.template.json"), "utf8"));
  const paths = Object.values<{ Type: string; Metadata?: Record<string, string> }>(Resources)
    .filter(({ Type }) => Type === "AWS::Lambda::Function")
    .map(({ Metadata }) => Metadata?.["aws:asset:path"]);
  expect(paths).toContain(join(folder, "functions", "jobs"));
});

test("code that changes leaves the local templates as they are", () => {
  const template = () => {
    const outdir = mkdtempSync(join(folder, "cdk.out."));
    synthesize({ stage: "local", outdir, bundle: false, functions: join(folder, "functions") });
    return readFileSync(join(outdir, "freelancerm-local-api.template.json"), "utf8");
  };
  const before = template();
  writeFileSync(
    join(folder, "functions", "jobs", "handler.ts"),
    "export const handler = async () => ({ new: true });\n",
  );
  expect(template()).toBe(before);
});

test("a function without a folder is refused in one sentence that names the folder", () => {
  const empty = mkdtempSync(join(tmpdir(), "freelancerm-none-"));
  expect(() => synthesize({ stage: "local", outdir: join(empty, "out"), bundle: false, functions: empty })).toThrow(
    `${join(empty, "socket")}/handler.ts is missing.`,
  );
  rmSync(empty, { recursive: true });
});

test("every function is bundled into one file, and its bytes are counted", () => {
  const out = join(folder, "dist");
  const sizes = bundleFunctions(["jobs", "users"], out, join(folder, "functions"));
  expect(Object.keys(sizes)).toEqual(["jobs", "users"]);
  expect(sizes.jobs).toBe(readFileSync(join(out, "jobs", "index.mjs")).length);
  expect(existsSync(join(out, "meta.json"))).toBe(true);
});

test("a bundle keeps to its budget and leaves out the credentials a Lambda never asks for", () => {
  const out = join(folder, "dist");
  expect(bundleFunctions(["jobs"], out).jobs).toBeLessThan(420_000);
  const { inputs } = JSON.parse(readFileSync(join(out, "meta.json"), "utf8"));
  const packages = new Set(Object.keys(inputs).map((path) => /@aws-sdk\/([^/]+)/.exec(path)?.[1] ?? ""));
  const credentials = [...packages].filter((name) => /^credential|nested-clients/.test(name));
  expect(credentials).toEqual(["credential-provider-env"]);
});

describe("the web front end of a stage that serves it", () => {
  const frontend = join(folder, "frontend");
  const page = join(frontend, "index.html");
  const dist = join(folder, "dist.whole");
  const app = () =>
    createApp({
      stage: "dev",
      outdir: mkdtempSync(join(folder, "cdk.out.")),
      bundle: true,
      validate: false,
      functions: join(folder, "functions"),
      frontend,
      dist,
      mailFrom: "no-reply@example.com",
    }).synth();
  beforeAll(() => mkdirSync(frontend));

  test("is built with the functions, from nothing but its source", () => {
    writeFileSync(page, '<!doctype html><script type="module" src="/main.js"></script>\n');
    writeFileSync(join(frontend, "main.js"), "document.title = process.env.NODE_ENV;\n");
    const { template } = app().getStackByName("freelancerm-dev-site");
    const deployments = Object.entries<{ Type: string; Properties: { SourceObjectKeys: unknown[] } }>(
      template.Resources,
    )
      .filter(([, { Type }]) => Type === "Custom::CDKBucketDeployment")
      .map(([id, { Properties }]) => [id.replace(/CustomResource.*/, ""), Properties.SourceObjectKeys.length]);
    // The files with a hash in their name; then the pages with the configuration.
    expect(Object.fromEntries(deployments)).toEqual({ DeployAssets: 1, DeployPages: 2 });
    const [script] = readdirSync(join(dist, "site", "assets"));
    expect(readFileSync(join(dist, "site", "assets", script!), "utf8")).toContain("production");
  });

  test("that does not build is refused in one sentence", () => {
    rmSync(page);
    expect(app).toThrow("The web front end does not build");
  });
});

test("a stage says in one sentence what it lacks", () => {
  expect(() => stageConfig("staging")).toThrow(
    'There is no stage "staging"; the stages are local, sandbox, dev, prod.',
  );
  expect(() => stageConfig("prod")).toThrow("needs an address to send mail from");
  expect(() => stageConfig("prod", { mailFrom: "a@b.example", domainName: "b.example" })).toThrow("belong together");
});

test("a stand-in for Stripe reaches the functions that pay, and no stage with real money", () => {
  const outdir = join(folder, "cdk.out.stripe");
  const stripeApiBase = "http://127.0.0.1:4503";
  synthesize({ stage: "local", outdir, bundle: false, functions: join(folder, "functions"), stripeApiBase });
  const { Resources } = JSON.parse(readFileSync(join(outdir, "freelancerm-local-api.template.json"), "utf8"));
  type Fn = { Properties?: { Environment?: { Variables: Record<string, string> } } };
  for (const { Properties } of Object.values<Fn>(Resources)) {
    const { STRIPE_SECRET_ARN, STRIPE_API_BASE } = Properties?.Environment?.Variables ?? {};
    expect(STRIPE_API_BASE).toBe(STRIPE_SECRET_ARN && stripeApiBase);
  }
  expect(() => stageConfig("prod", { mailFrom: "a@b.example", stripeApiBase })).toThrow("takes real payments");
});

test("the document of permissions has a row for every function", () => {
  for (const name of functionNames) expect(permissionsDocument()).toContain(`| ${name} |`);
});
