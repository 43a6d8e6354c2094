import { type Domain, domains } from "@freelancerm/contracts";
import type { Route } from "@freelancerm/contracts/route";
import { subscriptions } from "@freelancerm/contracts/subscriptions";
import { toItem } from "@freelancerm/data/entity";
import { matches } from "@freelancerm/local/events/pattern";
import { functionsOf } from "./functions.ts";
import { emptyProject, TestStage } from "./test-stage.ts";
import { unnameable } from "./uses.ts";

const { folder, site, remove } = emptyProject();
const prod = new TestStage("prod", folder, { site });
const dev = new TestStage("dev", folder);
const local = new TestStage("local", folder);
const sandbox = new TestStage("sandbox", folder);
const stages = [prod, dev, sandbox, local];
const deployed = [prod, dev];
const isMovable = (stage: TestStage) => stage === sandbox || stage === local;
afterAll(remove);

const json = (value: unknown) => JSON.stringify(value);
const asList = <T>(value: T | T[]): T[] => [value].flat() as T[];
const endOf = (resource: unknown): string =>
  typeof resource === "string"
    ? resource
    : (asList((resource as { "Fn::Join"?: [string, unknown[]] })["Fn::Join"]?.[1] ?? [])
        .at(-1)
        ?.toString() ?? "");

describe("the HTTP API", () => {
  const routesOf = (stage: TestStage) =>
    stage.ofType("AWS::ApiGatewayV2::Route").filter(({ properties }) => !properties.RouteKey.startsWith("$"));
  const declared = (movable: boolean) =>
    Object.values(domains)
      .flatMap((routes) => Object.values<Route>(routes))
      .filter((route) => movable || !route.sandboxOnly);

  test.each(stages)("of $name has exactly the routes of the contracts, none of which catches all", (stage) => {
    const keys = declared(isMovable(stage)).map(({ method, path }) => `${method} ${path}`);
    expect(routesOf(stage).map(({ properties }) => properties.RouteKey)).toEqual(keys);
    expect(json(keys)).not.toMatch(/\+\}|\$default|ANY/);
  });

  test.each(stages)("of $name demands an access token wherever the contract does not say anyone", (stage) => {
    const open = declared(isMovable(stage)).filter(({ caller }) => caller === "anyone");
    const unauthorised = routesOf(stage).filter(({ properties }) => properties.AuthorizationType !== "JWT");
    expect(unauthorised.map(({ properties }) => properties.RouteKey)).toEqual(
      open.map(({ method, path }) => `${method} ${path}`),
    );
    for (const { properties } of routesOf(stage)) {
      expect(Boolean(properties.AuthorizerId)).toBe(properties.AuthorizationType === "JWT");
    }
  });

  test("takes tokens of the pool's own client only", () => {
    const { JwtConfiguration } = prod.only("AWS::ApiGatewayV2::Authorizer").properties;
    expect(json(JwtConfiguration.Issuer)).toContain("https://cognito-idp.");
    expect(JwtConfiguration.Audience).toHaveLength(1);
  });

  test("has the routes of the sandbox only where the clock can be moved", () => {
    expect(json(local.resources)).toContain("POST /sandbox/clock");
    for (const stage of deployed) expect(json(stage.resources)).not.toContain("/sandbox/");
    expect(prod.functions().has("sandbox")).toBe(false);
  });

  test("lets the gateway invoke each function by itself alone", () => {
    for (const { properties } of prod.ofType("AWS::Lambda::Permission")) {
      expect(properties.SourceArn).toBeDefined();
    }
  });

  test("gives every domain one integration", () => {
    const http = prod.ofType("AWS::ApiGatewayV2::Integration").filter(({ stack }) => stack.endsWith("-api"));
    const names = (Object.keys(domains) as Domain[]).filter((name) => name !== "sandbox");
    expect(http).toHaveLength(names.length);
  });
});

describe("every gateway stage", () => {
  test.each(stages)("of $name limits and logs", (stage) => {
    const gateways = stage.ofType("AWS::ApiGatewayV2::Stage");
    expect(gateways).toHaveLength(2);
    for (const { properties } of gateways) {
      expect(properties.DefaultRouteSettings.ThrottlingRateLimit).toBeGreaterThan(0);
      expect(properties.DefaultRouteSettings.ThrottlingBurstLimit).toBeGreaterThan(0);
      expect(JSON.parse(properties.AccessLogSettings.Format)).toHaveProperty("requestId");
      expect(properties.AccessLogSettings.Format).not.toMatch(/authorization|querystring|cookie/i);
    }
  });
});

