import type { QueueView } from "../sqs/index.ts";
import type { TraceEntry } from "../trace.ts";

export interface ConsoleInvocation {
  /** Virtual time of the end, milliseconds since the epoch. */
  at: number;
  requestId: string;
  durationMs: number;
  error?: string;
}

export interface ConsoleFunction {
  name: string;
  /** The latest, oldest first. */
  invocations: ConsoleInvocation[];
}

export interface ConsoleLogLine {
  at: number;
  requestId: string;
  text: string;
}

export interface ConsoleTable {
  name: string;
  /** Names of the partition key and, if there is one, the sort key. */
  key: string[];
  /** Approximate. */
  itemCount: number;
}

export interface ItemsRequest {
  table: string;
  /** Only items of this partition key (a Query); else a Scan. */
  partition?: string;
  cursor?: string;
}

/** Where the console gets what it shows. */
export interface ConsoleSource {
  functions(): ConsoleFunction[];
  /** The latest lines of one function, oldest first. */
  logs(functionName: string): ConsoleLogLine[];
  /** Oldest first; of one kind, or of every kind with no argument. */
  recentTraces(kind?: string): TraceEntry[];
  queues(): QueueView[];
  /** Sends the messages of a dead-letter queue back; answers how many. */
  redrive(queueName: string): number | Promise<number>;
  tables(): Promise<ConsoleTable[]>;
  items(request: ItemsRequest): Promise<{ items: Record<string, unknown>[]; cursor?: string }>;
}
