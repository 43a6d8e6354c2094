import { METRIC_NAMESPACE, type MetricName, metrics } from "@freelancerm/contracts/metrics";
import { Duration } from "aws-cdk-lib";
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  MathExpression,
  Metric,
  Stats,
  TextWidget,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { Function as Lambda } from "aws-cdk-lib/aws-lambda";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";
import { StageStack } from "../constructs/stage-stack.ts";
import type { StageConfig } from "../stages.ts";
import type { EventsStack } from "./events.ts";

interface AlarmSpec {
  metric: IMetric;
  /** Alarms at this value or above. */
  at: number;
  says: string;
  /** Periods in a row; 1 unless a single one may be chance. */
  periods?: number;
  /** Alarms when it is below `at`, or not there: for what has to happen again and again. */
  absent?: true;
}

const period = Duration.minutes(5);

/** So many metrics an alarm can add up; each is billed like an alarm. */
const ADDED_UP = 10;

/**
 * Alarms on what a person has to look at, and one dashboard. Each metric an alarm watches costs $0.10 a month, idle too:
 * each has to name something to do, and what another alarm shows is not watched again.
 */
export class ObservabilityStack extends StageStack {
  private readonly topic: Topic;

  constructor(
    scope: Construct,
    stage: StageConfig,
    private readonly events: EventsStack,
    private readonly socket: Lambda,
    /** All functions of the stage. */
    private readonly functions: Lambda[],
    private readonly httpApiId: string,
  ) {
    super(scope, "observability", stage, "Alarms and dashboard");
    this.topic = new Topic(this, "Alarms", { enforceSSL: true });
    if (stage.alarmMail) this.topic.addSubscription(new EmailSubscription(stage.alarmMail));
    const specs = this.alarms();
    for (const [id, spec] of Object.entries(specs)) this.alarm(id, spec);
    new Dashboard(this, "Dashboard", {
      dashboardName: `freelancerm-${stage.name}`,
      defaultInterval: Duration.hours(12),
      widgets: [...this.operations(), ...chunk(Object.entries(specs).map(graph), 3)],
    });
  }

  /** One of our own metrics, by dimensions it is declared with. Throws when it is not. */
  private own(name: MetricName, statistic: string, dimensions: Record<string, string> = {}): Metric {
    const dimensionsMap = { stage: this.config.name, ...dimensions };
    const wanted = Object.keys(dimensionsMap).sort().join();
    if (!metrics[name].dimensions.some((set) => [...set].sort().join() === wanted)) {
      throw new Error(`${name} is not kept by ${wanted}; see packages/contracts/src/metrics.ts.`);
    }
    return new Metric({ namespace: METRIC_NAMESPACE, metricName: name, statistic, period, dimensionsMap });
  }

  private alarms(): Record<string, AlarmSpec> {
    const { relay, deadLetters } = this.events;
    const api = (metricName: string, statistic: string) =>
      new Metric({
        namespace: "AWS/ApiGateway",
        metricName,
        statistic,
        period,
        dimensionsMap: { ApiId: this.httpApiId },
      });
    const queues = [...deadLetters].map(([name, queue]): [string, AlarmSpec] => [
      `dead-letters-${name}`,
      {
        metric: queue.metricApproximateNumberOfMessagesVisible({ statistic: "Maximum", period }),
        at: 1,
        says: `${name} gave up on something: docs/runbooks/redrive.md.`,
      },
    ]);
    return {
      "http-5xx": {
        metric: api("5xx", "Sum"),
        at: 5,
        says: "The API fails for people: see which operations on the dashboard.",
      },
      "http-p99": {
        metric: api("Latency", "p99"),
        at: 3_000,
        periods: 3,
        says: "One request in a hundred takes longer than 3 s: see which operations on the dashboard.",
      },
      faults: {
        metric: this.own("Faults", Stats.SUM),
        at: 5,
        periods: 2,
        says: "Requests, frames or events fail by our own doing: see which on the dashboard, then their logs.",
      },
      ...this.ofFunctions("Errors", {
        at: 5,
        periods: 2,
        says: "The functions of socket and events throw or take too long: see their logs.",
      }),
      ...this.ofFunctions("Throttles", {
        at: 1,
        periods: 2,
        says: "The functions of socket and events have to wait for each other: ask AWS for more concurrency.",
      }),
      "outbox-age": {
        metric: relay.metric("IteratorAge", { statistic: "Maximum", period }),
        at: 60_000,
        periods: 2,
        says: "Events leave the outbox more than a minute late; the stream forgets after 24 hours: docs/runbooks/redrive.md.",
      },
      "deadlines-failing": {
        metric: this.own("Faults", Stats.SUM, { operation: "deadlines" }),
        at: 3,
        says: "Deadlines are not firing: milestones, offers and refunds wait. See the logs of deadlines.",
      },
      "webhook-failed": {
        // Stripe tries again after minutes and then hours: where little is paid, an hour brings one of them.
        metric: this.own("WebhookFailed", Stats.SUM).with({ period: Duration.hours(1) }),
        at: 1,
        says: "Stripe's events are refused or not stored: compare the signing secret, docs/runbooks/rotate-secrets.md.",
      },
      "ledger-imbalance": {
        metric: this.own("LedgerImbalance", Stats.MAXIMUM),
        at: 1,
        says: "A ledger does not add up: stop payouts; the logs of ledger-check name contract and reason.",
      },
      "ledger-check-silent": {
        metric: this.own("LedgerImbalance", Stats.SAMPLE_COUNT).with({ period: Duration.hours(1) }),
        at: 1,
        periods: 3,
        absent: true,
        says: "The ledgers were not checked for three hours: see the logs of ledger-check.",
      },
      ...Object.fromEntries(queues),
    };
  }

