import { createClock, type LocalClock } from "./clock.ts";
import { type Cognito, createCognito } from "./cognito/index.ts";
import { browseTables, createConsole } from "./console/index.ts";
import { createDynamoDb, type DynamoDb, type EngineChoice } from "./dynamodb/index.ts";
import { type Edge, startEdge } from "./edge/index.ts";
import { createEventBridge, type EventBridge } from "./events/index.ts";
import { startGateways } from "./gateway/index.ts";
import { type FunctionInvoker, REGION } from "./kit.ts";
import { createFunctions, type Functions } from "./lambda/index.ts";
import { addLocalRoutes } from "./local-routes.ts";
import { holdPort } from "./ports.ts";
import { createRedelivery } from "./redelivery.ts";
import { createBuckets } from "./s3/index.ts";
import { createSecrets, type Secrets } from "./secrets/index.ts";
import { createParameters } from "./secrets/parameters.ts";
import { resolveDynamic } from "./secrets/resolve-dynamic.ts";
import { type MailService, startMail } from "./ses/index.ts";
import { createQueues, type QueuePort, type Queues } from "./sqs/index.ts";
import { claimStateFolder } from "./state-folder.ts";
import { startStripe } from "./stripe/index.ts";
import { type LocalDeployment, loadDeployment } from "./template/index.ts";
import { createTrace, type RecordedTrace } from "./trace.ts";
import { connectUpstreams, UPSTREAM_SECRET, type Upstreams } from "./upstream/index.ts";

export { LocalCloudError } from "./errors.ts";

export interface LocalCloudOptions {
  /** Folder of the synthesised app (cdk.out). */
  assembly: string;
  /** Project folder, relative to which functions are bundled. */
  root: string;
  /** Everything that outlives the process. */
  stateDir: string;
  /** Ports on 127.0.0.1; 0 takes a free one. */
  edgePort: number;
  appPort: number;
  mailPort: number;
  stripePort: number;
  /** Single-page application served on the app port. */
  staticDir?: string;
  /** Served as /config.json beside it. */
  runtimeConfig?(cloud: { outputs: Record<string, string>; endpoints: Endpoints }): unknown;
  /** Headers of the application's pages, such as content-security-policy. */
  securityHeaders?(endpoints: Endpoints): Record<string, string>;
  /** Variables every function gets, over those of the template. */
  environment?: Record<string, string> | ((endpoints: Endpoints) => Record<string, string>);
  /** Values of secrets by name or logical id. */
  secrets?: Record<string, string>;
  /** The Stripe account; webhooks go to `webhookPath` of the HTTP API. */
  stripe?: { apiKey: string; webhookSecret: string; webhookPath?: string };
  /** Where tables are kept; dynoxide unless said. */
  engine?: EngineChoice;
  /** Services that another endpoint does, LocalStack for one; what they need of the template is made there. */
  upstreams?: Upstreams;
  /** Instances of one function at a time; default 2. */
  instances?: number;
  /** Restart functions when their source is saved. */
  watch?: boolean;
}

export interface Endpoints {
  /** Every AWS service. */
  edge: string;
  /** The application, with the HTTP API under /api. */
  app: string;
  api: string;
  /** WebSocket URL. */
  socket: string;
  /** Inbox page. */
  mail: string;
  stripe: string;
  /** Page that shows functions, events, queues, tables and the clock. */
  console: string;
}

export interface LocalCloud {
  endpoints: Endpoints;
  deployment: LocalDeployment;
  clock: LocalClock;
  trace: RecordedTrace;
  invoker: FunctionInvoker;
  functions: Functions;
  edge: Edge;
  dynamo: DynamoDb;
  events: EventBridge;
  queues: Queues;
  cognito: Cognito;
  mail: MailService;
  secrets: Secrets;
  /** Sends the letters of a dead-letter queue back to where they were lost; answers how many. */
  redrive(queueUrlArnOrName: string): number;
  /** Ends everything in order; nothing accepted is lost. */
  close(): Promise<void>;
}

const STRIPE: NonNullable<LocalCloudOptions["stripe"]> = { apiKey: "sk_test_local", webhookSecret: "whsec_local" };

