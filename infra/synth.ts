/** The whole application of one stage, synthesised in this process: by the CDK's command line, the local cloud and tests. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { bundleFunctions, bundleSite, frontendRoot, functionsRoot } from "./bundle.ts";
import type { CodeSource, FunctionContext } from "./constructs/function.ts";
import { functionsOf } from "./functions.ts";
import { root } from "./root.ts";
import { ApiStack } from "./stacks/api.ts";
import { EventsStack } from "./stacks/events.ts";
import { GatewayStack } from "./stacks/gateway.ts";
import { IdentityStack } from "./stacks/identity.ts";
import { ObservabilityStack } from "./stacks/observability.ts";
import { RealtimeStack } from "./stacks/realtime.ts";
import { SiteStack } from "./stacks/site.ts";
import { StatefulStack } from "./stacks/stateful.ts";
import { type DeploymentContext, type StageConfig, stageConfig } from "./stages.ts";

const distRoot = join(root, "dist");

export interface SynthesisOptions extends DeploymentContext {
  /** Name of a stage in stages.ts. */
  stage: string;
  /** Folder of the cloud assembly. */
  outdir: string;
  /** False: functions are their source folders, for a cloud that bundles them itself, and the front end is not built. */
  bundle: boolean;
  /** Check the templates against the schemas of CloudFormation, as a deployment does; as `bundle` unless said. */
  validate?: boolean;
  /** Folder of the functions' sources, when it is not functions/. */
  functions?: string;
  /** Folder of the front end's source, when it is not frontend/. */
  frontend?: string;
  /** Folder the bundles are made in, when it is not dist/. */
  dist?: string;
  /** Folder of a front end that is built already. */
  site?: string;
}

/** Writes the cloud assembly of a stage and returns its folder. Offline; throws one sentence when a function is missing. */
export function synthesize(options: SynthesisOptions): string {
  return createApp(options).synth().directory;
}

/** The CDK app of a stage. Without options they come from the context of the CDK's command line. */
export function createApp(options?: SynthesisOptions): App {
  const app = new App({
    outdir: options?.outdir,
    analyticsReporting: false,
    treeMetadata: false,
    builtinCloudFormationValidation: options?.validate ?? options?.bundle ?? true,
    context: {
      ...flags(),
      "aws:cdk:enable-asset-metadata": true,
      "aws:cdk:enable-path-metadata": false,
      ...(options && !options.bundle && { "aws:cdk:disable-asset-staging": true }),
    },
  });
  const given: Omit<SynthesisOptions, "outdir"> = options ?? fromContext(app);
  const stage = stageConfig(given.stage, given);
  addStacks(app, stage, codeSource(stage, given), siteSource(stage, given));
  return app;
}

/** Feature flags have their home in cdk.json, for this process as for the command line. */
const flags = (): Record<string, unknown> => JSON.parse(readFileSync(join(root, "cdk.json"), "utf8")).context;

function fromContext(app: App): Omit<SynthesisOptions, "outdir" | "validate"> {
  const get = (key: string): string | undefined => app.node.tryGetContext(key);
  const bundle = String(get("bundle")) !== "false";
  if (!bundle) app.node.setContext("aws:cdk:disable-asset-staging", true);
  return {
    stage: get("stage") ?? "dev",
    bundle,
    domainName: get("domainName"),
    certificateArn: get("certificateArn"),
    mailFrom: get("mailFrom"),
    siteUrl: get("siteUrl"),
    alarmMail: get("alarmMail"),
    corsOrigins: get("corsOrigins"),
    stripeApiBase: get("stripeApiBase"),
    tableStreamArn: get("tableStreamArn"),
  };
}

type Sources = Pick<SynthesisOptions, "bundle" | "functions" | "frontend" | "dist" | "site">;

function codeSource(stage: StageConfig, { bundle, functions = functionsRoot, dist = distRoot }: Sources): CodeSource {
  if (!bundle) return { sources: functions };
  const bundled = join(dist, "functions");
  bundleFunctions(functionsOf(stage), bundled, functions);
  return { bundled };
}

/** Folder of the built front end; none where nothing is bundled, or where the stage does not serve it. */
function siteSource(
  stage: StageConfig,
  { bundle, frontend = frontendRoot, dist = distRoot, site }: Sources,
): string | undefined {
  if (site || !bundle || !stage.servesSite) return site;
  const built = join(dist, "site");
  bundleSite(built, frontend);
  return built;
}

/** Each stack uses those before it, never one after it. */
function addStacks(app: App, stage: StageConfig, code: CodeSource, site?: string): void {
  const { addresses } = new GatewayStack(app, stage);
  const siteUrl = stage.servesSite ? new SiteStack(app, stage, addresses, site).url : stage.siteUrl;
  const stateful = new StatefulStack(app, stage, siteUrl);
  const identity = new IdentityStack(app, stage);
  const context: FunctionContext = {
    stage,
    code,
    resources: {
      table: stateful.table,
      files: stateful.files,
      stripeKey: stateful.stripeKey,
      stripeWebhookSecret: stateful.stripeWebhookSecret,
      stripeApiBase: stage.stripeApiBase,
      userPool: identity.userPool,
      userPoolClient: identity.client,
      addresses,
      siteUrl,
      mailFrom: stage.mailFrom,
    },
  };
  const realtime = new RealtimeStack(app, context);
  const events = new EventsStack(app, context);
  const api = new ApiStack(app, { ...context, resources: { ...context.resources, deadlines: events.deadlines } });
  if (!stage.observed) return;
  const functions = [...api.functions.values(), realtime.socket, ...events.functions];
  new ObservabilityStack(app, stage, events, realtime.socket, functions, addresses.httpApiId);
}
