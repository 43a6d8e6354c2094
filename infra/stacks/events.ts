import { EVENT_SOURCE } from "@freelancerm/contracts/events";
import { type Consumer, subscriptions } from "@freelancerm/contracts/subscriptions";
import { tableSchema } from "@freelancerm/data/schema";
import { Duration, Validations } from "aws-cdk-lib";
import { Archive, EventBus, Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  type Function as Lambda,
  StartingPosition,
} from "aws-cdk-lib/aws-lambda";
import { SqsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import type { Construct } from "constructs";
import { DeadLetterQueue } from "../constructs/dead-letter-queue.ts";
import { createFunction, type FunctionContext } from "../constructs/function.ts";
import { StageStack } from "../constructs/stage-stack.ts";
import type { FunctionName } from "../functions.ts";

/** Records that carry entries. */
const HAS_OUTBOX = { dynamodb: { NewImage: { [tableSchema.outboxMark]: { BOOL: FilterRule.isEqual(true) } } } };

/** What happened, to whom it concerns: relay of the outbox, bus, consumers with their queues, and the deadlines. */
export class EventsStack extends StageStack {
  readonly bus: EventBus;
  readonly deadlines: Lambda;
  readonly relay: Lambda;
  readonly ledgerCheck: Lambda;
  readonly consumers = new Map<Consumer, Lambda>();
  readonly deadLetters = new Map<FunctionName, DeadLetterQueue>();
  private readonly context: FunctionContext;

  constructor(scope: Construct, context: FunctionContext) {
    super(scope, "events", context.stage, "Event bus, its consumers, the relay of the outbox and the deadlines");
    this.bus = new EventBus(this, "Bus", { eventBusName: `freelancerm-${this.config.name}` });
    this.context = { ...context, resources: { ...context.resources, bus: this.bus } };
    new Archive(this, "Archive", {
      sourceEventBus: this.bus,
      description: "Every domain event, to be replayed",
      eventPattern: { source: [EVENT_SOURCE] },
      retention: Duration.days(this.config.archiveDays),
    });
    for (const consumer of Object.keys(subscriptions) as Consumer[]) this.subscribe(consumer);
    this.relay = this.relayOutbox();
    this.deadlines = this.fireDeadlines();
    this.ledgerCheck = this.checkLedgers();
    this.output("EventBusName", this.bus.eventBusName);
  }

  get functions(): Lambda[] {
    return [...this.consumers.values(), this.relay, this.deadlines, this.ledgerCheck];
  }

  private subscribe(consumer: Consumer): void {
    const { fn, queue } = this.asynchronous(consumer);
    this.consumers.set(consumer, fn);
    new Rule(this, `${consumer}-rule`, {
      eventBus: this.bus,
      description: `Events for ${consumer}`,
      eventPattern: { source: [EVENT_SOURCE], detailType: [...subscriptions[consumer]] },
      targets: [
        new LambdaFunction(fn, { deadLetterQueue: queue, maxEventAge: Duration.hours(24), retryAttempts: 185 }),
      ],
    });
  }

  /** The table's stream is the outbox: records that carry entries go to the relay, in order per item. */
  private relayOutbox(): Lambda {
    const relay = createFunction(this, "table-stream", this.context);
    const queue = this.deadLetterQueue("table-stream");
    Validations.of(queue).acknowledge({
      id: "AwsSolutions-SQS3",
      reason: "It is a dead-letter queue itself: where the mapping puts what the relay gave up on.",
    });
    const { tableStreamArn } = this.context.resources.table;
    relay.addToRolePolicy(
      new PolicyStatement({
        actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
        resources: [tableStreamArn!],
      }),
    );
    relay.addToRolePolicy(new PolicyStatement({ actions: ["dynamodb:ListStreams"], resources: ["*"] }));
    Validations.of(relay.role!).acknowledge({
      id: "AwsSolutions-IAM5[Resource::*]",
      reason: "ListStreams (and X-Ray's writes) know no resources: AWS grants them on all or not at all.",
    });
    new EventSourceMapping(this, "Outbox", {
      target: relay,
      eventSourceArn: tableStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      parallelizationFactor: 2,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 100,
      maxRecordAge: Duration.hours(23),
      onFailure: new SqsDlq(queue),
      filters: [FilterCriteria.filter(HAS_OUTBOX)],
    });
    return relay;
  }

  private fireDeadlines(): Lambda {
    const { fn, queue } = this.asynchronous("deadlines");
    new Rule(this, "EveryMinute", {
      description: "Fires the deadlines that fell due",
      schedule: Schedule.rate(Duration.minutes(1)),
      // A missed minute is made up for by the next: what is due stays due.
      targets: [new LambdaFunction(fn, { deadLetterQueue: queue, maxEventAge: Duration.minutes(5), retryAttempts: 2 })],
    });
    return fn;
  }

  private checkLedgers(): Lambda {
    const { fn, queue } = this.asynchronous("ledger-check");
    new Rule(this, "EveryHour", {
      description: "Adds the ledgers up again, as far as one run gets",
      schedule: Schedule.rate(Duration.hours(1)),
      targets: [new LambdaFunction(fn, { deadLetterQueue: queue, maxEventAge: Duration.minutes(5), retryAttempts: 2 })],
    });
    return fn;
  }

  /** A function with one queue for what could not be delivered to it and what it failed on: both hold the bare event. */
  private asynchronous(name: FunctionName) {
    const queue = this.deadLetterQueue(name);
    return { queue, fn: createFunction(this, name, { ...this.context, deadLetters: queue }) };
  }

  private deadLetterQueue(name: FunctionName): DeadLetterQueue {
    const queue = new DeadLetterQueue(this, `${name}-dead-letters`);
    this.deadLetters.set(name, queue);
    return queue;
  }
}
