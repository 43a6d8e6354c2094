import { type EngineClient, EngineError } from "./client.ts";

/** Positions by shard, in the form `<stream's ARN> <shard's id>`. */
export interface Checkpoints {
  /** Sequence number of the last record done, or undefined to start at the oldest record. */
  get(shard: string): string | undefined;
  set(shard: string, sequenceNumber: string): void;
}

export interface ReaderOptions<T> {
  client: EngineClient;
  /** The table's newest stream: turned off and on again, a stream has another ARN on most engines, as on AWS. */
  streamArn(): Promise<string>;
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
/** How often a reader looks for new shards and streams: engines other than dynoxide roll theirs every few hours. */
const DISCOVER_EVERY_MS = 10_000;
/** The same for a reader whose shards have all ended: its stream was turned off, or its shard has a child. */
const DISCOVER_AGAIN_MS = 200;

interface RawRecord {
  dynamodb: { SequenceNumber: string };
}

/** Reads every shard of a table's streams from its checkpoint on, a shard after its parent. */
export function readStream<T extends RawRecord>(options: ReaderOptions<T>): Reader {
  const { client, checkpoints, deliver, onError } = options;
  const sleepers = new Set<() => void>();
  const shards = new Map<string, Promise<void>>();
  let open = 0;
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
        const streamArn = await options.streamArn();
        for (const { ShardId, ParentShardId } of await describeShards(streamArn)) {
          const shard = `${streamArn} ${ShardId}`;
          if (shards.has(shard)) continue;
          const parent = shards.get(`${streamArn} ${ParentShardId}`) ?? Promise.resolve();
          open += 1;
          const read = parent.then(() => readShard(streamArn, ShardId)).finally(() => (open -= 1));
          shards.set(shard, read);
        }
      } catch (error) {
        if (!closed) onError(error);
      }
      for (let slept = 0; slept < DISCOVER_EVERY_MS && !closed; slept += DISCOVER_AGAIN_MS) {
        await sleep(DISCOVER_AGAIN_MS, false);
        if (open === 0) break;
      }
    }
  }

  async function describeShards(StreamArn: string): Promise<{ ShardId: string; ParentShardId?: string }[]> {
    const all = [];
    let start: string | undefined;
    do {
      const { StreamDescription } = await client.call("DescribeStream", { StreamArn, ExclusiveStartShardId: start });
      all.push(...StreamDescription.Shards);
      start = StreamDescription.LastEvaluatedShardId;
    } while (start);
    return all;
  }

  async function readShard(streamArn: string, shardId: string): Promise<void> {
    const shard = `${streamArn} ${shardId}`;
    let iterator: string | undefined;
    let seenWakes = -1;
    while (!closed) {
      try {
        iterator ??= await iteratorOf(streamArn, shardId);
        seenWakes = wakes;
        const { Records, NextShardIterator } = await client.call("GetRecords", {
          ShardIterator: iterator,
          Limit: options.limit,
        });
        if (Records.length > 0) {
          await deliver(Records, shardId);
          // Closing interrupts a delivery: what it did not finish is delivered again after the next start.
          if (closed) return;
          checkpoints.set(shard, Records.at(-1).dynamodb.SequenceNumber);
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

  async function iteratorOf(StreamArn: string, ShardId: string): Promise<string> {
    const last = checkpoints.get(`${StreamArn} ${ShardId}`);
    const get = (position: object) => client.call("GetShardIterator", { StreamArn, ShardId, ...position });
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
