/** The whole marketplace on this machine: the deployed template on the local cloud, with or without demo data. */
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { siteHeaders } from "@freelancerm/contracts/site-headers";
import { type LocalCloud, startLocalCloud } from "@freelancerm/local";
import { assemblyOf, siteOf } from "./assembly.ts";
import { demoAccounts, seedDemo } from "./seed.ts";

export const root = resolve(fileURLToPath(new URL("../../..", import.meta.url)));

/** What `.local/endpoints.json` says and `npm start` prints. */
export interface Endpoints {
  httpUrl: string;
  wsUrl: string;
  webUrl: string;
  consoleUrl: string;
  mailUrl: string;
  stripeUrl: string;
  identityUrl: string;
  userPoolId: string;
  userPoolClientId: string;
  demoAccounts: { email: string; password: string; role: string }[];
}

export interface MarketplaceOptions {
  /** Folder of all state, logs and caches. */
  stateDir?: string;
  /** First of four ports in a row (application, edge, mail, Stripe); 0 takes free ones. */
  port?: number;
  /** Throw the state away first. */
  fresh?: boolean;
  /** Start without demo data. */
  empty?: boolean;
  /** Serve the web front end; building it takes a moment the first time. */
  site?: boolean;
  /** Restart functions when their sources change. */
  watch?: boolean;
}

export interface Marketplace {
  endpoints: Endpoints;
  cloud: LocalCloud;
  close(): Promise<void>;
}

/** What the Stripe stand-in accepts and signs with. */
const STRIPE = { apiKey: "sk_test_local", webhookSecret: "whsec_local" };

export const DEFAULT_PORT = 4500;

/** Which program keeps the tables: LOCAL_ENGINE=dynoxide (default), java (DynamoDB Local), or endpoint at LOCAL_ENGINE_URL. */
function engineOf({
  LOCAL_ENGINE: kind = "dynoxide",
  LOCAL_ENGINE_URL: url,
  DYNAMODB_LOCAL_JAR: jar,
}: NodeJS.ProcessEnv) {
  if (kind === "dynoxide") return { kind } as const;
  if (kind === "java")
    return { kind, jar: resolve(root, jar ?? ".local/tools/dynamodb-local/DynamoDBLocal.jar") } as const;
  if (kind !== "endpoint") throw new Error(`LOCAL_ENGINE is dynoxide, java or endpoint, not ${kind}.`);
  if (!url) throw new Error("LOCAL_ENGINE=endpoint needs LOCAL_ENGINE_URL, for example http://127.0.0.1:4566.");
  return { kind, url } as const;
}

/** Which services another endpoint does: LOCAL_UPSTREAM=s3,events at LOCAL_UPSTREAM_URL. */
function upstreamsOf({ LOCAL_UPSTREAM: names = "", LOCAL_UPSTREAM_URL: url }: NodeJS.ProcessEnv) {
  const chosen = names.split(",").filter(Boolean);
  const unknown = chosen.find((name) => !["s3", "events"].includes(name));
  if (unknown) throw new Error(`LOCAL_UPSTREAM names s3, events or both, not ${unknown}.`);
  if (chosen.length > 0 && !url) throw new Error("LOCAL_UPSTREAM needs LOCAL_UPSTREAM_URL.");
  return Object.fromEntries(chosen.map((name) => [name, url]));
}

/** Starts everything and answers when it is ready to use. Throws one clear sentence when it cannot. */
export async function startMarketplace(options: MarketplaceOptions = {}): Promise<Marketplace> {
  const { port = DEFAULT_PORT, fresh = false, empty = false, site = true, watch = false } = options;
  const stateDir = resolve(options.stateDir ?? join(root, ".local"));
  const state = join(stateDir, "state");
  const cache = join(root, ".local", "cache");
  if (fresh) rmSync(state, { recursive: true, force: true });

  const [assembly, staticDir] = await Promise.all([assemblyOf(root, cache), site ? siteOf(root, cache) : undefined]);
  const ports = port === 0 ? [0, 0, 0, 0] : [port, port + 1, port + 2, port + 3];
  const cloud = await startLocalCloud({
    assembly,
    root,
    stateDir: state,
    appPort: ports[0]!,
    edgePort: ports[1]!,
    mailPort: ports[2]!,
    stripePort: ports[3]!,
    staticDir,
    securityHeaders: ({ socket, edge }) => siteHeaders({ socket: new URL(socket).origin, files: [edge] }),
    watch,
    engine: engineOf(process.env),
    upstreams: upstreamsOf(process.env),
    runtimeConfig: ({ endpoints }) => ({ socketUrl: endpoints.socket, stage: "local" }),
    // The template cannot know on which port this machine has room.
    environment: ({ app }) => ({ SITE_URL: app }),
    stripe: { ...STRIPE, webhookPath: "/webhooks/stripe" },
    secrets: {
      "freelancerm/local/stripe-key": STRIPE.apiKey,
      "freelancerm/local/stripe-webhook-secret": STRIPE.webhookSecret,
    },
  });
  try {
    if (!empty) await seedDemo(cloud, state);
  } catch (error) {
    await cloud.close();
    throw error;
  }

  const endpoints: Endpoints = {
    httpUrl: cloud.endpoints.api,
    wsUrl: cloud.endpoints.socket,
    webUrl: cloud.endpoints.app,
    consoleUrl: `${cloud.endpoints.edge}/_console`,
    mailUrl: cloud.endpoints.mail,
    stripeUrl: cloud.endpoints.stripe,
    identityUrl: cloud.endpoints.edge,
    userPoolId: cloud.deployment.outputs.UserPoolId!,
    userPoolClientId: cloud.deployment.outputs.UserPoolClientId!,
    demoAccounts: empty ? [] : demoAccounts,
  };
  const file = join(stateDir, "endpoints.json");
  writeFileSync(`${file}.new`, `${JSON.stringify(endpoints, null, 2)}\n`);
  renameSync(`${file}.new`, file);
  return {
    endpoints,
    cloud,
    close: async () => {
      await cloud.close();
      rmSync(file, { force: true });
    },
  };
}
