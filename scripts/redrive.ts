/**
 * npx tsx scripts/redrive.ts <stage> <function> [--look]
 * Hands what a function gave up on to it again, one letter at a time, with the caller's AWS credentials; what it takes
 * leaves its dead-letter queue. `--look` only prints the letters. See docs/runbooks/redrive.md.
 */
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  DeleteMessageCommand,
  ListQueuesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import "./node-version.ts";

const [stage, name, flag] = process.argv.slice(2);
if (!stage || !name || name === "table-stream") {
  console.error("Usage: npx tsx scripts/redrive.ts <stage> <function> [--look]");
  console.error("The letters of table-stream hold no records: use scripts/republish.ts.");
  process.exit(2);
}
const sqs = new SQSClient({});
const lambda = new LambdaClient({});

/** SQS moves messages back by itself only between queues; these came from EventBridge and Lambda. */
async function findQueue(): Promise<string> {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: `freelancerm-${stage}-events-` }));
  const id = `${name!.replaceAll("-", "")}deadletters`;
  const found = QueueUrls.filter((url) => url.split("/").at(-1)!.includes(`-${id}`));
  if (found.length !== 1) throw new Error(`${found.length} queues of ${name} in ${stage}: ${found.join(", ")}`);
  return found[0]!;
}

async function take(queue: string, { Body, ReceiptHandle }: Message): Promise<boolean> {
  const answer = await lambda.send(
    new InvokeCommand({ FunctionName: `freelancerm-${stage}-${name}`, Payload: Buffer.from(Body ?? "{}") }),
  );
  if (answer.FunctionError) {
    console.log(
      `Not taken: ${Buffer.from(answer.Payload ?? [])
        .toString("utf8")
        .slice(0, 300)}`,
    );
    return false;
  }
  await sqs.send(new DeleteMessageCommand({ QueueUrl: queue, ReceiptHandle }));
  return true;
}

const queue = await findQueue();
const seen = new Set<string>();
let taken = 0;
for (;;) {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queue,
      MaxNumberOfMessages: 10,
      // Long enough that no letter comes up twice while the others are tried; they show again afterwards.
      VisibilityTimeout: flag === "--look" ? 5 : 600,
      WaitTimeSeconds: 2,
      MessageAttributeNames: ["All"],
    }),
  );
  const fresh = Messages.filter(({ MessageId }) => !seen.has(MessageId!));
  if (fresh.length === 0) break;
  for (const message of fresh) {
    seen.add(message.MessageId!);
    if (flag === "--look") console.log(JSON.stringify({ attributes: message.MessageAttributes, body: message.Body }));
    else if (await take(queue, message)) taken++;
  }
}
console.log(flag === "--look" ? `Letters: ${seen.size}.` : `Letters taken: ${taken} of ${seen.size}.`);
if (flag !== "--look" && taken < seen.size) process.exitCode = 1;
