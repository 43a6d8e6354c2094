import { writeAssembly } from "./template/assembly-fixture.ts";

const arn = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });

const table = (properties: object) => ({
  Type: "AWS::DynamoDB::Table",
  Properties: {
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    ...properties,
  },
});

const sources: Record<string, string> = {
  "notes/handler.ts": `
    import { DynamoDBClient, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
    const client = new DynamoDBClient({});
    const TableName = process.env.TABLE_NAME;
    export const handler = async (event: { routeKey: string; body?: string }) => {
      if (event.routeKey === "GET /forbidden") {
        const error = await client.send(new ScanCommand({ TableName })).catch((error: Error) => error);
        return { statusCode: 403, body: JSON.stringify(error) };
      }
      await client.send(new PutItemCommand({ TableName, Item: { pk: { S: event.body ?? "" } } }));
      return { statusCode: 201, body: JSON.stringify({ kept: event.body }) };
    };`,
  "relay/handler.ts": `
    import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
    const client = new EventBridgeClient({});
    export const handler = async (event: { Records: { dynamodb: { Keys: { pk: { S: string } } } }[] }) => {
      const Entries = event.Records.map(({ dynamodb }) => ({
        EventBusName: process.env.BUS,
        Source: "notes",
        DetailType: "note.kept",
        Detail: JSON.stringify({ note: dynamodb.Keys.pk.S }),
      }));
      await client.send(new PutEventsCommand({ Entries }));
    };`,
  "consumer/handler.ts": `
    import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
    import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
    const client = new SecretsManagerClient({});
    export const handler = async (event: { detail: { note: string } }) => {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: process.env.SECRET }));
      const Item = { pk: { S: event.detail.note } };
      await new DynamoDBClient({}).send(new PutItemCommand({ TableName: process.env.SEEN, Item }));
      console.log("consumed " + event.detail.note + " with " + SecretString);
    };`,
};

const policy = (Action: string | string[], Resource: unknown) => ({ Effect: "Allow", Action, Resource });

function fn(name: string, variables: object, ...statements: object[]) {
  return {
    [`${name}Role`]: {
      Type: "AWS::IAM::Role",
      Properties: { Policies: [{ PolicyName: "own", PolicyDocument: { Statement: statements } }] },
    },
    [name]: {
      Type: "AWS::Lambda::Function",
      Properties: {
        Handler: "index.handler",
        Runtime: "nodejs22.x",
        Timeout: 20,
        Role: arn(`${name}Role`),
        Environment: { Variables: variables },
      },
      Metadata: { "aws:asset:path": name.toLowerCase() },
    },
  };
}

const route = (id: string, RouteKey: string) => ({
  [id]: {
    Type: "AWS::ApiGatewayV2::Route",
    Properties: {
      ApiId: { Ref: "Api" },
      RouteKey,
      Target: { "Fn::Join": ["", ["integrations/", { Ref: "Integration" }]] },
    },
  },
});

/** An app that keeps a note (HTTP → table), announces it (stream → bus) and consumes it (rule → function → secret, table). */
export function notesAssembly(): string {
  const Resources = {
    Table: table({ StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" } }),
    Seen: table({ TableName: "seen" }),
    Bus: { Type: "AWS::Events::EventBus", Properties: { Name: "notes" } },
    Secret: { Type: "AWS::SecretsManager::Secret", Properties: { Name: "stamp" } },
    ...fn("Notes", { TABLE_NAME: { Ref: "Table" } }, policy("dynamodb:PutItem", arn("Table"))),
    ...fn("Relay", { BUS: { Ref: "Bus" } }, policy("events:PutEvents", arn("Bus"))),
    ...fn(
      "Consumer",
      { SECRET: { Ref: "Secret" }, SEEN: { Ref: "Seen" } },
      policy("secretsmanager:GetSecretValue", { Ref: "Secret" }),
      policy("dynamodb:PutItem", arn("Seen")),
    ),
    Mapping: {
      Type: "AWS::Lambda::EventSourceMapping",
      Properties: { EventSourceArn: { "Fn::GetAtt": ["Table", "StreamArn"] }, FunctionName: { Ref: "Relay" } },
    },
    Rule: {
      Type: "AWS::Events::Rule",
      Properties: {
        EventBusName: { Ref: "Bus" },
        EventPattern: { source: ["notes"] },
        Targets: [{ Id: "consumer", Arn: arn("Consumer") }],
      },
    },
    Api: { Type: "AWS::ApiGatewayV2::Api", Properties: { Name: "api", ProtocolType: "HTTP" } },
    Stage: {
      Type: "AWS::ApiGatewayV2::Stage",
      Properties: { ApiId: { Ref: "Api" }, StageName: "$default", AutoDeploy: true },
    },
    Integration: {
      Type: "AWS::ApiGatewayV2::Integration",
      Properties: {
        ApiId: { Ref: "Api" },
        IntegrationType: "AWS_PROXY",
        IntegrationUri: arn("Notes"),
        PayloadFormatVersion: "2.0",
      },
    },
    ...route("Post", "POST /notes"),
    ...route("Forbidden", "GET /forbidden"),
  };
  const Outputs = {
    ApiUrl: { Value: { "Fn::GetAtt": ["Api", "ApiEndpoint"] } },
    TableName: { Value: { Ref: "Table" } },
  };
  return writeAssembly({ Notes: { Resources, Outputs } }, sources);
}
