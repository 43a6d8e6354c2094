/** What differs between the stages, from their settings; what rings and when, from the template of the largest stage. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type StageConfig, stageConfig, stageNames } from "../../infra/stages.ts";
import { createApp } from "../../infra/synth.ts";

const mailFrom = "no-reply@your.domain";
const row = (cells: unknown[]) => `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`;
const table = (head: string[], rows: unknown[][]) => [row(head), row(head.map(() => "---")), ...rows.map(row)];

/** What the source says of each setting: the comment above it in the interface. */
function settings(source: string): [key: string, says: string][] {
  const [, body = ""] = /export interface StageConfig \{\n([\s\S]*?)\n\}/.exec(source) ?? [];
  const found = body.matchAll(/(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?^ {2}(\w+)\??:/gm);
  return [...found].map(([, says = "", key = ""]) => [key, says.replaceAll(/\s*\n\s*\*\s*/g, " ").trim()]);
}

const value = (setting: unknown): string =>
  typeof setting === "boolean"
    ? setting
      ? "yes"
      : "–"
    : typeof setting === "object"
      ? Object.entries(setting as object)
          .map(([key, number]) => `${key} ${number}`)
          .join(", ")
      : String(setting);

/** A row for each setting that the stages themselves decide, not the operator's command. */
function stagesTable(source: string): string[] {
  const stages = stageNames.map((name) => stageConfig(name, { mailFrom }));
  const decided = settings(source).filter(([key]) => {
    const values = stages.map((stage) => JSON.stringify(stage[key as keyof StageConfig]));
    return key !== "name" && new Set(values).size > 1;
  });
  return table(
    ["setting", ...stageNames, "meaning"],
    decided.map(([key, says]) => [
      `\`${key}\``,
      ...stages.map((stage) => value(stage[key as keyof StageConfig])),
      says,
    ]),
  );
}

interface Metric {
  MetricName: string;
}
interface Alarm extends Partial<Metric> {
  AlarmName: string;
  AlarmDescription: string;
  ComparisonOperator: string;
  EvaluationPeriods: number;
  Threshold: number;
  Period?: number;
  Statistic?: string;
  ExtendedStatistic?: string;
  Metrics?: { MetricStat?: { Metric: Metric; Period: number; Stat: string } }[];
}

/** The alarms of a stage, as they are deployed. */
function alarmsOf(stage: string): Alarm[] {
  const outdir = mkdtempSync(join(tmpdir(), "freelancerm-operations-"));
  try {
    const app = createApp({ stage, outdir, bundle: false, mailFrom });
    const { template } = app.synth().getStackByName(`freelancerm-${stage}-observability`);
    return Object.values<{ Type: string; Properties: Alarm }>(template.Resources)
      .filter(({ Type }) => Type === "AWS::CloudWatch::Alarm")
      .map(({ Properties }) => Properties)
      .sort((a, b) => (a.AlarmName < b.AlarmName ? -1 : 1));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

const statistics: Record<string, string> = { Maximum: "most", SampleCount: "number" };

/** "sum of Errors of 10 functions ≥ 5 in 5 minutes, 2 times in a row" */
function rings({ Metrics = [], ...alarm }: Alarm): string {
  const added = Metrics.flatMap(({ MetricStat }) => MetricStat ?? []);
  const name = alarm.MetricName ?? `${added[0]?.Metric.MetricName} of ${added.length} functions`;
  const statistic = alarm.Statistic ?? alarm.ExtendedStatistic ?? added[0]?.Stat ?? "";
  const sign = alarm.ComparisonOperator.startsWith("LessThan") ? "<" : "≥";
  const minutes = (alarm.Period ?? added[0]?.Period ?? 0) / 60;
  const often = alarm.EvaluationPeriods > 1 ? `, ${alarm.EvaluationPeriods} times in a row` : "";
  const within = minutes === 60 ? "an hour" : `${minutes} minutes`;
  return `${statistics[statistic] ?? statistic.toLowerCase()} of ${name} ${sign} ${alarm.Threshold} in ${within}${often}`;
}

/** `source` is that of infra/stages.ts. Throws when a setting that differs says nothing of itself. */
export function operationsDocument(source: string): string {
  const alarms = alarmsOf("prod");
  const metrics = alarms.reduce(
    (sum, { Metrics }) => sum + (Metrics?.filter(({ MetricStat }) => MetricStat).length ?? 1),
    0,
  );
  return [
    "# What differs between stages",
    "",
    ...stagesTable(source),
    "",
    "# What rings, and when",
    "",
    "Every alarm of an observed stage, named `freelancerm-<stage>-…`; it mails whom `-c alarmMail=…` names. Together they watch",
    `${metrics} metrics, each at $0.10 a month. Functions behind the HTTP API that throw or are throttled answer 5xx: \`http-5xx\`.`,
    "",
    ...table(
      ["alarm", "rings when", "means"],
      alarms.map((alarm) => [
        alarm.AlarmName.replace("freelancerm-prod-", ""),
        rings(alarm),
        alarm.AlarmDescription.replaceAll(/docs\/runbooks\/([\w-]+\.md)/g, "[$1](../runbooks/$1)"),
      ]),
    ),
    "",
  ].join("\n");
}
