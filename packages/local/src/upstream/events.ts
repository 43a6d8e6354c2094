import { AwsError, type Deployment, type Service, type Trace } from "../kit.ts";
import type { UpstreamEndpoint } from "./endpoint.ts";

export interface UpstreamEvents extends Service {
  /** Begins to bring to targets what rules matched. */
  start(): void;
  close(): Promise<void>;
}

/** What a rule matched, on its way to one target; false when nobody takes it. */
export type Deliver = (letter: { body: string; attributes: { RULE_ARN: string; TARGET_ARN: string } }) => boolean;

interface Feed {
  queueUrl: string;
  ruleArn: string;
  targetArn: string;
}

const REST_AFTER_ERROR_MS = 1000;
/** What one look at a queue may take, in seconds; an event that comes ends it. */
const LONG_POLL = 20;

/**
 * The deployment's event buses and rules at another endpoint, which matches events there. It cannot call functions here, so
 * each target is a queue of its own, read here. Rules on a schedule stay with the local cloud: they go by its clock.
 */
export async function createUpstreamEvents(options: {
  deployment: Deployment;
  endpoint: UpstreamEndpoint;
  trace: Trace;
  deliver: Deliver;
}): Promise<UpstreamEvents> {
  const { deployment, endpoint, trace, deliver } = options;
  for (const { physicalId, properties } of deployment.ofType("AWS::Events::EventBus")) {
    await endpoint.call("AWSEvents.CreateEventBus", { Name: properties.Name ?? physicalId }).catch((error) => {
      if (!(error instanceof AwsError && error.code === "ResourceAlreadyExistsException")) throw error;
    });
  }
  const feeds: Feed[] = [];
  for (const { physicalId, attributes, properties } of deployment.ofType("AWS::Events::Rule")) {
    const { EventBusName = "default", EventPattern, State = "ENABLED", Targets = [] } = properties;
    if (!EventPattern) continue;
    const name = physicalId.split("|").at(-1)!;
    await endpoint.call("AWSEvents.PutRule", {
      Name: name,
      EventBusName,
      EventPattern: JSON.stringify(EventPattern),
      State,
    });
    for (const { Id, Arn, Input, InputPath, InputTransformer } of Targets) {
      const QueueName = `${name}-${Id}`.replace(/[^\w-]/g, "-").slice(-80);
      const { QueueUrl } = await endpoint.call("AmazonSQS.CreateQueue", { QueueName });
      const { Attributes } = await endpoint.call("AmazonSQS.GetQueueAttributes", {
        QueueUrl,
        AttributeNames: ["QueueArn"],
      });
      const target = { Id, Arn: Attributes.QueueArn, Input, InputPath, InputTransformer };
      const { FailedEntries = [] } = await endpoint.call("AWSEvents.PutTargets", {
        Rule: name,
        EventBusName,
        Targets: [target],
      });
      if (FailedEntries.length > 0) throw new Error(`The rule ${name} got no target: ${JSON.stringify(FailedEntries)}`);
      feeds.push({ queueUrl: QueueUrl, ruleArn: attributes.Arn ?? physicalId, targetArn: Arn });
    }
  }
  let closed = false;
  let reading: Promise<unknown> = Promise.resolve();

  return {
    handle: (request) => endpoint.forward(request),
    start() {
      reading = Promise.all(feeds.map(read));
    },
    async close() {
      closed = true;
      endpoint.close();
      await reading;
    },
  };

  async function read({ queueUrl: QueueUrl, ruleArn, targetArn }: Feed): Promise<void> {
    while (!closed) {
      try {
        const { Messages = [] } = await endpoint.call("AmazonSQS.ReceiveMessage", {
          QueueUrl,
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: LONG_POLL,
        });
        for (const { Body, ReceiptHandle } of Messages) {
          // Accepted is on disk: from here on the local cloud sees to it that the target gets it.
          if (!deliver({ body: Body, attributes: { RULE_ARN: ruleArn, TARGET_ARN: targetArn } })) continue;
          await endpoint.call("AmazonSQS.DeleteMessage", { QueueUrl, ReceiptHandle });
        }
      } catch (error) {
        if (closed) return;
        trace.record("upstream.unread", { target: targetArn, error: String(error) });
        await new Promise((resolve) => setTimeout(resolve, REST_AFTER_ERROR_MS));
      }
    }
  }
}
