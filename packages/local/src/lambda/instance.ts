import { randomUUID } from "node:crypto";
import { Worker } from "node:worker_threads";

/** How a function failed, in the shape Lambda answers with. */
export interface FunctionFailure {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}

export type Outcome = { ok: true; payload: string } | { ok: false; error: FunctionFailure };

export interface InstanceOptions {
  /** URL of the module to load. */
  file: string;
  exportName: string;
  functionName: string;
  functionArn: string;
  memory: number;
  logGroup: string;
  env: Record<string, string>;
  clockOffset: number;
  /** Milliseconds an invocation may take. */
  timeoutMs: number;
  /** Gets each line the function prints, with the id of the request it ran for. */
  onLine(line: string, requestId: string): void;
  /** The thread is gone; it takes no more events. */
  onGone(): void;
}

/** One running copy of a function: a worker thread that takes one event at a time. */
export interface Instance {
  run(event: string, requestId: string, clockOffset: number): Promise<Outcome>;
  moveClock(offset: number): void;
  /** Ends the thread once it is idle. */
  retire(): Promise<void>;
  terminate(): Promise<void>;
}

/** Lambda gives a function's initialisation ten seconds; a loaded laptop gets a little more. */
const INIT_TIMEOUT_MS = 30_000;

export function startInstance(options: InstanceOptions): Instance {
  const { functionName, timeoutMs, onLine, onGone, env, ...rest } = options;
  const worker = new Worker(new URL("./worker.mjs", import.meta.url), {
    env,
    execArgv: [],
    stdout: true,
    stderr: true,
    workerData: { ...rest, functionName, version: "$LATEST" },
  });
  let current: { requestId: string; settle(outcome: Outcome): void } | undefined;
  let lastRequest = "init";
  let retiring = false;
  let gone = false;
  let setReady: (failure?: FunctionFailure) => void = () => {};
  const ready = new Promise<FunctionFailure | undefined>((resolve) => {
    setReady = resolve;
  });

  for (const stream of [worker.stdout, worker.stderr]) splitLines(stream, (line) => onLine(line, lastRequest));
  worker.on("message", (message) => {
    if (message.type === "ready") setReady();
    else if (message.type === "broken") setReady(message.error);
    else if (message.requestId === current?.requestId) {
      const { type, payload, error } = message;
      current?.settle(type === "result" ? { ok: true, payload } : { ok: false, error });
    }
  });
  worker.on("error", (error) => crashed(error.name, error.stack ?? error.message));
  worker.on("exit", (code) => crashed("Runtime.ExitError", `Runtime exited with error: exit status ${code}`));
  worker.unref();

  return {
    async run(event, requestId, clockOffset) {
      lastRequest = requestId;
      const broken = await orTimeout(ready, INIT_TIMEOUT_MS, {
        errorType: "Sandbox.Timedout",
        errorMessage: `RequestId: ${requestId} Error: Initialization timed out`,
      });
      if (broken) {
        await terminate();
        return { ok: false, error: broken };
      }
      const outcome = await new Promise<Outcome>((resolve) => {
        const timer = setTimeout(() => {
          const seconds = (timeoutMs / 1000).toFixed(2);
          const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`;
          current?.settle({ ok: false, error: { errorType: "Sandbox.Timedout", errorMessage } });
          void terminate();
        }, timeoutMs);
        current = {
          requestId,
          settle(result) {
            clearTimeout(timer);
            current = undefined;
            resolve(result);
          },
        };
        const traceId = `Root=1-${hex(Date.now() / 1000)}-${randomUUID().replaceAll("-", "").slice(0, 24)};Sampled=0`;
        if (gone) crashed("Runtime.ExitError", "Runtime exited");
        else {
          worker.postMessage({
            type: "invoke",
            requestId,
            traceId,
            event,
            deadline: Date.now() + timeoutMs,
            clockOffset,
          });
        }
      });
      if (retiring) await terminate();
      return outcome;
    },
    moveClock: (clockOffset) => worker.postMessage({ type: "clock", clockOffset }),
    async retire() {
      retiring = true;
      if (!current) await terminate();
    },
    terminate,
  };

  async function terminate(): Promise<void> {
    leave();
    await worker.terminate();
  }

  function leave(): void {
    if (!gone) onGone();
    gone = true;
  }

  function crashed(errorType: string, errorMessage: string): void {
    leave();
    setReady({ errorType, errorMessage });
    current?.settle({
      ok: false,
      error: { errorType, errorMessage: `RequestId: ${current.requestId} Error: ${errorMessage}` },
    });
  }
}

function orTimeout<T>(promise: Promise<T>, ms: number, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(resolve, ms, otherwise);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

function splitLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line) onLine(line);
  });
}

function hex(value: number): string {
  return Math.floor(value).toString(16);
}
