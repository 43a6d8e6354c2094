import { HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { createPresignedPost } from "@aws-sdk/s3-presigned-post";
import type { AwsRequest, AwsResponse } from "../kit.ts";
import { createBuckets } from "../s3/index.ts";
import { clientOptions, deploymentOf, eventually, serve, silentTrace } from "../sqs/service-fixture.ts";
import { createUpstreamBuckets } from "./buckets.ts";
import { createUpstreamEndpoint, type UpstreamEndpoint } from "./endpoint.ts";
import { createUpstreamEvents } from "./events.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function endpointOf(
  handle: (request: AwsRequest) => Promise<AwsResponse>,
  name = "s3",
): Promise<UpstreamEndpoint> {
  const served = await serve({ handle }, name);
  closing.push(served.close);
  const endpoint = createUpstreamEndpoint(served.endpoint);
  closing.push(endpoint.close);
  return endpoint;
}

describe("buckets at another endpoint", () => {
  const name = "files-bucket";
  const CorsRules = [{ AllowedOrigins: ["*"], AllowedMethods: ["POST"], MaxAge: 60 }];
  const deployment = deploymentOf({
    type: "AWS::S3::Bucket",
    physicalId: name,
    properties: { CorsConfiguration: { CorsRules }, VersioningConfiguration: { Status: "Enabled" } },
  });

  /** The local buckets play the other endpoint: they make none themselves and check everything again. */
  async function start() {
    const clock = { now: Date.now, advance: async () => {}, at: () => () => {} };
    const secretOf = () => "secret";
    const buckets = createBuckets({ deployment, clock, trace: silentTrace, secretOf });
    const asked: { address: string; host: string; body: string }[] = [];
    const endpoint = await endpointOf(async (request) => {
      const { method, path, query, headers, body } = request;
      asked.push({ address: `${method} ${path} ${query}`, host: headers.host!, body: String(body) });
      return method === "PUT" && path === `/${name}` ? { status: 200 } : buckets.handle(request);
    });
    const served = await serve(await createUpstreamBuckets({ deployment, endpoint, secretOf }), "s3");
    closing.push(served.close);
    const client = new S3Client({ ...clientOptions(served.endpoint), forcePathStyle: true });
    closing.push(() => client.destroy());
    return { asked, client, url: served.endpoint };
  }

  test("are made there with their CORS rules and versioning", async () => {
    const { asked } = await start();
    expect(asked.map(({ address }) => address.trim())).toEqual([
      `PUT /${name}`,
      `PUT /${name} cors=`,
      `PUT /${name} versioning=`,
    ]);
    expect(asked[1]!.body).toContain("<AllowedOrigin>*</AllowedOrigin><AllowedMethod>POST</AllowedMethod>");
    expect(asked[2]!.body).toContain("<Status>Enabled</Status>");
  });

  test("take a signed form and show what it brought; the host that was signed goes along", async () => {
    const { asked, client, url } = await start();
    const { url: address, fields } = await createPresignedPost(client, { Bucket: name, Key: "a" });
    const post = async (changed: Record<string, string> = {}) => {
      const form = new FormData();
      for (const [field, value] of Object.entries({ ...fields, ...changed })) form.append(field, value);
      form.append("file", new Blob(["four"]));
      return (await fetch(address, { method: "POST", body: form })).status;
    };
    expect(await post({ "X-Amz-Signature": "0".repeat(64) })).toBe(403);
    expect(asked.filter(({ address }) => address.startsWith("POST"))).toEqual([]);
    expect(await post()).toBe(204);
    expect((await client.send(new HeadObjectCommand({ Bucket: name, Key: "a" }))).ContentLength).toBe(4);
    expect(asked.at(-1)!.host).toBe(new URL(url).host);
  });

  test("are closed to who signed nothing, before anybody is asked", async () => {
    const { asked, url } = await start();
    const before = asked.length;
    expect((await fetch(`${url}/${name}/a`)).status).toBe(403);
    expect((await fetch(`${url}/${name}/a`, { method: "DELETE" })).status).toBe(403);
    expect(asked).toHaveLength(before);
  });
});

describe("rules at another endpoint", () => {
  const ruleArn = "arn:aws:events:us-east-1:000000000000:rule/main/signed";
  const targetArn = "arn:aws:lambda:us-east-1:000000000000:function:on-signed";
  const deployment = deploymentOf(
    { type: "AWS::Events::EventBus", physicalId: "main", properties: { Name: "main" } },
    {
      type: "AWS::Events::Rule",
      physicalId: "main|signed",
      attributes: { Arn: ruleArn },
      properties: {
        EventBusName: "main",
        EventPattern: { "detail-type": ["contract.signed"] },
        Targets: [{ Id: "Target0", Arn: targetArn, DeadLetterConfig: {} }],
      },
    },
    {
      type: "AWS::Events::Rule",
      physicalId: "minute",
      properties: { ScheduleExpression: "rate(1 minute)", Targets: [{ Id: "Target0", Arn: targetArn }] },
    },
  );

  test("feed a queue for each target, from which an event reaches the target once it is taken", async () => {
    const made: { operation: string; input: Record<string, unknown> }[] = [];
    const queue = [{ Body: '{"detail-type":"contract.signed"}', ReceiptHandle: "one" }];
    const answers: Record<string, (input: Record<string, unknown>) => Promise<unknown> | unknown> = {
      CreateEventBus: () => ({ __type: "ResourceAlreadyExistsException", message: "There is one." }),
      CreateQueue: ({ QueueName }) => ({ QueueUrl: `http://queues/${QueueName}` }),
      GetQueueAttributes: ({ QueueUrl }) => ({
        Attributes: { QueueArn: `arn:aws:sqs:us-east-1:000000000000:${String(QueueUrl).split("/").at(-1)}` },
      }),
      ReceiveMessage: async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        return { Messages: [...queue] };
      },
      DeleteMessage: ({ ReceiptHandle }) => {
        queue.splice(queue.findIndex((message) => message.ReceiptHandle === ReceiptHandle));
        return {};
      },
    };
    const endpoint = await endpointOf(async ({ headers, body }) => {
      const operation = headers["x-amz-target"]!.split(".")[1]!;
      const input = JSON.parse(body.toString());
      if (operation !== "ReceiveMessage") made.push({ operation, input });
      const answer = (await answers[operation]?.(input)) ?? {};
      return { status: answer && "__type" in (answer as object) ? 400 : 200, body: JSON.stringify(answer) };
    }, "events");
    const letters: unknown[] = [];
    let taken = false;
    const deliver = (letter: unknown) => {
      letters.push(letter);
      return taken;
    };
    const events = await createUpstreamEvents({ deployment, endpoint, trace: silentTrace, deliver });
    closing.push(events.close);
    expect(made.map(({ operation }) => operation)).toEqual([
      "CreateEventBus",
      "PutRule",
      "CreateQueue",
      "GetQueueAttributes",
      "PutTargets",
    ]);
    expect(made[1]!.input).toMatchObject({ Name: "signed", EventPattern: '{"detail-type":["contract.signed"]}' });
    expect(made[4]!.input.Targets).toEqual([
      { Id: "Target0", Arn: "arn:aws:sqs:us-east-1:000000000000:signed-Target0" },
    ]);

    events.start();
    await eventually(() => letters.length >= 2);
    expect(queue).toHaveLength(1);
    taken = true;
    await eventually(() => queue.length === 0);
    expect(letters[0]).toEqual({
      body: '{"detail-type":"contract.signed"}',
      attributes: { RULE_ARN: ruleArn, TARGET_ARN: targetArn },
    });
  });
});