/**
 * Runs a synthesised CDK app on this machine. Throws a LocalCloudError with one sentence when a port is taken, the
 * state folder is in use, the engine is missing, the templates cannot be resolved or a function does not build.
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const endings: (() => void | Promise<void>)[] = [];
  const close = async () => {
    for (const end of endings.splice(0).reverse()) await end();
  };
  try {
    return { ...(await start(options, endings)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  options: LocalCloudOptions,
  endings: (() => void | Promise<void>)[],
): Promise<Omit<LocalCloud, "close">> {
  const { stateDir, stripe: account = STRIPE } = options;
  // The notice that the SDK will leave Node 20 in 2027 is for those who develop, not for each start.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const state = claimStateFolder(stateDir);
  endings.push(state.release);
  const hold = async (port: number, purpose: string) => {
    const held = await holdPort(port, purpose);
    endings.push(async () => void (await held.release()));
    return held;
  };
  const doors = {
    edge: await hold(options.edgePort, "AWS services"),
    app: await hold(options.appPort, "the application"),
    mail: await hold(options.mailPort, "mail"),
    stripe: await hold(options.stripePort, "Stripe"),
  };
  const endpoints: Endpoints = {
    edge: `http://127.0.0.1:${doors.edge.port}`,
    app: `http://127.0.0.1:${doors.app.port}`,
    api: `http://127.0.0.1:${doors.app.port}/api`,
    socket: `ws://127.0.0.1:${doors.app.port}/socket`,
    mail: `http://127.0.0.1:${doors.mail.port}`,
    stripe: `http://127.0.0.1:${doors.stripe.port}`,
    console: `http://127.0.0.1:${doors.edge.port}/_console`,
  };
  const deployment = loadDeployment({
    assembly: options.assembly,
    endpoints: {
      edge: endpoints.edge,
      api: (protocol) => (protocol === "WEBSOCKET" ? endpoints.socket : endpoints.api),
    },
  });

  const clock = createClock({ stateDir });
  endings.push(clock.close);
  const trace = createTrace(clock.now);
  const { upstreams = {} } = options;
  const edge = await startEdge({
    deployment,
    trace,
    port: await doors.edge.release(),
    seed: state.seed,
    secret: upstreams.s3 ? UPSTREAM_SECRET : undefined,
  });
  endings.push(edge.close);
  addLocalRoutes(edge, clock, deployment);
  const secrets = createSecrets({ deployment, clock, stateDir, overrides: options.secrets });
  const parameters = createParameters(deployment);
  const { environment = {} } = options;

  // Functions dead-letter into queues, queues feed functions: the port is there before the queues are.
  let deadLetterPort: QueuePort | undefined;
  const deadLetters = () => deadLetterPort;
  const functions = await createFunctions({
    deployment,
    clock,
    trace,
    stateDir,
    root: options.root,
    instances: options.instances,
    watch: options.watch,
    queues: deadLetters,
    resolveText: (text) => resolveDynamic(text, secrets, parameters),
    environmentOf(fn) {
      const keys = edge.issueKeys(fn.logicalId);
      return {
        ...(typeof environment === "function" ? environment(endpoints) : environment),
        AWS_ENDPOINT_URL: endpoints.edge,
        AWS_ACCESS_KEY_ID: keys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
        CLOCK_URL: `${endpoints.edge}/_local/clock`,
        STRIPE_API_BASE: endpoints.stripe,
      };
    },
  });
  endings.push(functions.close);
  const dynamo = await createDynamoDb({
    deployment,
    clock,
    trace,
    stateDir,
    invoker: functions,
    queues: deadLetters,
    engine: options.engine,
  });
  endings.splice(-1, 0, dynamo.close);

  const mail = await startMail({ port: await doors.mail.release(), clock, trace, stateDir, deployment });
  endings.push(mail.close);
  const cognito = await createCognito({
    deployment,
    clock,
    trace,
    stateDir,
    sendMail: mail.deliver,
    issuerBase: `https://cognito-idp.${REGION}.amazonaws.com`,
  });
  const webhook =
    "webhookPath" in account && account.webhookPath ? `${endpoints.api}${account.webhookPath}` : undefined;
  const stripe = await startStripe({
    ...account,
    port: await doors.stripe.release(),
    clock,
    trace,
    stateDir,
    webhookUrl: () => webhook,
  });
  endings.push(stripe.close);
  const queues = createQueues({ deployment, clock, invoker: functions, trace, stateDir });
  deadLetterPort = queues;
  endings.push(queues.close);
  const events = createEventBridge({ deployment, invoker: functions, clock, trace, queues, stateDir });
  endings.push(events.close);
  const buckets = createBuckets({
    deployment,
    clock,
    trace,
    stateDir,
    secretOf: edge.secretOf,
    publish: events.publish,
    invoker: functions,
  });
  const gateways = await startGateways({
    deployment,
    invoker: functions,
    clock,
    trace,
    appPort: await doors.app.release(),
    staticDir: options.staticDir,
    securityHeaders: options.securityHeaders?.(endpoints),
    runtimeConfig: options.runtimeConfig?.({ outputs: deployment.outputs, endpoints }),
    verifyIssuerKeys: async (issuer) => cognito.jwks(issuer.split("/").at(-1)!),
  });
  endings.push(gateways.close);

  const elsewhere = await connectUpstreams({ upstreams, deployment, trace, secretOf: edge.secretOf, events });
  endings.push(elsewhere.close);

  const services = {
    dynamodb: dynamo,
    lambda: functions,
    "cognito-idp": cognito,
    secretsmanager: secrets,
    ssm: parameters,
    sqs: queues,
    events,
    s3: buckets,
    ses: mail,
    "execute-api": gateways.executeApi,
    ...elsewhere.services,
  };
  for (const [name, service] of Object.entries(services)) edge.register(name, service);
  const redeliver = createRedelivery({ deployment, events, invoker: functions });
  const redrive = (name: string) => {
    const arn = queues.list().find((queue) => [queue.arn, queue.url, queue.name].includes(name))?.arn ?? name;
    return queues.redrive(name, (letter) => redeliver(arn, letter));
  };
  const { close: closeBrowser, ...tables } = browseTables(endpoints.edge);
  endings.push(closeBrowser);
  const pages = createConsole({
    clock,
    links: ["app", "mail", "stripe"].map((label) => ({ label, url: endpoints[label as keyof Endpoints] })),
    source: {
      ...tables,
      functions: () =>
        deployment
          .ofType("AWS::Lambda::Function")
          .map(({ logicalId }) => ({ name: logicalId, invocations: functions.logs.invocationsOf(logicalId) })),
      logs: functions.logs.linesOf,
      recentTraces: trace.entries,
      queues: queues.list,
      redrive,
    },
  });
  for (const path of pages.paths) edge.route(path, pages.handle);
  functions.resume();
  elsewhere.start();
  dynamo.startStreams();
  endings.push(dynamo.stopStreams);
  return {
    endpoints,
    deployment,
    clock,
    trace,
    invoker: functions,
    functions,
    edge,
    dynamo,
    events,
    queues,
    cognito,
    mail,
    secrets,
    redrive,
  };
}
