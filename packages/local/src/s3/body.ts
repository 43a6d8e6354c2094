import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { S3Error } from "./xml.ts";

/** The checksums that can be verified here; others (CRC32C, CRC64NVME) are kept and given back as sent. */
const DIGESTS: Record<string, (body: Buffer) => string> = {
  "x-amz-checksum-crc32"(body) {
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return sum.toString("base64");
  },
  "x-amz-checksum-sha1": (body) => createHash("sha1").update(body).digest("base64"),
  "x-amz-checksum-sha256": (body) => createHash("sha256").update(body).digest("base64"),
};

/**
 * The bytes a PUT carries, with aws-chunked framing removed, and the checksums sent with them in headers or trailers.
 * Throws BadDigest when a checksum or Content-MD5 does not fit, IncompleteBody when the framing is broken.
 */
export function readBody(
  headers: Record<string, string>,
  raw: Buffer,
): { body: Buffer; checksums: Record<string, string> } {
  const chunked = (headers["x-amz-content-sha256"] ?? "").startsWith("STREAMING-");
  const { body, trailers } = chunked ? decodeChunks(raw) : { body: raw, trailers: {} };
  const sent = Object.entries({ ...headers, ...trailers }).filter(([name]) => /^x-amz-checksum-(crc|sha)/.test(name));
  for (const [name, value] of sent) {
    const digest = DIGESTS[name];
    if (digest && digest(body) !== value) {
      const algorithm = name.replace("x-amz-checksum-", "").toUpperCase();
      throw new S3Error("BadDigest", `The ${algorithm} you specified did not match the calculated checksum.`);
    }
  }
  const md5 = headers["content-md5"];
  if (md5 && createHash("md5").update(body).digest("base64") !== md5) {
    throw new S3Error("BadDigest", "The Content-MD5 you specified did not match what we received.");
  }
  return { body, checksums: Object.fromEntries(sent) };
}

function decodeChunks(raw: Buffer): { body: Buffer; trailers: Record<string, string> } {
  const chunks: Buffer[] = [];
  let position = 0;
  for (;;) {
    const lineEnd = raw.indexOf("\r\n", position);
    const size = Number.parseInt(raw.subarray(position, lineEnd).toString("latin1"), 16);
    if (lineEnd < 0 || Number.isNaN(size)) throw incomplete();
    const start = lineEnd + 2;
    if (size === 0)
      return { body: Buffer.concat(chunks), trailers: readTrailers(raw.subarray(start).toString("latin1")) };
    if (start + size + 2 > raw.length) throw incomplete();
    chunks.push(raw.subarray(start, start + size));
    position = start + size + 2;
  }
}

function readTrailers(text: string): Record<string, string> {
  const lines = text.split(/\r?\n/).filter((line) => line.includes(":"));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
  );
}

function incomplete(): S3Error {
  return new S3Error("IncompleteBody", "The request body terminated unexpectedly");
}
