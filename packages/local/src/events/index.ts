import { randomUUID } from "node:crypto";
import {
  ACCOUNT_ID,
  AwsError,
  type Deployment,
  type FunctionInvoker,
  json,
  jsonError,
  REGION,
  type Resource,
  type Service,
  type Trace,
} from "../kit.ts";
import type { QueuePort } from "../sqs/index.ts";
import { createArchive } from "./archive.ts";
import { createDeliveries, type Delivery, type DeliveryRequest, type RetryPolicy } from "./delivery.ts";
import { inputFor, type TargetInput } from "./input.ts";
import { matches } from "./pattern.ts";
import { checkRequest, type EventEnvelope, envelope, readEntry } from "./put-events.ts";
import { parseSchedule } from "./schedule.ts";
import { type JumpingClock, keepTimetable } from "./timetable.ts";

interface Target extends TargetInput {
  Id: string;
  Arn: string;
  RetryPolicy?: RetryPolicy;
  DeadLetterConfig?: { Arn?: string };
}

interface Rule {
  name: string;
  arn: string;
  bus: string;
  pattern?: unknown;
  schedule?: string;
  enabled: boolean;
  description?: string;
  targets: Target[];
}

export interface EventBridge extends Service {
  /** Puts an event of AWS itself (source "aws.…") onto the default bus, as S3 does. */
  publish(event: { source: string; detailType: string; detail: unknown; resources?: string[] }): void;
  /** Delivers a dead letter to the target it could not reach; false when it is not one of EventBridge. */
  redeliver(letter: { body: string; attributes: Record<string, string> }): boolean;
  /** What an archive kept, oldest first. */
  archived(archiveName: string): EventEnvelope[];
  /** Deliveries accepted and not yet made. */
  pending(): readonly Delivery[];
  close(): Promise<void>;
}

export interface EventBridgeOptions {
  deployment: Deployment;
  invoker: FunctionInvoker;
  clock: JumpingClock;
  trace: Trace;
  queues: QueuePort;
  stateDir?: string;
  /** Resolves when targets can work; deliveries left by an earlier process wait for it. */
  ready?: Promise<unknown>;
}

/** EventBridge: buses, rules, archives and schedules of a deployment, with PutEvents and the calls that describe them. */
export function createEventBridge(options: EventBridgeOptions): EventBridge {
  const { deployment, clock, trace, stateDir } = options;
  const rules = deployment.ofType("AWS::Events::Rule").map(readRule);
  const buses = new Set(["default", ...deployment.ofType("AWS::Events::EventBus").map(nameOf)]);
  const archives = deployment.ofType("AWS::Events::Archive").map((resource) => createArchive(resource, stateDir));
  const deliveries = createDeliveries({
    ...options,
    forward: (arn, event) => deliveries.accept(route(busNameOf(arn), event as EventEnvelope)),
  });
  // A pattern AWS would refuse stops the start, not the first event that meets it.
  for (const rule of rules) if (rule.pattern) matches(rule.pattern, {});
  const endings = [...rules.flatMap(scheduleRule), ...deployment.ofType("AWS::Scheduler::Schedule").map(schedule)];

  const operations: Record<string, (input: Record<string, unknown>) => unknown> = {
    PutEvents({ Entries }) {
      checkRequest(Entries);
      const requests: DeliveryRequest[] = [];
      const results = Entries.map((entry) => {
        try {
          const bus = busNameOf(entry.EventBusName ?? "default");
          const event = readEntry(entry, clock.now());
          if (!buses.has(bus)) throw new AwsError("ResourceNotFoundException", `Event bus ${bus} does not exist.`);
          requests.push(...route(bus, event));
          return { EventId: event.id };
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          trace.record("event.refused", { entry, error: error.message });
          return { ErrorCode: error.code, ErrorMessage: error.message };
        }
      });
      deliveries.accept(requests);
      return { FailedEntryCount: results.filter((result) => "ErrorCode" in result).length, Entries: results };
    },
    ListRules({ EventBusName = "default", NamePrefix = "" }) {
      const bus = busNameOf(String(EventBusName));
      const listed = rules.filter((rule) => rule.bus === bus && rule.name.startsWith(String(NamePrefix)));
      return { Rules: listed.map(describeRule) };
    },
    ListTargetsByRule({ Rule: name, EventBusName = "default" }) {
      const rule = rules.find((r) => r.name === name && r.bus === busNameOf(String(EventBusName)));
      if (!rule)
        throw new AwsError("ResourceNotFoundException", `Rule ${name} does not exist on EventBus ${EventBusName}.`);
      return { Targets: rule.targets };
    },
    DescribeEventBus({ Name = "default" }) {
      const name = busNameOf(String(Name));
      if (!buses.has(name)) throw new AwsError("ResourceNotFoundException", `Event bus ${name} does not exist.`);
      return { Name: name, Arn: busArn(name) };
    },
  };

  return {
    async handle(request) {
      try {
        const name = request.headers["x-amz-target"]?.replace(/^AWSEvents\./, "") ?? "";
        const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
        if (!operation) throw new AwsError("UnknownOperationException", `The operation ${name} is not supported.`);
        return json(operation(JSON.parse(request.body.toString() || "{}")));
      } catch (error) {
        return jsonError(error);
      }
    },
    publish(event) {
      deliveries.accept(route("default", envelope(clock.now(), event)));
    },
    redeliver({ body, attributes }) {
      const { TARGET_ARN: targetArn, RULE_ARN: ruleArn } = attributes;
      if (!targetArn || !ruleArn) return false;
      deliveries.accept([{ targetArn, ruleArn, input: body }]);
      return true;
    },
    archived: (name) => archives.find((archive) => archive.name === name)?.events() ?? [],
    pending: deliveries.pending,
    async close() {
      for (const end of endings) end();
      deliveries.close();
    },
  };

  /** The deliveries an event gives rise to; what archives keep of it is on disk when this returns. */
  function route(bus: string, event: EventEnvelope): DeliveryRequest[] {
    for (const archive of archives) if (busNameOf(archive.busArn) === bus) archive.keep(event);
    const matching = rules.filter(
      (rule) => rule.enabled && rule.bus === bus && rule.pattern && matches(rule.pattern, event),
    );
    trace.record("event.received", { bus, event, rules: matching.map((rule) => rule.name) });
    return matching.flatMap((rule) => rule.targets.map((target) => requestFor(rule, target, event)));
  }

  function requestFor(rule: Rule, target: Target, event: EventEnvelope): DeliveryRequest {
    return {
      targetArn: target.Arn,
      input: inputFor(target, event, rule),
      ruleArn: rule.arn,
      retry: target.RetryPolicy,
      deadLetterArn: target.DeadLetterConfig?.Arn,
    };
  }

  function scheduleRule(rule: Rule): (() => void)[] {
    if (!rule.schedule || !rule.enabled) return [];
    const next = parseSchedule(rule.schedule, clock.now());
    const fire = async (due: number) => {
      const event = envelope(due, {
        source: "aws.events",
        detailType: "Scheduled Event",
        detail: {},
        resources: [rule.arn],
      });
      trace.record("schedule.fired", { name: rule.name, due });
      await Promise.all(rule.targets.map((target) => deliveries.deliverNow(requestFor(rule, target, event))));
    };
    return [keepTimetable(clock, next, fire)];
  }

  function schedule({ physicalId, attributes, properties }: Resource): () => void {
    if (properties.State === "DISABLED") return () => {};
    const { Target: target, StartDate, EndDate } = properties;
    const arn = attributes.Arn ?? physicalId;
    const due = parseSchedule(properties.ScheduleExpression, clock.now(), properties.ScheduleExpressionTimezone);
    const start = StartDate ? Date.parse(StartDate) : -Infinity;
    const end = EndDate ? Date.parse(EndDate) : Infinity;
    const next = (after: number) => {
      const at = due(Math.max(after, start - 1));
      return at !== undefined && at <= end ? at : undefined;
    };
    return keepTimetable(clock, next, async (at) => {
      trace.record("schedule.fired", { name: physicalId, due: at });
      await deliveries.deliverNow({
        targetArn: target.Arn,
        input: schedulerInput(target.Input, arn, at),
        ruleArn: arn,
        retry: target.RetryPolicy,
        deadLetterArn: target.DeadLetterConfig?.Arn,
      });
    });
  }
}

