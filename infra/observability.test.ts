import { domains } from "@freelancerm/contracts";
import { METRIC_NAMESPACE, type MetricDeclaration, metrics } from "@freelancerm/contracts/metrics";
import { functionsOf } from "./functions.ts";
import { emptyProject, TestStage } from "./test-stage.ts";

const { folder, site, remove } = emptyProject();
const prod = new TestStage("prod", folder, { site });
const dev = new TestStage("dev", folder);
const stages = [prod, dev];
afterAll(remove);

const declared: Record<string, MetricDeclaration> = metrics;
const alarms = (stage: TestStage) => stage.ofType("AWS::CloudWatch::Alarm");
const named = (stage: TestStage, id: string) =>
  alarms(stage).find(({ properties }) => properties.AlarmName === `freelancerm-${stage.name}-${id}`)!.properties;
/** The function another stack imports by its name, as `Fn::ImportValue` of `<stack>:ExportsOutputRef<id><hash>`. */
const imported = (stage: TestStage, value: object) =>
  [...stage.functions()].find(([, { id, stack }]) =>
    JSON.stringify(value).startsWith(`{"Fn::ImportValue":"${stack}:ExportsOutputRef${id}`),
  )?.[0];
/** The dashboard's body with each reference in it as its name. */
const dashboard = (stage: TestStage) => {
  const [, parts] = stage.only("AWS::CloudWatch::Dashboard").properties.DashboardBody["Fn::Join"];
  return parts
    .map((part: unknown) => (typeof part === "string" ? part : `<${JSON.stringify(part).replaceAll('"', "")}>`))
    .join("");
};

describe.each(stages)("in $name", (stage) => {
  test("every alarm on a metric of our own watches one the functions write, by dimensions it is kept by", () => {
    const own = alarms(stage).filter(({ properties: { Namespace } }) => Namespace && !Namespace.startsWith("AWS/"));
    expect(own.length).toBeGreaterThanOrEqual(5);
    for (const { properties } of own) {
      const { Namespace, MetricName, Dimensions } = properties as {
        Namespace: string;
        MetricName: string;
        Dimensions: { Name: string; Value: string }[];
      };
      expect(Namespace).toBe(METRIC_NAMESPACE);
      const sets = declared[MetricName]?.dimensions.map((set) => [...set].sort());
      expect(sets).toContainEqual(Dimensions.map(({ Name }) => Name).sort());
      expect(Dimensions.find(({ Name }) => Name === "stage")?.Value).toBe(stage.name);
    }
    const watched = new Set(own.map(({ properties }) => properties.MetricName));
    expect(watched).toEqual(new Set(["Faults", "WebhookFailed", "LedgerImbalance"]));
  });

  test("every function writes the stage the alarms ask for", () => {
    for (const { properties } of stage.functions().values()) {
      expect(properties.Environment.Variables.STAGE).toBe(stage.name);
    }
  });

  test("errors, throttles, latency, the age of the outbox and every queue have an alarm", () => {
    const watched = alarms(stage).map(({ properties: { Namespace, MetricName, ExtendedStatistic, Statistic } }) =>
      [Namespace, MetricName, ExtendedStatistic ?? Statistic].join(" "),
    );
    expect(watched).toEqual(
      expect.arrayContaining([
        "AWS/ApiGateway 5xx Sum",
        "AWS/ApiGateway Latency p99",
        "AWS/Lambda IteratorAge Maximum",
        "AWS/SQS ApproximateNumberOfMessagesVisible Maximum",
      ]),
    );
  });

  test.each(["Errors", "Throttles"])("%s are those of this stage's functions that no request waits for", (name) => {
    // As many alarms as it takes: one adds up ten metrics at most.
    const groups = alarms(stage)
      .map(({ properties }) => properties)
      .filter(({ AlarmName }) => AlarmName.includes(`-function-${name.toLowerCase()}`));
    for (const { Metrics, ...single } of groups) {
      expect(single).not.toHaveProperty("MetricName");
      expect(Metrics.filter((part: { ReturnData?: boolean }) => part.ReturnData !== false)).toEqual([
        expect.objectContaining({ Expression: expect.stringMatching(/^SUM\(\[m0(,m\d)*\]\)$/) }),
      ]);
    }
    const watched = groups
      .flatMap(({ Metrics }) => Metrics)
      .flatMap(
        ({ MetricStat }: { MetricStat?: { Metric: { MetricName: string; Dimensions: { Value: object }[] } } }) => {
          if (!MetricStat) return [];
          expect(MetricStat.Metric.MetricName).toBe(name);
          expect(MetricStat.Metric.Dimensions).toHaveLength(1);
          return imported(stage, MetricStat.Metric.Dimensions[0]!.Value);
        },
      );
    const answering = new Set<string>(Object.keys(domains));
    expect(watched.sort()).toEqual(
      functionsOf({ clock: "real" })
        .filter((fn) => !answering.has(fn))
        .sort(),
    );
  });

  test("an alarm adds up no more metrics than CloudWatch lets it", () => {
    for (const { properties } of alarms(stage)) expect(properties.Metrics?.length ?? 1).toBeLessThanOrEqual(11);
  });

  test("one refused event of Stripe rings, however quiet the stage is: its next attempt may be an hour away", () => {
    expect(named(stage, "webhook-failed")).toMatchObject({ Threshold: 1, Period: 3600, EvaluationPeriods: 1 });
  });

  test("each alarm has a name, says what to do and reaches somebody", () => {
    for (const { properties } of alarms(stage)) {
      expect(properties.AlarmName).toMatch(new RegExp(`^freelancerm-${stage.name}-[a-z0-9-]+$`));
      expect(properties.AlarmDescription).toMatch(/:|\.$/);
      expect(stage.referred(alarms(stage)[0]!.stack, properties.AlarmActions[0])?.type).toBe("AWS::SNS::Topic");
    }
  });

  test("a ledger check that stays away is an alarm of its own, and silence of what is rare is none", () => {
    expect(named(stage, "ledger-check-silent")).toMatchObject({
      MetricName: "LedgerImbalance",
      Statistic: "SampleCount",
      ComparisonOperator: "LessThanThreshold",
      TreatMissingData: "breaching",
    });
    expect(named(stage, "ledger-imbalance")).toMatchObject({
      Statistic: "Maximum",
      Threshold: 1,
      TreatMissingData: "notBreaching",
    });
  });

  test("the dashboard shows what every alarm watches and asks the logs of every function", () => {
    const body = dashboard(stage);
    for (const { properties } of alarms(stage)) {
      expect(body).toContain(`"title":"${properties.AlarmName.replace(`freelancerm-${stage.name}-`, "")}"`);
    }
    const source = /SOURCE [^|]+(\| SOURCE [^|]+)*/.exec(body)![0];
    expect(source.match(/SOURCE/g)).toHaveLength(functionsOf({ clock: "real" }).length);
  });
});

test("only a stage that is observed pays for alarms and a dashboard", () => {
  const local = new TestStage("local", folder);
  expect(alarms(local)).toEqual([]);
  expect(local.ofType("AWS::CloudWatch::Dashboard")).toEqual([]);
});
