import type { Deployment, FunctionInvoker } from "./kit.ts";

export interface DeadLetter {
  body: string;
  attributes: Record<string, string>;
}

/**
 * Takes a dead letter of the queue back to who wrote it: EventBridge's to its target, an asynchronous event to the
 * function that gave it up. False for letters that do not hold what was lost, such as those of a stream.
 */
export function createRedelivery(options: {
  deployment: Deployment;
  events: { redeliver(letter: DeadLetter): boolean };
  invoker: Pick<FunctionInvoker, "send">;
}): (queueArn: string, letter: DeadLetter) => boolean {
  const { deployment, events, invoker } = options;
  return (queueArn, letter) => {
    if (events.redeliver(letter)) return true;
    const lost = lostEvent(queueArn, letter);
    if (!lost || deployment.find(lost.functionName)?.type !== "AWS::Lambda::Function") return false;
    void invoker.send(lost.functionName, lost.event);
    return true;
  };

  function lostEvent(
    queueArn: string,
    { body, attributes }: DeadLetter,
  ): { functionName: string; event: unknown } | undefined {
    const content = parse(body);
    if (!content) return undefined;
    // A record of an on-failure destination names its function.
    const record = content.value as { requestContext?: { functionArn?: string }; requestPayload?: unknown } | null;
    const functionArn = record?.requestContext?.functionArn;
    if (functionArn && record.requestPayload !== undefined) {
      return { functionName: functionArn.replace(/:\$LATEST$/, ""), event: record.requestPayload };
    }
    // A dead-letter queue holds the bare event: whose it was shows when only one function writes there.
    const writers = deployment
      .ofType("AWS::Lambda::Function")
      .filter(({ properties }) => properties.DeadLetterConfig?.TargetArn === queueArn);
    if (writers.length !== 1 || !attributes.RequestID) return undefined;
    return { functionName: writers[0]!.logicalId, event: content.value };
  }
}

function parse(body: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(body) };
  } catch {
    return undefined;
  }
}
