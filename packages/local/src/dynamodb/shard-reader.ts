import { type EngineClient, EngineError } from "./client.ts";

export interface Checkpoints {
  /** Sequence number of the last record done, or undefined to start at the oldest record. */
  get(shardId: string): string | undefined;
  set(shardId: string, sequenceNumber: string): void;
}

export interface ReaderOptions<T> {
  client: EngineClient;
  streamArn: string;
  /** Records to ask for at a time. */
  limit: number;
  checkpoints: Checkpoints;
  /** Handles records in order; a shard goes on only when it has resolved. */
  deliver(records: T[], shardId: string): Promise<void>;
  onError(error: unknown): void;
}

export interface Reader {
  /** Looks for records at once: something was written. */
  wake(): void;
  /** Looks no more and counts no delivery as done from here on. */
  stop(): void;
  /** Stops and waits for the delivery under way. */
  close(): Promise<void>;
}

/** Time between looks at an idle shard; `wake` shortens it. */
const IDLE_MS = 100;
const ERROR_MS = 500;
/** How often an idle reader looks for new shards: engines other than dynoxide roll theirs every few hours. */
const DISCOVER_EVERY_MS = 10_000;

interface RawRecord {
  dynamodb: { SequenceNumber: string };
}

/** Reads every shard of a stream from its checkpoint on, a shard after its parent. */
export function readStream<T extends RawRecord>(options: ReaderOptions<T>): Reader {
  const { client, streamArn, checkpoints, deliver, onError } = options;
  const sleepers = new Set<() => void>();
  const shards = new Map<string, Promise<void>>();
  let closed = false;
  let wakes = 0;
  const discovering = discover();

  return {
    wake() {
      wakes += 1;
      for (const rouse of sleepers) rouse();
    },
    stop,
    async close() {
      stop();
      await discovering;
      await Promise.all(shards.values());
    },
  };

  function stop(): void {
    closed = true;
    for (const rouse of sleepers) rouse();
  }

  async function discover(): Promise<void> {
    while (!closed) {
      try {
        for (const { ShardId, ParentShardId } of await describeShards()) {
          if (shards.has(ShardId)) continue;
          const parent = shards.get(ParentShardId ?? "") ?? Promise.resolve();
          shards.set(
            ShardId,
            parent.then(() => readShard(ShardId)),
          );
        }
      } catch (error) {
        if (!closed) onError(error);
      }
      await sleep(DISCOVER_EVERY_MS, false);
    }
  }

  async function describeShards(): Promise<{ ShardId: string; ParentShardId?: string }[]> {
    const all = [];
    let start: string | undefined;
    do {
      const { StreamDescription } = await client.call("DescribeStream", {
        StreamArn: streamArn,
        ExclusiveStartShardId: start,
      });
      all.push(...StreamDescription.Shards);
      start = StreamDescription.LastEvaluatedShardId;
    } while (start);
    return all;
  }

  async function readShard(shardId: string): Promise<void> {
    let iterator: string | undefined;
    let seenWakes = -1;
    while (!closed) {
      try {
        iterator ??= await iteratorOf(shardId);
        seenWakes = wakes;
        const { Records, NextShardIterator } = await client.call("GetRecords", {
          ShardIterator: iterator,
          Limit: options.limit,
        });
        if (Records.length > 0) {
          await deliver(Records, shardId);
          // Closing interrupts a delivery: what it did not finish is delivered again after the next start.
          if (closed) return;
          checkpoints.set(shardId, Records.at(-1).dynamodb.SequenceNumber);
        }
        if (!NextShardIterator) return;
        iterator = NextShardIterator;
        if (Records.length === 0 && seenWakes === wakes) await sleep(IDLE_MS, true);
      } catch (error) {
        if (closed) return;
        onError(error);
        // An iterator is good for some minutes only, and lost with its engine.
        iterator = undefined;
        await sleep(ERROR_MS, false);
      }
    }
  }

  async function iteratorOf(shardId: string): Promise<string> {
    const last = checkpoints.get(shardId);
    const get = (position: object) =>
      client.call("GetShardIterator", { StreamArn: streamArn, ShardId: shardId, ...position });
    const oldest = { ShardIteratorType: "TRIM_HORIZON" };
    if (!last) return (await get(oldest)).ShardIterator;
    try {
      return (await get({ ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: last })).ShardIterator;
    } catch (error) {
      if (!(error instanceof EngineError && error.code === "TrimmedDataAccessException")) throw error;
      return (await get(oldest)).ShardIterator;
    }
  }

  function sleep(ms: number, wakeable: boolean): Promise<void> {
    if (closed) return Promise.resolve();
    return new Promise((resolve) => {
      const rouse = () => {
        if (!wakeable && !closed) return;
        clearTimeout(timer);
        sleepers.delete(rouse);
        resolve();
      };
      const timer = setTimeout(() => {
        sleepers.delete(rouse);
        resolve();
      }, ms);
      timer.unref();
      sleepers.add(rouse);
    });
  }
}
