/** The whole app by plain `cdk deploy`, and the values an operator sets after a first deployment. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { App } from "aws-cdk-lib";
import { createApp } from "../../infra/synth.ts";
import { adapt } from "./gaps.ts";
import { root } from "./paths.ts";
import { run } from "./process.ts";
import { ACCOUNT, environment, REGION } from "./server.ts";

const cdk = join(root, "node_modules", "aws-cdk", "bin", "cdk");

const command = (url: string, args: string[], what: string, log?: string) =>
  run(process.execPath, [cdk, ...args], { cwd: root, env: environment(url), what, log });

/** Prepares the account for the CDK, once; asking again is harmless. `folder` gets the template of it. */
export async function bootstrap(url: string, folder: string): Promise<void> {
  const shown = await command(
    url,
    ["bootstrap", "--show-template", "--json", "--app", ""],
    "cdk bootstrap --show-template",
  );
  const template = join(folder, "bootstrap.template.json");
  writeFileSync(template, shown.slice(shown.indexOf("{")));
  adapt(folder);
  await command(url, ["bootstrap", `aws://${ACCOUNT}/${REGION}`, "--template", template, "--app", ""], "cdk bootstrap");
}

export interface Deployed {
  /** Outputs of all stacks by key. */
  outputs: Record<string, string>;
}

/** Adds to the app what the product does not have. */
export type Change = (app: App) => void;

/** Synthesises the sandbox stage into `folder` and deploys all its stacks; on a running deployment, what changed. */
export async function deploy(url: string, stripeApiBase: string, folder: string, change?: Change): Promise<Deployed> {
  const assembly = join(folder, "cdk.out");
  rmSync(assembly, { recursive: true, force: true });
  const app = createApp({
    stage: "sandbox",
    outdir: assembly,
    bundle: true,
    mailFrom: "no-reply@freelancerm.example",
    stripeApiBase,
  });
  change?.(app);
  app.synth();
  adapt(assembly);
  const file = join(folder, "outputs.json");
  const how = ["--require-approval", "never", "--progress", "events", "--outputs-file", file];
  await command(url, ["deploy", "--all", "--app", assembly, ...how], "cdk deploy", join(folder, "deploy.log"));
  const stacks: Record<string, Record<string, string>> = JSON.parse(readFileSync(file, "utf8"));
  return { outputs: Object.assign({}, ...Object.values(stacks)) };
}
