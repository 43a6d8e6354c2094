import type { AwsResponse } from "../kit.ts";
import type { Bucket } from "./bucket.ts";
import { S3Error, xml } from "./xml.ts";

/** ListObjectsV2: prefix, delimiter, pages by an opaque token (the last key of the page before). */
export function listObjects(bucket: Bucket, query: URLSearchParams): AwsResponse {
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const maxKeys = Number(query.get("max-keys") ?? 1000);
  if (!Number.isInteger(maxKeys) || maxKeys < 0) {
    throw new S3Error("InvalidArgument", "Provided max-keys not an integer or within integer range");
  }
  const token = query.get("continuation-token");
  const startAfter = query.get("start-after") ?? "";
  const after = token ? Buffer.from(token, "base64url").toString() : startAfter;
  const encode = query.get("encoding-type") === "url" ? encodeKey : (text: string) => text;

  const contents: object[] = [];
  const prefixes = new Set<string>();
  let last = after;
  let truncated = false;
  for (const object of bucket.objects.list()) {
    const { key } = object;
    if (!key.startsWith(prefix) || !isAfter(key, after)) continue;
    const cut = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    const group = cut < 0 ? undefined : key.slice(0, cut + delimiter.length);
    if (group !== undefined && (prefixes.has(group) || group === after)) continue;
    if (contents.length + prefixes.size >= Math.min(maxKeys, 1000)) {
      truncated = maxKeys > 0;
      break;
    }
    last = group ?? key;
    if (group !== undefined) prefixes.add(group);
    else {
      contents.push({
        Key: encode(key),
        LastModified: new Date(object.modifiedAt).toISOString(),
        ETag: `"${object.etag}"`,
        Size: object.size,
        StorageClass: "STANDARD",
      });
    }
  }
  return xml(200, "ListBucketResult", {
    Name: bucket.name,
    Prefix: encode(prefix),
    Delimiter: delimiter ? encode(delimiter) : undefined,
    StartAfter: startAfter ? encode(startAfter) : undefined,
    MaxKeys: maxKeys,
    EncodingType: query.get("encoding-type") ?? undefined,
    KeyCount: contents.length + prefixes.size,
    IsTruncated: truncated,
    ContinuationToken: token ?? undefined,
    NextContinuationToken: truncated ? Buffer.from(last).toString("base64url") : undefined,
    Contents: contents as Record<string, string>[],
    CommonPrefixes: [...prefixes].map((group) => ({ Prefix: encode(group) })),
  });

  /** After a page that ended with a common prefix, everything below that prefix is behind us too. */
  function isAfter(key: string, mark: string): boolean {
    if (token && delimiter && mark.endsWith(delimiter) && key.startsWith(mark)) return false;
    return Buffer.compare(Buffer.from(key), Buffer.from(mark)) > 0;
  }
}

function encodeKey(text: string): string {
  return encodeURIComponent(text).replaceAll("%2F", "/");
}
