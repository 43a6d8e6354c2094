import { tableSchema } from "@freelancerm/data/schema";
import { AwsSolutionsChecks } from "cdk-nag";
import { PAGES, STRIP_API } from "./stacks/site.ts";
import { emptyProject, type TestResource, TestStage } from "./test-stage.ts";
import { unnameable } from "./uses.ts";

const { folder, site, remove } = emptyProject();
const prod = new TestStage("prod", folder, { validate: true, site });
const dev = new TestStage("dev", folder);
const local = new TestStage("local", folder);
const stages = [prod, dev, local];
afterAll(remove);

const json = (value: unknown) => JSON.stringify(value);

describe("what must not be lost", () => {
  test.each(stages)("in $name: the table can be restored to any second and is shaped as its schema says", (stage) => {
    const { properties } = stage.only("AWS::DynamoDB::GlobalTable");
    expect(properties.Replicas[0].PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled).toBe(true);
    expect(properties).toMatchObject({
      BillingMode: "PAY_PER_REQUEST",
      SSESpecification: { SSEEnabled: true },
      StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
      TimeToLiveSpecification: { AttributeName: tableSchema.timeToLive, Enabled: true },
    });
    expect(properties.GlobalSecondaryIndexes.map((index: { IndexName: string }) => index.IndexName)).toEqual(
      Object.keys(tableSchema.indexes),
    );
    for (const { Projection } of properties.GlobalSecondaryIndexes) {
      expect(Projection).toEqual({ ProjectionType: "INCLUDE", NonKeyAttributes: tableSchema.projected });
    }
  });

  test("in prod: table, files, accounts, secrets and logs outlive their stacks", () => {
    const held = [
      "AWS::DynamoDB::GlobalTable",
      "AWS::Cognito::UserPool",
      "AWS::S3::Bucket",
      "AWS::SecretsManager::Secret",
      "AWS::Logs::LogGroup",
    ].flatMap((type) => prod.ofType(type));
    for (const { id, deletionPolicy } of held) expect([id, deletionPolicy]).toEqual([id, "Retain"]);
    expect(prod.only("AWS::DynamoDB::GlobalTable").properties.Replicas[0].DeletionProtectionEnabled).toBe(true);
    expect(prod.only("AWS::Cognito::UserPool").properties.DeletionProtection).toBe("ACTIVE");
  });

  test.each(stages)("in $name: no bucket or queue is open", (stage) => {
    const deniesPlainHttp = (type: string) => (resource: TestResource) =>
      stage
        .ofType(type)
        .some(
          ({ stack, properties }) =>
            stack === resource.stack &&
            json(properties).includes(`"${resource.id}"`) &&
            json(properties).includes('"aws:SecureTransport":"false"'),
        );
    for (const bucket of stage.ofType("AWS::S3::Bucket")) {
      expect(bucket.properties.PublicAccessBlockConfiguration).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      expect(bucket.properties.BucketEncryption).toBeDefined();
      expect(deniesPlainHttp("AWS::S3::BucketPolicy")(bucket)).toBe(true);
    }
    for (const queue of stage.ofType("AWS::SQS::Queue")) {
      expect(queue.properties.SqsManagedSseEnabled).toBe(true);
      expect(deniesPlainHttp("AWS::SQS::QueuePolicy")(queue)).toBe(true);
    }
  });

  test("in prod: what stays in quarantine is gone after a day", () => {
    const files = prod.ofType("AWS::S3::Bucket").find(({ properties }) => properties.CorsConfiguration)!;
    expect(files.properties.VersioningConfiguration).toEqual({ Status: "Enabled" });
    expect(files.properties.LifecycleConfiguration.Rules).toContainEqual(
      expect.objectContaining({ Prefix: "quarantine/", ExpirationInDays: 1, Status: "Enabled" }),
    );
    expect(json(files.properties.CorsConfiguration.CorsRules[0].AllowedOrigins)).not.toContain('"*"');
  });
});

describe("accounts", () => {
  test.each(stages)(
    "of $name: the client keeps no secret, tells nobody who exists, and its tokens are short",
    (stage) => {
      const { properties } = stage.only("AWS::Cognito::UserPoolClient");
      expect(properties).toMatchObject({
        GenerateSecret: false,
        ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        PreventUserExistenceErrors: "ENABLED",
        EnableTokenRevocation: true,
        AccessTokenValidity: 15,
        RefreshTokenValidity: 30 * 24 * 60,
      });
      expect(stage.ofType("AWS::Cognito::UserPoolGroup").map(({ properties: group }) => group.GroupName)).toEqual([
        "client",
        "freelancer",
        "moderator",
        "mediator",
        "finance",
        "administrator",
      ]);
    },
  );
});

describe("the site", () => {
  const run = (code: string, uri: string) =>
    new Function("event", `${code}; return handler(event).uri;`)({ request: { uri } }) as string;

  test("runs no inline script and loads nothing foreign", () => {
    const csp = json(prod.only("AWS::CloudFront::ResponseHeadersPolicy").properties);
    expect(csp).toContain("script-src 'self';");
    expect(csp).not.toMatch(/unsafe|https:\/\/\*|wss:\/\/\*/);
  });

  test("answers a path of the application with its page, and a file with the file", () => {
    expect(["/", "/jobs/job_1", "/assets/app-1a.js", "/config.json"].map((uri) => run(PAGES, uri))).toEqual([
      "/index.html",
      "/index.html",
      "/assets/app-1a.js",
      "/config.json",
    ]);
  });

  test("hides the prefix of the API from the API, once", () => {
    expect(["/api/jobs/job_1", "/api", "/api/api/x", "/apiary"].map((uri) => run(STRIP_API, uri))).toEqual([
      "/jobs/job_1",
      "/",
      "/api/x",
      "/apiary",
    ]);
  });
});

test("outputs keep their keys, by which scripts and the local cloud find them", () => {
  const keys = ["HttpUrl", "SocketUrl", "UserPoolId", "UserPoolClientId", "TableName", "BucketName", "EventBusName"];
  expect(local.outputs).toEqual(expect.arrayContaining(keys));
  expect(prod.outputs).toEqual(expect.arrayContaining([...keys, "SiteUrl"]));
});

test.each(stages)("AWS Solutions checks find nothing in $name that is not acknowledged with its reason", (stage) => {
  const { violations } = new AwsSolutionsChecks(stage.app).validateScope(stage.app);
  const unexplained = violations
    .map(({ ruleName }) => ruleName)
    .filter(
      (rule) =>
        !Object.keys(unnameable).some((end) => rule.startsWith("AwsSolutions-IAM5[") && rule.endsWith(`${end}]`)),
    );
  expect(unexplained).toEqual([]);
});
