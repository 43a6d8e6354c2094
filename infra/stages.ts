/** The only home of what differs between stages. */
import { DeploymentError } from "./errors.ts";

export const stageNames = ["local", "sandbox", "dev", "prod"] as const;
export type StageName = (typeof stageNames)[number];

/** What the operator says at deployment: `cdk deploy -c key=value`. */
export interface DeploymentContext {
  /** Domain of the web front end, with the ARN of its certificate in us-east-1. */
  domainName?: string;
  certificateArn?: string;
  /** Sender of all mail; its identity is created and must be confirmed once. */
  mailFrom?: string;
  /** Address of the web front end in stages that do not serve it themselves. */
  siteUrl?: string;
  /** Receives alarms. */
  alarmMail?: string;
  /** Further web origins that may call the API, separated by commas. */
  corsOrigins?: string;
  /** Address of what stands in for Stripe; only where the clock can be moved, so never where money is real. */
  stripeApiBase?: string;
  /** ARN of the stream of a restored table, which the functions then use in place of the stage's own. */
  tableStreamArn?: string;
}

export interface StageConfig {
  name: StageName;
  /** Movable: the sandbox routes exist and time travels. */
  clock: "movable" | "real";
  /** How far the clock was moved is kept in the table, where every function reads it; the local cloud has its own. */
  keepsClock: boolean;
  /**
   * What holds data outlives its stack: table, files, accounts, secrets and logs stay when it is deleted, and no stack, table
   * or user pool can be deleted before its protection is lifted by hand. Elsewhere `cdk destroy` takes all of it along.
   */
  retainsData: boolean;
  /** The stage serves the web front end itself, behind CloudFront. */
  servesSite: boolean;
  domain?: { name: string; certificateArn: string };
  /** Address of the web front end when the stage does not serve it. */
  siteUrl: string;
  corsOrigins: string[];
  mailFrom: string;
  alarmMail?: string;
  stripeApiBase?: string;
  tableStreamArn?: string;
  /** Each request can be followed through its functions in X-Ray. */
  tracing: boolean;
  /** Alarms, dashboard and the logs of who called which gateway or bucket. */
  observed: boolean;
  /** Logs are kept so long. */
  logRetentionDays: 7 | 30 | 365;
  /** Published events are kept so long, to be replayed. */
  archiveDays: number;
  /** New accounts may run ten functions at once and reserve none of them: AWS raises that on request. */
  reservesConcurrency: boolean;
  /** Requests per second of a whole API, and its burst. */
  throttle: { rate: number; burst: number };
}

/** Address of the front end and of the sender where nothing leaves the machine. */
const common = { siteUrl: "http://localhost:8080", mailFrom: "no-reply@freelancerm.example" };

const stages: Record<StageName, Omit<StageConfig, "name" | "corsOrigins">> = {
  local: {
    ...common,
    clock: "movable",
    keepsClock: false,
    retainsData: false,
    servesSite: false,
    tracing: false,
    observed: false,
    logRetentionDays: 7,
    archiveDays: 7,
    reservesConcurrency: true,
    throttle: { rate: 10_000, burst: 5_000 },
  },
  sandbox: {
    ...common,
    clock: "movable",
    keepsClock: true,
    retainsData: false,
    servesSite: true,
    tracing: false,
    observed: true,
    logRetentionDays: 7,
    archiveDays: 7,
    reservesConcurrency: false,
    throttle: { rate: 200, burst: 400 },
  },
  dev: {
    ...common,
    clock: "real",
    keepsClock: false,
    retainsData: false,
    servesSite: true,
    tracing: true,
    observed: true,
    logRetentionDays: 30,
    archiveDays: 30,
    reservesConcurrency: false,
    throttle: { rate: 500, burst: 1_000 },
  },
  prod: {
    ...common,
    clock: "real",
    keepsClock: false,
    retainsData: true,
    servesSite: true,
    tracing: true,
    observed: true,
    logRetentionDays: 365,
    archiveDays: 365,
    reservesConcurrency: true,
    throttle: { rate: 5_000, burst: 5_000 },
  },
};

/**
 * The stage's settings with what the operator said. Throws one sentence on an unknown stage, a domain without its
 * certificate, a deployed stage without a sender of mail, or a stand-in for Stripe where time and money are real.
 */
export function stageConfig(name: string, context: DeploymentContext = {}): StageConfig {
  if (!(name in stages))
    throw new DeploymentError(`There is no stage "${name}"; the stages are ${stageNames.join(", ")}.`);
  const { domainName, certificateArn, siteUrl, mailFrom, alarmMail, corsOrigins, stripeApiBase, tableStreamArn } =
    context;
  if (Boolean(domainName) !== Boolean(certificateArn)) {
    throw new DeploymentError("domainName and certificateArn (of a certificate in us-east-1) belong together.");
  }
  const stage = stages[name as StageName];
  if (stage.servesSite && !mailFrom) {
    throw new DeploymentError(
      `The stage "${name}" needs an address to send mail from: -c mailFrom=no-reply@your.domain`,
    );
  }
  if (stripeApiBase && stage.clock === "real") {
    throw new DeploymentError(`The stage "${name}" takes real payments: stripeApiBase is for sandbox stages.`);
  }
  if (tableStreamArn && !/^arn:[\w-]+:dynamodb:[^:]+:\d+:table\/[^/]+\/stream\/[^/]+$/.test(tableStreamArn)) {
    throw new DeploymentError(
      "tableStreamArn is not the ARN of a table's stream: arn:aws:dynamodb:…:table/<name>/stream/<label>",
    );
  }
  return {
    name: name as StageName,
    ...stage,
    siteUrl: siteUrl ?? stage.siteUrl,
    mailFrom: mailFrom ?? stage.mailFrom,
    alarmMail,
    stripeApiBase,
    tableStreamArn,
    corsOrigins: corsOrigins?.split(",").map((origin) => origin.trim()) ?? [],
    domain: domainName && certificateArn ? { name: domainName, certificateArn } : undefined,
  };
}
