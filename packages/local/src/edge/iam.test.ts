import { deployFixture } from "../template/assembly-fixture.ts";
import { denial, evaluate, type Permission, roleOf, wildcard } from "./iam.ts";
import { permissionsOf } from "./permissions.ts";

const table = "arn:aws:dynamodb:us-east-1:000000000000:table/things";

function statementsOf(...statements: object[]) {
  const deployment = deployFixture({
    Role: {
      Type: "AWS::IAM::Role",
      Properties: {
        RoleName: "r",
        Policies: [{ PolicyName: "inline", PolicyDocument: { Statement: statements } }],
        ManagedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"],
      },
    },
    Fn: { Type: "AWS::Lambda::Function", Properties: { Role: { "Fn::GetAtt": ["Role", "Arn"] } } },
  });
  return roleOf(deployment.find("Fn")!, deployment).statements;
}

const ask = (context?: Record<string, string[]>): Permission => ({
  action: "dynamodb:GetItem",
  resource: table,
  context: () => context ?? {},
});
const allow = (condition?: object) =>
  statementsOf({
    Effect: "Allow",
    Action: "dynamodb:Get*",
    Resource: table,
    ...(condition && { Condition: condition }),
  });

describe("a policy", () => {
  test.each([
    ["dynamodb:*", "DynamoDB:GetItem", "i", true],
    ["dynamodb:Get*", "dynamodb:GetItem", "", true],
    ["table/a?c", "table/abc", "", true],
    ["table/a.c", "table/abc", "", false],
    ["table/a", "table/abc", "", false],
  ])("pattern %s on %s", (pattern, text, flags, expected) => {
    expect(wildcard(pattern, flags)(text)).toBe(expected);
  });

  test("allows only what it says", () => {
    expect(evaluate(allow(), ask())).toEqual({ allowed: true });
    expect(evaluate(allow(), { ...ask(), resource: `${table}2` })).toMatchObject({ allowed: false, explicit: false });
    expect(evaluate(allow(), { ...ask(), action: "dynamodb:PutItem" })).toMatchObject({ allowed: false });
    expect(evaluate(allow(), { action: "logs:PutLogEvents", resource: "arn:x" })).toEqual({ allowed: true });
  });

  test("denies above all, also by exception", () => {
    const deny = { Effect: "Deny", NotAction: "dynamodb:Query", Resource: "*" };
    const statements = statementsOf({ Effect: "Allow", Action: "*", Resource: "*" }, deny);
    expect(evaluate(statements, ask())).toMatchObject({ allowed: false, explicit: true });
    expect(evaluate(statements, { ...ask(), action: "dynamodb:Query" })).toEqual({ allowed: true });
  });

  test.each([
    [{ "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["USER#1"] } }, ["USER#1"], true],
    [{ "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["USER#1"] } }, ["USER#1", "USER#2"], false],
    [{ "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["USER#*"] } }, ["USER#1", "USER#2"], true],
    [{ "ForAnyValue:StringEquals": { "dynamodb:LeadingKeys": ["USER#1"] } }, ["USER#2", "USER#1"], true],
    [{ StringEquals: { "dynamodb:LeadingKeys": "USER#1" } }, [], false],
    [{ StringEqualsIfExists: { "dynamodb:LeadingKeys": "USER#1" } }, [], true],
    [{ StringNotEquals: { "dynamodb:LeadingKeys": "USER#1" } }, ["USER#2"], true],
    [{ StringNotEquals: { "dynamodb:LeadingKeys": "USER#1" } }, ["USER#1"], false],
  ])("holds the condition %j on %j: %p", (condition, keys, expected) => {
    expect(evaluate(allow(condition), ask({ "dynamodb:LeadingKeys": keys })).allowed).toBe(expected);
  });

  test("with a condition not known here grants nothing, and the denial says why", () => {
    const decision = evaluate(allow({ IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }), ask());
    expect(decision.allowed).toBe(false);
    expect(denial("arn:me", ask(), decision)).toContain("the condition IpAddress on aws:SourceIp is not evaluated");
  });
});

describe("the permissions of a request", () => {
  const deployment = deployFixture({
    Table: {
      Type: "AWS::DynamoDB::Table",
      Properties: { TableName: "things", KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }] },
    },
    Secret: { Type: "AWS::SecretsManager::Secret", Properties: { Name: "stripe" } },
  });
  const of = (service: string, target: string, body: object, more: { path?: string; method?: string } = {}) =>
    permissionsOf(
      {
        service,
        method: "POST",
        path: "/",
        query: new URLSearchParams(),
        headers: { "x-amz-target": target },
        body: Buffer.from(JSON.stringify(body)),
        principal: { kind: "developer" },
        ...more,
      },
      deployment,
    ).map(({ action, resource, context }) => ({ action, resource, keys: context?.()["dynamodb:LeadingKeys"] }));

  test("carry the partition keys a DynamoDB request touches", () => {
    const item = { pk: { S: "A" } };
    const key = { S: "B" };
    expect(of("dynamodb", "X.GetItem", { TableName: "things", Key: item })).toEqual([
      { action: "dynamodb:GetItem", resource: table, keys: ["A"] },
    ]);
    const query = {
      KeyConditionExpression: "#p = :p and begins_with(sk, :s)",
      ExpressionAttributeNames: { "#p": "pk" },
      ExpressionAttributeValues: { ":p": key },
    };
    expect(of("dynamodb", "X.Query", { TableName: "things", ...query })[0]!.keys).toEqual(["B"]);
    const RequestItems = { things: [{ PutRequest: { Item: item } }, { DeleteRequest: { Key: { pk: key } } }] };
    expect(of("dynamodb", "X.BatchWriteItem", { RequestItems })).toEqual([
      { action: "dynamodb:BatchWriteItem", resource: table, keys: ["A", "B"] },
    ]);
  });

  test.each([
    [
      "sqs",
      "AmazonSQS.SendMessageBatch",
      { QueueUrl: "http://x/0/q" },
      "sqs:SendMessage",
      "arn:aws:sqs:us-east-1:000000000000:q",
    ],
    [
      "cognito-idp",
      "X.AdminGetUser",
      { UserPoolId: "p" },
      "cognito-idp:AdminGetUser",
      "arn:aws:cognito-idp:us-east-1:000000000000:userpool/p",
    ],
    [
      "ssm",
      "AmazonSSM.GetParameter",
      { Name: "/a/b" },
      "ssm:GetParameter",
      "arn:aws:ssm:us-east-1:000000000000:parameter/a/b",
    ],
    [
      "events",
      "AWSEvents.PutEvents",
      { Entries: [{}] },
      "events:PutEvents",
      "arn:aws:events:us-east-1:000000000000:event-bus/default",
    ],
  ])("of %s %s", (service, target, body, action, resource) => {
    expect(of(service, target, body)).toMatchObject([{ action, resource }]);
  });

  test("name secrets by ARN, senders by identity, functions by ARN, and nothing for a user's own token", () => {
    expect(of("secretsmanager", "secretsmanager.GetSecretValue", { SecretId: "stripe" })[0]!.resource).toMatch(
      /secret:stripe-/,
    );
    const mail = of("ses", "", { FromEmailAddress: "Shop <a@shop.test>" }, { path: "/v2/email/outbound-emails" });
    expect(mail[0]).toMatchObject({
      action: "ses:SendEmail",
      resource: expect.stringMatching(/identity\/shop\.test$/),
    });
    expect(of("lambda", "", {}, { path: "/2015-03-31/functions/f/invocations" })[0]!.resource).toMatch(/function:f$/);
    expect(of("cognito-idp", "X.GetUser", { AccessToken: "t" })).toEqual([]);
  });
});
