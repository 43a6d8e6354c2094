import { createRedelivery } from "./redelivery.ts";
import { deployFixture } from "./template/assembly-fixture.ts";

const dead = "arn:aws:sqs:us-east-1:000000000000:dead";
const fn = (name: string, queue: string) => ({
  Type: "AWS::Lambda::Function",
  Properties: { FunctionName: name, DeadLetterConfig: { TargetArn: queue } },
});
const deployment = deployFixture({ One: fn("one", dead), Two: fn("two", "shared"), Three: fn("three", "shared") });

describe("a redriven dead letter", () => {
  const sent: [string, unknown][] = [];
  const redeliver = createRedelivery({
    deployment,
    events: { redeliver: ({ attributes }) => "RULE_ARN" in attributes },
    invoker: { send: async (name, event) => void sent.push([name, event]) },
  });
  beforeEach(() => void sent.splice(0));
  const requestId = { RequestID: "1" };

  test("of EventBridge goes back through EventBridge", () => {
    expect(redeliver(dead, { body: "{}", attributes: { RULE_ARN: "r" } })).toBe(true);
    expect(sent).toEqual([]);
  });

  test("of a function goes back to that function", () => {
    expect(redeliver(dead, { body: '{"n":1}', attributes: requestId })).toBe(true);
    const functionArn = `${deployment.find("three")!.attributes.Arn}:$LATEST`;
    const record = { requestContext: { functionArn }, requestPayload: { n: 2 } };
    expect(redeliver("shared", { body: JSON.stringify(record), attributes: {} })).toBe(true);
    expect(sent).toEqual([
      ["One", { n: 1 }],
      [deployment.find("three")!.attributes.Arn, { n: 2 }],
    ]);
  });

  test.each([
    ["that two functions may have written", "shared", '{"n":1}', requestId],
    ["of a stream, which holds no records", dead, '{"DDBStreamBatchInfo":{},"requestContext":{"functionArn":"x"}}', {}],
    ["that is not JSON", dead, "{", requestId],
    ["of a function that is gone", dead, '{"requestContext":{"functionArn":"gone"},"requestPayload":1}', {}],
  ])("%s stays where it is", (_, queue, body, attributes) => {
    expect(redeliver(queue, { body, attributes })).toBe(false);
    expect(sent).toEqual([]);
  });
});
