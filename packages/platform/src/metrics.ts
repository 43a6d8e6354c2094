/**
 * Metrics in CloudWatch's embedded metric format: members of a log line that say which of its other members are metrics.
 * CloudWatch Logs reads them as they arrive, so a function calls nothing.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
import { METRIC_NAMESPACE, type MetricName, metrics } from "@freelancerm/contracts/metrics";

export type Measured = Partial<Record<MetricName, number>>;

/**
 * The members that make a log line carry these values. The line itself must have a member for every dimension.
 * @param at milliseconds since the epoch, real time: CloudWatch refuses what lies far ahead
 */
export const embedded = (values: Measured, at: number): Record<string, unknown> => ({
  ...values,
  _aws: {
    Timestamp: at,
    CloudWatchMetrics: (Object.keys(values) as MetricName[]).map((Name) => ({
      Namespace: METRIC_NAMESPACE,
      Dimensions: metrics[Name].dimensions,
      Metrics: [{ Name, Unit: metrics[Name].unit }],
    })),
  },
});

export type Outcome = "done" | "refused" | "failed";

export const outcomeAt = (status: number): Outcome => (status >= 500 ? "failed" : status >= 400 ? "refused" : "done");

/** What every operation measures; zero is not sent, it costs as much as one. */
export const outcomeOf = (outcome: Outcome, ms: number): Measured => ({
  Latency: Math.round(ms),
  ...(outcome === "refused" && { Refusals: 1 }),
  ...(outcome === "failed" && { Faults: 1 }),
});