describe("functions", () => {
  test.each(stages)("of $name are those that are declared, on one runtime, with logs that end", (stage) => {
    const all = stage.functions();
    expect([...all.keys()].sort()).toEqual(functionsOf({ clock: isMovable(stage) ? "movable" : "real" }).sort());
    for (const [name, { stack, properties }] of all) {
      expect(properties).toMatchObject({ Runtime: "nodejs24.x", Architectures: ["arm64"] });
      expect(properties.LoggingConfig.LogFormat).toBe("JSON");
      expect(stage.referred(stack, properties.LoggingConfig.LogGroup)?.properties.RetentionInDays).toBeGreaterThan(0);
      expect(properties.Environment.Variables.CLOCK).toBe(isMovable(stage) ? "movable" : "real");
      // The gateway gives up after 30 seconds.
      expect(properties.Timeout).toBe(name in domains || name === "socket" ? 29 : 60);
    }
    for (const group of stage.ofType("AWS::Logs::LogGroup")) expect(group.properties.RetentionInDays).toBeDefined();
  });

  test("hold no secret: their variables name it, and its value is not in any template", () => {
    for (const { properties } of prod.functions().values()) {
      for (const [key, value] of Object.entries(properties.Environment.Variables)) {
        if (/SECRET|KEY|TOKEN|PASSWORD/.test(key))
          expect([key, json(value)]).toEqual([expect.stringMatching(/_ARN$/), expect.stringContaining("ImportValue")]);
      }
    }
    expect(json(prod.resources)).not.toMatch(/sk_(live|test)_|whsec_|AKIA[0-9A-Z]{16}/);
    for (const { properties } of prod.ofType("AWS::SecretsManager::Secret")) {
      expect(properties).not.toHaveProperty("SecretString");
    }
  });

  test.each(stages)("of $name are granted named actions on named resources", (stage) => {
    for (const name of stage.functions().keys()) {
      for (const statement of stage.statementsOf(name)) {
        const actions = asList<string>(statement.Action);
        for (const action of actions) expect(action).not.toContain("*");
        // An audit has to find every ledger; nobody else walks the table.
        if (name !== "ledger-check") expect(actions).not.toContain("dynamodb:Scan");
        for (const resource of asList(statement.Resource)) {
          if (!json(resource).includes("*")) continue;
          const unscopable = actions.every((action) => /^(xray:Put|dynamodb:ListStreams)/.test(action));
          const reasoned = Object.keys(unnameable).some((end) => endOf(resource).endsWith(end));
          expect([name, actions, resource, unscopable || reasoned]).toEqual([name, actions, resource, true]);
        }
      }
    }
  });

  test("post to sockets and close them where their code does, and nowhere else", () => {
    const methods = (name: string) =>
      prod
        .statementsOf(name)
        .filter(({ Action }) => json(Action).includes("execute-api:"))
        .flatMap(({ Resource }) => asList(Resource).map((resource) => endOf(resource).split("/")[2]));
    const granted = [...prod.functions().keys()].map((name) => [name, methods(name)] as const);
    expect(Object.fromEntries(granted.filter(([, of]) => of.length > 0))).toEqual({
      users: ["DELETE"],
      messaging: ["POST"],
      notifications: ["POST"],
      socket: ["DELETE", "POST"],
      "on-notify": ["POST"],
      "on-message": ["POST"],
      "on-account": ["DELETE"],
    });
  });

  test("read the clock of a sandbox where it is deployed, and only there", () => {
    const asking = (stage: TestStage) =>
      [...stage.functions().keys()].filter((name) =>
        stage.statementsOf(name).some(({ Condition }) => json(Condition ?? "").includes('"CLOCK"')),
      );
    expect(asking(sandbox).sort()).toEqual(functionsOf({ clock: "movable" }).sort());
    expect(asking(prod)).toEqual([]);
    expect(asking(local)).toEqual([]);
  });

  test("the audit of the ledgers writes nothing but how far it got", () => {
    const writes = prod.statementsOf("ledger-check").filter(({ Action }) => /Put|Update|Delete/.test(json(Action)));
    expect(writes.filter(({ Action }) => json(Action).includes("dynamodb:"))).toEqual([
      expect.objectContaining({
        Action: "dynamodb:PutItem",
        Condition: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["LEDGER-CHECK"] } },
      }),
    ]);
  });

  test("that only read may write nothing but the first secret of cursors", () => {
    const writes = prod.statementsOf("marketplace").filter(({ Action }) => /Put|Update|Delete/.test(json(Action)));
    const ofTable = writes.filter(({ Action }) => json(Action).includes("dynamodb:"));
    expect(ofTable.map(({ Condition }) => Condition)).toEqual([
      { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["SECRET"] } },
    ]);
  });
});

