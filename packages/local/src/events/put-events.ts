import { randomUUID } from "node:crypto";
import { ACCOUNT_ID, AwsError, REGION } from "../kit.ts";

/** An event as rules match it and targets receive it. */
export interface EventEnvelope extends Record<string, unknown> {
  version: "0";
  id: string;
  "detail-type": string;
  source: string;
  account: string;
  /** ISO 8601, whole seconds. */
  time: string;
  region: string;
  resources: string[];
  detail: unknown;
}

/** One entry of a PutEvents request, as the SDK sends it; Time is in seconds since the epoch. */
export interface PutEventsEntry {
  Source?: string;
  DetailType?: string;
  Detail?: string;
  EventBusName?: string;
  Resources?: string[];
  Time?: number;
  TraceHeader?: string;
}

const LARGEST_REQUEST = 256 * 1024;

/** An envelope at virtual time `now`. */
export function envelope(
  now: number,
  event: { source: string; detailType: string; detail: unknown; resources?: string[]; time?: number },
): EventEnvelope {
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": event.detailType,
    source: event.source,
    account: ACCOUNT_ID,
    time: new Date(event.time ?? now).toISOString().replace(/\.\d+Z$/, "Z"),
    region: REGION,
    resources: event.resources ?? [],
    detail: event.detail,
  };
}

/** Throws ValidationException for what EventBridge refuses as a whole: no entry, more than 10, more than 256 KB. */
export function checkRequest(entries: unknown): asserts entries is PutEventsEntry[] {
  const count = Array.isArray(entries) ? entries.length : 0;
  if (count < 1 || count > 10) {
    const bound = count < 1 ? "greater than or equal to 1" : "less than or equal to 10";
    throw new AwsError(
      "ValidationException",
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length ${bound}`,
    );
  }
  const size = (entries as PutEventsEntry[]).reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (size > LARGEST_REQUEST) {
    throw new AwsError("ValidationException", "Total size of the entries in the request is over the limit.");
  }
}

/** The size of an entry as EventBridge's documentation counts it, in bytes. */
function sizeOf(entry: PutEventsEntry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  const bytes = texts.reduce((sum, value) => sum + Buffer.byteLength(value ?? ""), 0);
  return bytes + (entry.Time === undefined ? 0 : 14);
}

/** The envelope of a valid entry; throws the error that the entry alone gets. */
export function readEntry(entry: PutEventsEntry, now: number): EventEnvelope {
  const { Source: source, DetailType: detailType, Detail } = entry;
  if (!source) throw missing("Source");
  if (!detailType) throw missing("DetailType");
  if (!Detail) throw missing("Detail");
  if (source.startsWith("aws.")) {
    throw new AwsError("NotAuthorizedForSourceException", "Not authorized for the source.");
  }
  const detail = readDetail(Detail);
  const time = entry.Time === undefined ? undefined : entry.Time * 1000;
  return envelope(now, { source, detailType, detail, resources: entry.Resources, time });
}

function readDetail(text: string): object {
  try {
    const detail = JSON.parse(text);
    if (typeof detail === "object" && detail !== null && !Array.isArray(detail)) return detail;
  } catch {
    // Reported below, as any other detail that is not an object.
  }
  throw new AwsError("MalformedDetail", "Detail is malformed.");
}

function missing(name: string): AwsError {
  return new AwsError("InvalidArgument", `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
}
