import type { FunctionInvoker } from "../kit.ts";
import type { Integration } from "./model.ts";

/** Largest event and result of a synchronous invocation, in bytes. */
const PAYLOAD_LIMIT = 6 * 1024 * 1024;

export type Outcome =
  | { kind: "result"; payload: unknown }
  | { kind: "failed"; reason: string }
  | { kind: "timeout" }
  | { kind: "event-too-large" };

/** Calls an integration's function as a gateway does: within its time and Lambda's payload limits; never throws. */
export async function invokeIntegration(
  invoker: FunctionInvoker,
  { functionArn, timeoutMs }: Integration,
  event: unknown,
): Promise<Outcome> {
  if (sizeOf(event) > PAYLOAD_LIMIT) return { kind: "event-too-large" };
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve({ kind: "timeout" }), timeoutMs);
  });
  try {
    return await Promise.race([call(invoker, functionArn, event), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

async function call(invoker: FunctionInvoker, functionArn: string, event: unknown): Promise<Outcome> {
  try {
    const { payload, functionError } = await invoker.invoke(functionArn, event);
    if (functionError) return { kind: "failed", reason: messageOf(payload) };
    if (sizeOf(payload) > PAYLOAD_LIMIT) return { kind: "failed", reason: "the response exceeds 6 MB" };
    return { kind: "result", payload };
  } catch (error) {
    return { kind: "failed", reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Lambda reports a thrown error as { errorType, errorMessage }. */
function messageOf(payload: unknown): string {
  return String((payload as { errorMessage?: unknown } | null | undefined)?.errorMessage ?? "function error");
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? "");
}
