import { Duration } from "aws-cdk-lib";
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  Metric,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";
import { StageStack } from "../constructs/stage-stack.ts";
import type { StageConfig } from "../stages.ts";
import type { EventsStack } from "./events.ts";

/** Metrics that the functions write to their logs (embedded metric format), with the dimension `stage`. */
export const METRIC_NAMESPACE = "FreelancerM";
export const METRICS = { webhookFailed: "WebhookFailed", ledgerImbalance: "LedgerImbalance" } as const;

interface AlarmSpec {
  metric: Metric;
  /** Alarms at this value or above. */
  at: number;
  says: string;
  /** Periods in a row; 1 unless a single one may be chance. */
  periods?: number;
}

/** Alarms on what a person has to look at, and one dashboard. An alarm costs money: each has to name something to do. */
export class ObservabilityStack extends StageStack {
  private readonly topic: Topic;

  constructor(
    scope: Construct,
    stage: StageConfig,
    private readonly events: EventsStack,
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
      widgets: chunk(
        Object.entries(specs).map(([title, { metric }]) => new GraphWidget({ title, left: [metric], width: 8 })),
        3,
      ),
    });
  }

  private alarms(): Record<string, AlarmSpec> {
    const period = Duration.minutes(5);
    const { relay, deadLetters, deadlines } = this.events;
    const api = (metricName: string, statistic: string) =>
      new Metric({
        namespace: "AWS/ApiGateway",
        metricName,
        statistic,
        period,
        dimensionsMap: { ApiId: this.httpApiId },
      });
    // Without a dimension these add up all functions of the region: one alarm instead of one per function.
    const lambda = (metricName: string) =>
      new Metric({ namespace: "AWS/Lambda", metricName, statistic: "Sum", period });
    const own = (metricName: string) =>
      new Metric({
        namespace: METRIC_NAMESPACE,
        metricName,
        statistic: "Sum",
        period,
        dimensionsMap: { stage: this.config.name },
      });
    const queues = [...deadLetters].map(([name, queue]): [string, AlarmSpec] => [
      `dead-letters-${name}`,
      {
        metric: queue.metricApproximateNumberOfMessagesVisible({ statistic: "Maximum", period }),
        at: 1,
        says: `${name} gave up on something: find the cause, then redrive its queue.`,
      },
    ]);
    return {
      "http-5xx": {
        metric: api("5xx", "Sum"),
        at: 5,
        says: "The API fails for people: see the access log for routes.",
      },
      "http-p99": {
        metric: api("Latency", "p99"),
        at: 3_000,
        periods: 3,
        says: "One request in a hundred takes longer than 3 s.",
      },
      "function-errors": { metric: lambda("Errors"), at: 5, periods: 2, says: "Functions throw: see their logs." },
      "function-throttles": {
        metric: lambda("Throttles"),
        at: 1,
        periods: 2,
        says: "The account's concurrency is used up: ask for more.",
      },
      "outbox-age": {
        metric: relay.metric("IteratorAge", { statistic: "Maximum", period }),
        at: 60_000,
        periods: 2,
        says: "Events leave the outbox more than a minute late; the stream forgets after 24 hours.",
      },
      "deadlines-failing": {
        metric: deadlines.metricErrors({ period }),
        at: 3,
        says: "Deadlines are not firing: milestones, offers and refunds wait.",
      },
      "webhook-failed": {
        metric: own(METRICS.webhookFailed),
        at: 3,
        says: "Stripe's events are refused or not stored: compare the signing secret.",
      },
      "ledger-imbalance": {
        metric: own(METRICS.ledgerImbalance),
        at: 1,
        says: "The ledger and Stripe disagree: stop payouts and reconcile.",
      },
      ...Object.fromEntries(queues),
    };
  }

  private alarm(id: string, { metric, at, says, periods = 1 }: AlarmSpec): void {
    const alarm = new Alarm(this, id, {
      alarmName: `freelancerm-${this.config.name}-${id}`,
      alarmDescription: says,
      metric,
      threshold: at,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
  }
}

const chunk = <T>(items: T[], size: number): T[][] =>
  items.length === 0 ? [] : [items.slice(0, size), ...chunk(items.slice(size), size)];
