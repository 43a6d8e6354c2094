import { METRIC_NAMESPACE, metrics } from "@freelancerm/contracts/metrics";
import { linesOf } from "../../../tests/world/lines.ts";
import { inContext, log } from "./log.ts";
import { embedded, type Measured, outcomeOf } from "./metrics.ts";

const NOW = Date.parse("2026-01-05T09:00:00.000Z");

/** What the specification demands of a document; answers what is wrong with this one. */
function faultsOf(line: string): string[] {
  const root = JSON.parse(line);
  const faults: string[] = [];
  const demand = (holds: boolean, sentence: string) => void (holds || faults.push(sentence));
  const { Timestamp, CloudWatchMetrics } = root._aws ?? {};
  demand(line.length < 1024 * 1024, "larger than an event of a log may be");
  demand(Number.isInteger(Timestamp), "no time in milliseconds");
  demand(Array.isArray(CloudWatchMetrics) && CloudWatchMetrics.length > 0, "no directive");
  for (const { Namespace, Dimensions, Metrics, ...rest } of CloudWatchMetrics ?? []) {
    demand(Object.keys(rest).length === 0, "members the specification does not know");
    demand(/^[\w./#:-]{1,256}$/.test(Namespace), "namespace");
    demand(Dimensions.length > 0, "no set of dimensions");
    for (const set of Dimensions) {
      demand(set.length <= 30, "more than 30 dimensions");
      for (const name of set) {
        demand(/^[\x20-\x7e]{1,250}$/.test(name) && !name.startsWith(":"), `name of the dimension ${name}`);
        demand(typeof root[name] === "string" && /^[\x20-\x7e]{1,1024}$/.test(root[name]), `value of ${name}`);
      }
    }
    demand(Metrics.length > 0 && Metrics.length <= 100, "between 1 and 100 metrics");
    for (const { Name, Unit, ...more } of Metrics) {
      demand(Object.keys(more).length === 0, "a metric's unknown members");
      demand(typeof root[Name] === "number", `${Name} has no number at the root`);
      demand(["Count", "Milliseconds"].includes(Unit), `unit of ${Name}`);
    }
  }
  return faults;
}

const every = Object.fromEntries(Object.keys(metrics).map((name) => [name, 1])) as Measured;
const about = { requestId: "req-1", operation: "submitProposal", actor: "anonymous" };

test("a line that carries metrics is a document of the embedded metric format, and says what it was written for", async () => {
  const [line, ...others] = await linesOf(() =>
    inContext(about, async () => log.info("request", { status: 500 }, every)),
  );
  expect(others).toEqual([]);
  expect(faultsOf(line!)).toEqual([]);
  expect(JSON.parse(line!)).toMatchObject({ level: "INFO", message: "request", ...about, status: 500, ...every });
});

test("the check of documents notices each thing the format demands", () => {
  const sound = { stage: "prod", operation: "x", ...embedded(every, NOW) };
  const [directive] = (sound as unknown as { _aws: { CloudWatchMetrics: object[] } })._aws.CloudWatchMetrics;
  const broken = [
    { ...sound, stage: undefined },
    { ...sound, Latency: "12" },
    { ...sound, _aws: { Timestamp: "now", CloudWatchMetrics: [directive] } },
    { ...sound, _aws: { Timestamp: NOW, CloudWatchMetrics: [] } },
    { ...sound, _aws: { Timestamp: NOW, CloudWatchMetrics: [{ ...directive, Dimensions: [] }] } },
    {
      ...sound,
      _aws: { Timestamp: NOW, CloudWatchMetrics: [{ ...directive, Metrics: [{ Name: "No", Unit: "Count" }] }] },
    },
  ];
  expect(faultsOf(JSON.stringify(sound))).toEqual([]);
  for (const document of broken) expect(faultsOf(JSON.stringify(document))).not.toEqual([]);
});

test("each metric is kept by the dimensions its declaration names", () => {
  const { _aws } = embedded(every, NOW) as { _aws: { CloudWatchMetrics: Record<string, unknown>[] } };
  const kept = _aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    (Metrics as { Name: string; Unit: string }[]).map(({ Name, Unit }) => [Name, { Namespace, Dimensions, Unit }]),
  );
  expect(Object.fromEntries(kept)).toEqual(
    Object.fromEntries(
      Object.entries(metrics).map(([name, { unit, dimensions }]) => [
        name,
        { Namespace: METRIC_NAMESPACE, Dimensions: dimensions, Unit: unit },
      ]),
    ),
  );
});

test("an operation sends what it took, and a refusal or a fault only when there was one", () => {
  expect(outcomeOf("done", 12.4)).toEqual({ Latency: 12 });
  expect(outcomeOf("refused", 3)).toEqual({ Latency: 3, Refusals: 1 });
  expect(outcomeOf("failed", 3)).toEqual({ Latency: 3, Faults: 1 });
});