describe("what happened reaches whom it concerns", () => {
  const rulesOf = (stage: TestStage) => stage.ofType("AWS::Events::Rule");

  test.each(stages)("in $name: one rule per consumer, with the events it subscribed to", (stage) => {
    const patterns = rulesOf(stage).flatMap(({ stack, properties }) =>
      properties.EventPattern
        ? [[stage.referred(stack, properties.Targets[0].Arn)!.properties.FunctionName, properties.EventPattern]]
        : [],
    );
    expect(Object.fromEntries(patterns)).toEqual(
      Object.fromEntries(
        Object.entries(subscriptions).map(([name, events]) => [
          `freelancerm-${stage.name}-${name}`,
          { source: ["freelancerm"], "detail-type": events },
        ]),
      ),
    );
  });

  test.each(stages)(
    "in $name: every target is retried for its time and has a queue for what it could not take",
    (stage) => {
      for (const { stack, properties } of rulesOf(stage)) {
        for (const target of properties.Targets) {
          const queue = stage.referred(stack, target.DeadLetterConfig?.Arn);
          expect(queue?.type).toBe("AWS::SQS::Queue");
          expect(target.RetryPolicy).toEqual(
            properties.EventPattern
              ? { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 }
              : { MaximumEventAgeInSeconds: 300, MaximumRetryAttempts: 2 },
          );
          const fn = stage.referred(stack, target.Arn)!;
          expect(stage.referred(stack, fn.properties.DeadLetterConfig?.TargetArn)?.id).toBe(queue?.id);
        }
      }
      const ownQueues = rulesOf(stage).map(({ properties }) => json(properties.Targets[0].DeadLetterConfig));
      expect(new Set(ownQueues).size).toBe(ownQueues.length);
    },
  );

  test.each(stages)(
    "in $name: the stream is read from its beginning, and a poisoned record ends in a queue",
    (stage) => {
      const { stack, properties } = stage.only("AWS::Lambda::EventSourceMapping");
      expect(properties).toMatchObject({
        StartingPosition: "TRIM_HORIZON",
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        MaximumRecordAgeInSeconds: 23 * 3600,
      });
      expect(properties.MaximumRetryAttempts).toBeGreaterThan(0);
      expect(stage.referred(stack, properties.DestinationConfig.OnFailure.Destination)?.type).toBe("AWS::SQS::Queue");
    },
  );

  test("in the stream, a record with entries in its outbox passes, and one without does not", () => {
    const [{ Pattern }] = prod.only("AWS::Lambda::EventSourceMapping").properties.FilterCriteria.Filters;
    const passes = (image?: object) => matches(Pattern, { eventName: "MODIFY", dynamodb: { NewImage: image } });
    const event = { id: "evt_1", type: "job.published.v1" as const, at: "2026-01-01T00:00:00.000Z" };
    const record = { id: "job_1", version: 0 };
    const mapping = { key: () => ({ pk: "a", sk: "a" }), card: [] };
    const imageOf = (entity: typeof record & { outbox?: (typeof event)[] }) => {
      const flags = Object.entries(toItem(mapping, entity)).filter(([, value]) => typeof value === "boolean");
      return Object.fromEntries(flags.map(([name, BOOL]) => [name, { BOOL }]));
    };
    expect(passes(imageOf({ ...record, outbox: [event] }))).toBe(true);
    expect(passes(imageOf(record))).toBe(false);
    expect(passes(undefined)).toBe(false);
    // Lambda documents filters on scalars only: a pattern that has to look into a list may match nothing.
    expect(Pattern).not.toContain('"L"');
  });

  test.each(deployed)("in $name: each dead letter raises an alarm that reaches somebody", (stage) => {
    const watched = stage
      .ofType("AWS::CloudWatch::Alarm")
      .filter(({ properties }) => properties.Namespace === "AWS/SQS" && properties.Threshold === 1)
      .map(({ properties }) => json(properties.Dimensions));
    const queues = stage.ofType("AWS::SQS::Queue");
    // The consumers, the relay, the deadlines and the check of the ledgers.
    expect(queues.length).toBe(Object.keys(subscriptions).length + 3);
    for (const { id } of queues) expect(watched.filter((dimensions) => dimensions.includes(id))).toHaveLength(1);
    for (const { properties } of stage.ofType("AWS::CloudWatch::Alarm"))
      expect(properties.AlarmActions).toHaveLength(1);
  });

  test("deadlines run one at a time, each minute, and the ledgers are checked each hour", () => {
    const scheduled = rulesOf(prod).filter(({ properties }) => properties.ScheduleExpression);
    const every = scheduled.map(({ stack, properties }) => [
      prod.referred(stack, properties.Targets[0].Arn)!.properties.FunctionName,
      properties.ScheduleExpression,
    ]);
    expect(Object.fromEntries(every)).toEqual({
      "freelancerm-prod-deadlines": "rate(1 minute)",
      "freelancerm-prod-ledger-check": "rate(1 hour)",
    });
    expect(prod.functions().get("deadlines")!.properties.ReservedConcurrentExecutions).toBe(1);
  });
});
