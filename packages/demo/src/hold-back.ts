/** Events of the past that the table's stream shows again: they had their effect before they were loaded. */
import type { LocalCloud } from "@freelancerm/local";
import { type AwsRequest, type AwsResponse, json } from "@freelancerm/local/kit";

interface Entry {
  Detail?: string;
}
interface Outcome {
  EventId?: string;
  ErrorCode?: string;
}

const idOf = ({ Detail = "{}" }: Entry): string => String(JSON.parse(Detail).id);

/** Accepts these events in place of the bus, each once, without delivering them. All others go on as ever. */
export function holdBack({ edge, events }: Pick<LocalCloud, "edge" | "events">, eventIds: string[]): void {
  const held = new Set(eventIds);
  if (held.size === 0) return;

  async function handle(request: AwsRequest): Promise<AwsResponse> {
    if (!request.headers["x-amz-target"]?.endsWith(".PutEvents")) return events.handle(request);
    const input = JSON.parse(request.body.toString()) as { Entries: Entry[] };
    const mine = input.Entries.map((entry) => held.has(idOf(entry)));
    const others = input.Entries.filter((_, index) => !mine[index]);
    let rest: Outcome[] = [];
    if (others.length > 0) {
      const answer = await events.handle({
        ...request,
        body: Buffer.from(JSON.stringify({ ...input, Entries: others })),
      });
      if (answer.status !== 200) return answer;
      rest = JSON.parse(String(answer.body)).Entries;
    }
    for (const [index, entry] of input.Entries.entries()) if (mine[index]) held.delete(idOf(entry));
    if (held.size === 0) edge.register("events", events);
    const outcomes = input.Entries.map((entry, index) => (mine[index] ? { EventId: idOf(entry) } : rest.shift()!));
    return json({ FailedEntryCount: outcomes.filter(({ ErrorCode }) => ErrorCode).length, Entries: outcomes });
  }

  edge.register("events", { handle });
}
