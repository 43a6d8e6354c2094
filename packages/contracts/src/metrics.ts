/**
 * What is measured: the functions write each metric into their log lines, alarms and dashboard read it from there. One
 * declaration, so that nothing is watched that nobody emits (docs/adr/0008-metrics-ride-on-log-lines.md).
 */

export const METRIC_NAMESPACE = "FreelancerM";

/** Members of a log line a metric may be told apart by. Each set of values costs as a metric of its own. */
export type MetricDimension = "stage" | "operation";

export interface MetricDeclaration {
  unit: "Count" | "Milliseconds";
  /** Sets of dimensions it is kept by; what is not in a set can still be asked of the log lines themselves. */
  dimensions: readonly (readonly MetricDimension[])[];
}

const byStage = [["stage"]] as const;

export const metrics = {
  /** What one operation took; its samples are the operations. */
  Latency: { unit: "Milliseconds", dimensions: byStage },
  /** Operations that failed by our own doing. Rare by nature: a metric costs only in the hours it is sent. */
  Faults: { unit: "Count", dimensions: [["stage"], ["stage", "operation"]] },
  /** Operations that were refused by a rule. */
  Refusals: { unit: "Count", dimensions: byStage },
  /** Events of the payment processor that were not taken. */
  WebhookFailed: { unit: "Count", dimensions: byStage },
  /** Contracts whose ledger does not add up. */
  LedgerImbalance: { unit: "Count", dimensions: byStage },
} as const satisfies Record<string, MetricDeclaration>;

export type MetricName = keyof typeof metrics;
