import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { LocalClock } from "../clock.ts";
import { LocalCloudError } from "../errors.ts";
import {
  AwsError,
  type FunctionInvoker,
  type InvokeResult,
  REGION,
  type Resource,
  type Service,
  type Trace,
} from "../kit.ts";
import { findHandler, type LocalDeployment } from "../template/index.ts";
import { createAsynchronous, type DeadLetterPort } from "./asynchronous.ts";
import { bundle } from "./bundle.ts";
import { startInstance } from "./instance.ts";
import { lambdaApi } from "./invoke-api.ts";
import { createLogs, type FunctionLogs } from "./logs.ts";
import { createPool, type Pool } from "./pool.ts";

export interface Functions extends FunctionInvoker, Service {
  logs: FunctionLogs;
  /** Takes up the asynchronous events a former process accepted and did not finish. */
  resume(): void;
  /** Asynchronous events accepted and not yet finished. */
  pending(): number;
  close(): Promise<void>;
}

export interface FunctionsOptions {
  deployment: LocalDeployment;
  clock: LocalClock;
  trace: Trace;
  /** Folder relative to which sources are bundled. */
  root: string;
  /** Folder for bundles, logs and accepted asynchronous events. */
  stateDir: string;
  /** Credentials, endpoint and whatever else a function finds in its environment; wins over the template's own. */
  environmentOf(fn: Resource): Record<string, string>;
  /** Replaces dynamic references such as {{resolve:ssm:name}} in a variable of the template. */
  resolveText?: (text: string) => string;
  queues?: () => DeadLetterPort | undefined;
  /** Instances of one function at a time, unless its reserved concurrency is lower; default 2. */
  instances?: number;
  /** Bundle and restart functions when their source changes. */
  watch?: boolean;
}

const MAXIMUM_PAYLOAD = 6 * 1024 * 1024;

interface Runnable {
  fn: Resource;
  file: string;
  exportName: string;
  pool: Pool;
}

