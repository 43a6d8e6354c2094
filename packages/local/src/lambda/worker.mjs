// Runs one function in a worker thread, as the Lambda runtime would: one event at a time, JSON in, JSON out.
// Plain JavaScript, because a worker starts without the TypeScript loader of the process that starts it.
import { parentPort, workerData } from "node:worker_threads";

const { file, exportName, functionName, functionArn, version, memory, logGroup } = workerData;
globalThis.__clockOffsetMs = workerData.clockOffset;
process.setSourceMapsEnabled?.(true);

/** @type {(event: unknown, context: object, callback?: Function) => unknown} */
let handler;
try {
  const loaded = await import(file);
  handler = loaded[exportName] ?? loaded.default?.[exportName];
  if (typeof handler !== "function") throw new Error(`${exportName} is undefined or not exported`);
  parentPort.postMessage({ type: "ready" });
} catch (error) {
  parentPort.postMessage({ type: "broken", error: describe(error) });
}

parentPort.on("message", async (message) => {
  if (message.clockOffset !== undefined) globalThis.__clockOffsetMs = message.clockOffset;
  if (message.type !== "invoke") return;
  const { requestId, traceId, event, deadline } = message;
  process.env._X_AMZN_TRACE_ID = traceId;
  const context = {
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: version,
    invokedFunctionArn: functionArn,
    memoryLimitInMB: String(memory),
    awsRequestId: requestId,
    logGroupName: logGroup,
    logStreamName: "local",
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done() {},
    fail() {},
    succeed() {},
  };
  try {
    const result = await call(JSON.parse(event), context);
    parentPort.postMessage({ type: "result", requestId, payload: JSON.stringify(result) ?? "null" });
  } catch (error) {
    parentPort.postMessage({ type: "error", requestId, error: describe(error) });
  }
});

/** @param {unknown} event @param {object} context */
function call(event, context) {
  if (handler.length < 3) return handler(event, context);
  return new Promise((resolve, reject) => {
    const returned = handler(event, context, (error, result) => (error ? reject(error) : resolve(result)));
    if (returned instanceof Promise) returned.then(resolve, reject);
  });
}

/** @param {unknown} error */
function describe(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return {
    errorType: error.name,
    errorMessage: error.message,
    trace: String(error.stack).split("\n"),
  };
}
