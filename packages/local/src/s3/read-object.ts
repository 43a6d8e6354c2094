import type { AwsRequest, AwsResponse } from "../kit.ts";
import type { Bucket } from "./bucket.ts";
import type { StoredObject } from "./objects.ts";
import { S3Error } from "./xml.ts";

/** Query parameters of a (presigned) GET that replace headers of the answer. */
const OVERRIDES = [
  "content-type",
  "content-disposition",
  "cache-control",
  "content-encoding",
  "content-language",
  "expires",
];

/** GetObject and HeadObject: conditions, one range, overridden headers. */
export function readObject(request: AwsRequest, bucket: Bucket, key: string): AwsResponse {
  const object = findObject(bucket, key);
  const { headers } = request;
  const etag = `"${object.etag}"`;
  if (headers["if-match"] && !tags(headers["if-match"]).includes(etag)) throw preconditionFailed("If-Match");
  if (headers["if-none-match"] && tags(headers["if-none-match"]).includes(etag)) {
    return { status: 304, headers: { etag } };
  }
  const range = headers.range ? readRange(headers.range, object.size) : undefined;
  const [start, end] = range ?? [0, object.size - 1];
  const answer: Record<string, string> = {
    "content-type": "binary/octet-stream",
    ...object.headers,
    ...(headers["x-amz-checksum-mode"] === "ENABLED" && !range ? object.checksums : {}),
    ...overrides(request.query),
    "accept-ranges": "bytes",
    etag,
    "last-modified": new Date(object.modifiedAt).toUTCString(),
    "content-length": String(end - start + 1),
    ...(range && { "content-range": `bytes ${start}-${end}/${object.size}` }),
  };
  const status = range ? 206 : 200;
  if (request.method === "HEAD") return { status, headers: answer };
  return { status, headers: answer, body: bucket.objects.read(object).subarray(start, end + 1) };
}

/** The object, or NoSuchKey. */
export function findObject(bucket: Bucket, key: string): StoredObject {
  const object = bucket.objects.find(key);
  if (!object) throw new S3Error("NoSuchKey", "The specified key does not exist.", 404, { Key: key });
  return object;
}

export function preconditionFailed(condition: string): S3Error {
  return new S3Error("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412, {
    Condition: condition,
  });
}

/** First and last byte; undefined for what S3 ignores (several ranges, other units). */
function readRange(header: string, size: number): [number, number] | undefined {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  if (first === "" && last === "") return undefined;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (start >= size || (first === "" && Number(last) === 0)) {
    throw new S3Error("InvalidRange", "The requested range is not satisfiable", 416, {
      RangeRequested: header,
      ActualObjectSize: size,
    });
  }
  return end < start ? undefined : [start, end];
}

function overrides(query: URLSearchParams): Record<string, string> {
  const found = OVERRIDES.map((name) => [name, query.get(`response-${name}`)]).filter(([, value]) => value);
  return Object.fromEntries(found);
}

function tags(header: string): string[] {
  return header.split(",").map((tag) => tag.trim());
}