/** Every AWS::Lambda::Function of the deployment, each in worker threads started by its first event. */
export async function createFunctions(options: FunctionsOptions): Promise<Functions> {
  const { deployment, clock, trace, stateDir, instances = 2, queues = () => undefined } = options;
  const { resolveText = (text) => text } = options;
  const logs = createLogs({
    folder: join(stateDir, "logs"),
    now: clock.now,
    fileName: (name) => deployment.find(name)?.physicalId ?? name,
  });
  const sources = deployment.ofType("AWS::Lambda::Function").flatMap(sourceOf);
  const entries = Object.fromEntries(
    sources.filter(({ built }) => !built).map(({ fn, file }) => [fn.physicalId, file]),
  );
  const bundles = await bundle(entries, { folder: join(stateDir, "bundles"), root: options.root });
  const runnables = new Map(sources.map((source) => [source.fn.logicalId, runnableOf(source)]));
  const configs = new Map(
    deployment.ofType("AWS::Lambda::EventInvokeConfig").map(({ properties }) => {
      return [find(properties.FunctionName)?.fn.logicalId, properties] as const;
    }),
  );

  const asynchronous = createAsynchronous({
    settingsOf: (name) => {
      const { fn } = requireFunction(name);
      return { fn, config: configs.get(fn.logicalId) ?? {} };
    },
    invoke,
    clock,
    queues,
    trace,
    file: join(stateDir, "asynchronous.jsonl"),
  });
  const stopJumps = clock.onJump((offset) => {
    for (const { pool } of runnables.values()) pool.moveClock(offset);
  });
  const stopWatching = options.watch
    ? bundles.watch(reload, (message) => trace.record("lambda.broken", { message }))
    : () => {};

  const functions: Functions = {
    logs,
    invoke,
    async send(name, event) {
      const { fn } = requireFunction(name);
      asynchronous.accept(fn.logicalId, event);
    },
    handle: (request) => lambdaApi(request, functions),
    resume: asynchronous.resume,
    pending: asynchronous.pending,
    async close() {
      stopWatching();
      stopJumps();
      asynchronous.close();
      await Promise.all([...runnables.values()].map(({ pool }) => pool.close()));
      await logs.close();
    },
  };
  return functions;

  async function invoke(name: string, event: unknown): Promise<InvokeResult> {
    const { fn, pool } = requireFunction(name);
    if (fn.properties.ReservedConcurrentExecutions === 0)
      throw new AwsError("TooManyRequestsException", "Rate Exceeded.", 429);
    const text = JSON.stringify(event ?? null);
    if (Buffer.byteLength(text) > MAXIMUM_PAYLOAD) {
      throw new AwsError(
        "RequestTooLargeException",
        `Request must be smaller than ${MAXIMUM_PAYLOAD} bytes for the InvokeFunction operation`,
        413,
      );
    }
    const { outcome, requestId, durationMs } = await pool.run(text);
    const failure = outcome.ok ? tooLarge(outcome.payload) : outcome.error;
    const error = failure?.errorMessage;
    logs.finished(fn.logicalId, { at: clock.now(), requestId, durationMs, error });
    trace.record("lambda.invoked", { functionName: fn.logicalId, requestId, durationMs, error });
    if (failure) return { payload: failure, functionError: "Unhandled" };
    return { payload: outcome.ok ? JSON.parse(outcome.payload) : null };
  }

  function find(name: string): Runnable | undefined {
    const resource = deployment.find(name) ?? deployment.find(name.split(":").slice(0, 7).join(":"));
    return resource && runnables.get(resource.logicalId);
  }

  function requireFunction(name: string): Runnable {
    const found = find(name);
    if (!found) throw new AwsError("ResourceNotFoundException", `Function not found: ${name}`, 404);
    return found;
  }

  function reload(changed: string[]): void {
    for (const { fn, pool } of runnables.values()) {
      if (!changed.includes(fn.physicalId)) continue;
      pool.renew();
      trace.record("lambda.reloaded", { functionName: fn.logicalId });
    }
  }

  /** Custom resources' providers have code only a deployment runs: a function without a handler file is left out. */
  function sourceOf(fn: Resource) {
    const inline = fn.properties.Code?.ZipFile;
    const folder = typeof inline === "string" ? writeInline(fn, inline) : deployment.assetFolder(fn);
    if (!folder || !String(fn.properties.Runtime ?? "nodejs").startsWith("nodejs")) return [];
    if (!existsSync(folder)) {
      throw new LocalCloudError(`Stack ${fn.stack}, ${fn.logicalId}: its code folder ${folder} does not exist.`);
    }
    const found = findHandler(folder, String(fn.properties.Handler ?? "index.handler"));
    if (!found) {
      throw new LocalCloudError(
        `Stack ${fn.stack}, ${fn.logicalId}: no handler file for ${fn.properties.Handler} in ${folder}.`,
      );
    }
    return [{ fn, ...found }];
  }

  function writeInline(fn: Resource, code: string): string {
    const folder = join(stateDir, "inline", fn.physicalId);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "index.cjs"), code);
    return folder;
  }

  function runnableOf({ fn, file, exportName, built }: ReturnType<typeof sourceOf>[number]): Runnable {
    const runFile = built ? file : bundles.files[fn.physicalId]!;
    const { Timeout = 3, MemorySize = 128, ReservedConcurrentExecutions = instances } = fn.properties;
    const pool = createPool({
      size: Math.max(1, Math.min(instances, ReservedConcurrentExecutions)),
      clockOffset: () => clock.offset,
      start: (onGone) =>
        startInstance({
          file: pathToFileURL(runFile).href,
          exportName,
          functionName: fn.physicalId,
          functionArn: fn.attributes.Arn!,
          memory: MemorySize,
          logGroup: fn.properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${fn.physicalId}`,
          env: environment(fn, runFile),
          clockOffset: clock.offset,
          timeoutMs: Timeout * 1000,
          onLine: (line, requestId) => logs.line(fn.logicalId, requestId, line),
          onGone,
        }),
    });
    return { fn, file: runFile, exportName, pool };
  }

  function environment(fn: Resource, file: string): Record<string, string> {
    const own = Object.entries((fn.properties.Environment?.Variables ?? {}) as Record<string, unknown>);
    const host = Object.entries(process.env).filter(([name]) => ["PATH", "LANG"].includes(name));
    return {
      ...(Object.fromEntries(host) as Record<string, string>),
      TZ: ":UTC",
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_LAMBDA_FUNCTION_NAME: fn.physicalId,
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.properties.MemorySize ?? 128),
      AWS_LAMBDA_LOG_GROUP_NAME: fn.properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${fn.physicalId}`,
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      AWS_EXECUTION_ENV: `AWS_Lambda_${fn.properties.Runtime ?? "nodejs"}`,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      AWS_EC2_METADATA_DISABLED: "true",
      LAMBDA_TASK_ROOT: join(file, ".."),
      _HANDLER: String(fn.properties.Handler ?? "index.handler"),
      ...Object.fromEntries(own.map(([name, value]) => [name, resolveText(String(value))])),
      ...options.environmentOf(fn),
    };
  }
}

function tooLarge(payload: string) {
  const size = Buffer.byteLength(payload);
  if (size <= MAXIMUM_PAYLOAD) return undefined;
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${MAXIMUM_PAYLOAD} bytes).`;
  return { errorType: "Function.ResponseSizeTooLarge", errorMessage };
}