/** What EventBridge Scheduler sends: its Input with the context attributes filled in, or a default event. */
function schedulerInput(input: string | undefined, arn: string, due: number): string {
  if (input === undefined) {
    const event = envelope(due, {
      source: "aws.scheduler",
      detailType: "Scheduled Event",
      detail: "{}",
      resources: [arn],
    });
    return JSON.stringify(event);
  }
  const context: Record<string, string> = {
    "scheduled-time": new Date(due).toISOString().replace(/\.\d+Z$/, "Z"),
    "schedule-arn": arn,
    "execution-id": randomUUID(),
    "attempt-number": "1",
  };
  return input.replace(/<aws\.scheduler\.([a-z-]+)>/g, (whole, name: string) => context[name] ?? whole);
}

function readRule(resource: Resource): Rule {
  const {
    EventBusName = "default",
    EventPattern,
    ScheduleExpression,
    State,
    Description,
    Targets,
  } = resource.properties;
  return {
    name: resource.physicalId.split("|").pop() ?? resource.physicalId,
    arn: resource.attributes.Arn ?? resource.physicalId,
    bus: busNameOf(EventBusName),
    pattern: EventPattern,
    schedule: ScheduleExpression,
    enabled: State !== "DISABLED",
    description: Description,
    targets: Targets ?? [],
  };
}

function describeRule(rule: Rule) {
  return {
    Name: rule.name,
    Arn: rule.arn,
    EventBusName: rule.bus,
    State: rule.enabled ? "ENABLED" : "DISABLED",
    Description: rule.description,
    EventPattern: rule.pattern === undefined ? undefined : JSON.stringify(rule.pattern),
    ScheduleExpression: rule.schedule,
  };
}

function nameOf(bus: Resource): string {
  return bus.properties.Name ?? bus.physicalId;
}

/** The name of a bus given by name or ARN. */
function busNameOf(nameOrArn: string): string {
  return nameOrArn.startsWith("arn:") ? (nameOrArn.split("event-bus/")[1] ?? nameOrArn) : nameOrArn;
}

function busArn(name: string): string {
  return `arn:aws:events:${REGION}:${ACCOUNT_ID}:event-bus/${name}`;
}
