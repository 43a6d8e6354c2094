import type { EngineClient } from "./client.ts";
import { readStream } from "./shard-reader.ts";

interface Shard {
  parent?: string;
  records: string[];
  ended?: boolean;
}

/** An engine with nothing but streams, as DynamoDB Local has them: an iterator is a position in a shard. */
function streamsOnly(streams: Record<string, Record<string, Shard>>): EngineClient {
  const answers: Record<string, (input: Record<string, string>) => unknown> = {
    DescribeStream: ({ StreamArn = "" }) => ({
      StreamDescription: {
        Shards: Object.entries(streams[StreamArn]!).map(([ShardId, { parent }]) => ({
          ShardId,
          ParentShardId: parent,
        })),
      },
    }),
    GetShardIterator: ({ StreamArn, ShardId, SequenceNumber }) => ({
      ShardIterator: [StreamArn, ShardId, SequenceNumber ?? 0].join(),
    }),
    GetRecords({ ShardIterator = "" }) {
      const [stream, id, from] = ShardIterator.split(",");
      const { records, ended } = streams[stream!]![id!]!;
      return {
        Records: records
          .map((record, index) => ({ record, dynamodb: { SequenceNumber: String(index + 1) } }))
          .slice(Number(from)),
        NextShardIterator: ended ? undefined : [stream, id, records.length].join(),
      };
    },
  };
  return { call: async (operation, input) => answers[operation]!(input as never) } as EngineClient;
}

interface Read {
  record: string;
  dynamodb: { SequenceNumber: string };
}

function follow(streams: Record<string, Record<string, Shard>>, newest: () => string) {
  const seen: string[] = [];
  const positions = new Map<string, string>();
  const open = () =>
    readStream<Read>({
      client: streamsOnly(streams),
      streamArn: async () => newest(),
      limit: 100,
      checkpoints: { get: (shard) => positions.get(shard), set: (shard, at) => void positions.set(shard, at) },
      deliver: async (records) => void seen.push(...records.map(({ record }) => record)),
      onError: (error) => void seen.push(String(error)),
    });
  return { seen, open };
}

async function until(check: () => boolean): Promise<void> {
  const deadline = Date.now() + 2000;
  while (!check() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
}

test("goes on with the stream that took the place of one turned off, and reads neither twice", async () => {
  const streams: Record<string, Record<string, Shard>> = { first: { one: { records: ["a"] } } };
  let newest = "first";
  const { seen, open } = follow(streams, () => newest);
  const reader = open();
  await until(() => seen.length === 1);
  streams.first!.one!.ended = true;
  streams.second = { one: { records: ["b"] } };
  newest = "second";
  await until(() => seen.length === 2);
  await reader.close();
  const again = open();
  streams.second.one!.records.push("c");
  await until(() => seen.length === 3);
  await again.close();
  expect(seen).toEqual(["a", "b", "c"]);
});

test("goes on with a shard's child as soon as the shard has ended", async () => {
  const streams: Record<string, Record<string, Shard>> = { only: { one: { records: ["a"] } } };
  const { seen, open } = follow(streams, () => "only");
  const reader = open();
  await until(() => seen.length === 1);
  streams.only!.two = { parent: "one", records: ["b"] };
  streams.only!.one!.ended = true;
  await until(() => seen.length === 2);
  await reader.close();
  expect(seen).toEqual(["a", "b"]);
});
