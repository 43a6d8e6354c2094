import { adapted, type Template } from "./gaps.ts";

const policy = (type: string, ...Statement: object[]) => ({
  Type: type,
  Properties: { PolicyDocument: { Version: "2012-10-17", Statement } },
});
const overTls = {
  Effect: "Deny",
  Action: "s3:*",
  Resource: "*",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const read = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };

test("what only MiniStack cannot do goes from a template, and nothing waits for what went", () => {
  const { Resources } = adapted({
    Resources: {
      Archive: { Type: "AWS::Events::Archive" },
      Bus: { Type: "AWS::Events::EventBus", DependsOn: ["Archive", "Queue"] },
      Queue: { Type: "AWS::SQS::Queue" },
    },
  });
  expect(Resources).toEqual({
    Bus: { Type: "AWS::Events::EventBus", DependsOn: ["Queue"] },
    Queue: { Type: "AWS::SQS::Queue" },
  });
});

test("an alarm of several metrics goes, an alarm of one stays", () => {
  const one = { Type: "AWS::CloudWatch::Alarm", Properties: { MetricName: "Errors", Namespace: "AWS/Lambda" } };
  const several = { Type: "AWS::CloudWatch::Alarm", Properties: { Metrics: [{ Id: "sum", Expression: "a + b" }] } };
  expect(adapted({ Resources: { one, several } }).Resources).toEqual({ one });
});

test("plain http is let in, and all else a policy says stays", () => {
  const { Resources } = adapted({
    Resources: {
      Both: policy("AWS::S3::BucketPolicy", overTls, read),
      Tls: policy("AWS::SQS::QueuePolicy", overTls),
      Denied: policy("AWS::S3::BucketPolicy", { ...read, Effect: "Deny" }),
    },
  } as Template);
  expect(Resources).toEqual({
    Both: policy("AWS::S3::BucketPolicy", read),
    Denied: policy("AWS::S3::BucketPolicy", { ...read, Effect: "Deny" }),
  });
});

test("a secret is named by its ARN wherever the template refers to it", () => {
  const { Resources } = adapted({
    Resources: {
      Key: { Type: "AWS::SecretsManager::Secret" },
      Table: { Type: "AWS::DynamoDB::Table" },
      Reader: { Type: "AWS::Lambda::Function", Properties: { Environment: [{ Ref: "Key" }, { Ref: "Table" }] } },
    },
  });
  expect(Resources.Reader!.Properties).toEqual({ Environment: [{ "Fn::GetAtt": ["Key", "Id"] }, { Ref: "Table" }] });
});

test("a table has a name, so that an update finds it", () => {
  const table = (properties: object) => ({ Type: "AWS::DynamoDB::GlobalTable", Properties: { ...properties } });
  const { Resources } = adapted({ Resources: { Items: table({}), Named: table({ TableName: "mine" }) } });
  expect(Object.values(Resources)).toEqual([table({ TableName: "freelancerm-Items" }), table({ TableName: "mine" })]);
});