  /**
   * Alarms on the sum of a metric of Lambda over the functions no request waits for: those behind the HTTP API that throw or
   * are throttled answer 5xx, which has its alarm. Without names it would add up whatever else runs in the region.
   */
  private ofFunctions(metricName: "Errors" | "Throttles", how: Omit<AlarmSpec, "metric">): Record<string, AlarmSpec> {
    const groups = chunk([this.socket, ...this.events.functions], ADDED_UP);
    return Object.fromEntries(
      groups.map((functions, group) => {
        const metrics = functions.map((fn, i): [string, Metric] => [
          `m${i}`,
          fn.metric(metricName, { statistic: "Sum", period }),
        ]);
        const metric = new MathExpression({
          expression: `SUM([${metrics.map(([id]) => id).join()}])`,
          usingMetrics: Object.fromEntries(metrics),
          label: metricName,
          period,
        });
        return [`function-${metricName.toLowerCase()}${group === 0 ? "" : `-${group + 1}`}`, { metric, ...how }];
      }),
    );
  }

  private alarm(id: string, { metric, at, says, periods = 1, absent }: AlarmSpec): void {
    const alarm = new Alarm(this, id, {
      alarmName: `freelancerm-${this.config.name}-${id}`,
      alarmDescription: says,
      metric,
      threshold: at,
      comparisonOperator: absent
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: absent ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
  }

  /** What each operation does, asked of the log lines when somebody looks: a metric per operation would cost all month. */
  private operations(): IWidget[][] {
    const logGroupNames = this.functions.map(({ logGroup }) => logGroup.logGroupName);
    const table = (title: string, ...queryLines: string[]) =>
      new LogQueryWidget({
        title,
        logGroupNames,
        queryLines,
        view: LogQueryVisualizationType.TABLE,
        width: 12,
        height: 8,
      });
    const faults = new MathExpression({
      expression: `SEARCH('{${METRIC_NAMESPACE},operation,stage} MetricName="Faults" stage="${this.config.name}"', 'Sum', 300)`,
      usingMetrics: {},
      label: "",
      period,
    });
    const sum = Stats.SUM;
    return [
      [
        new TextWidget({
          markdown:
            "What to do when an alarm rings: docs/runbooks. Logs say `requestId`, `operation`, `actor`, `outcome`.",
          width: 24,
          height: 1,
        }),
      ],
      [
        new GraphWidget({
          title: "Operations",
          left: [this.own("Latency", Stats.SAMPLE_COUNT).with({ label: "all" }), this.own("Refusals", sum)],
          right: [this.own("Latency", "p50"), this.own("Latency", "p99")],
          width: 12,
        }),
        new GraphWidget({ title: "Faults by operation", left: [faults], width: 12 }),
      ],
      [
        table(
          "Operations by their slowest",
          "filter ispresent(outcome)",
          "stats count(*) as n, pct(Latency, 50) as p50, pct(Latency, 99) as p99, sum(Faults) as faults by operation",
          "sort p99 desc",
          "limit 50",
        ),
        table(
          "Refusals",
          "filter ispresent(code)",
          "stats count(*) as n by operation, code",
          "sort n desc",
          "limit 50",
        ),
      ],
    ];
  }
}

const graph = ([title, { metric }]: [string, AlarmSpec]): IWidget =>
  new GraphWidget({ title, left: [metric], width: 8 });

const chunk = <T>(items: T[], size: number): T[][] =>
  items.length === 0 ? [] : [items.slice(0, size), ...chunk(items.slice(size), size)];
