import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { createClock, type LocalClock } from "../clock.ts";
import { clientOptions, deploymentOf, recordingInvoker, serve, silentTrace } from "../sqs/service-fixture.ts";
import { createBuckets } from "./index.ts";

const resources = [
  {
    type: "AWS::S3::Bucket",
    physicalId: "files",
    properties: {
      CorsConfiguration: {
        CorsRules: [
          {
            AllowedOrigins: ["https://app.example", "http://localhost:*"],
            AllowedMethods: ["GET", "POST"],
            AllowedHeaders: ["content-type", "x-amz-*"],
            ExposedHeaders: ["ETag"],
            MaxAge: 3000,
          },
        ],
      },
      NotificationConfiguration: {
        EventBridgeConfiguration: { EventBridgeEnabled: true },
        LambdaConfigurations: [
          {
            Event: "s3:ObjectCreated:*",
            Function: "arn:on-upload",
            Filter: { S3Key: { Rules: [{ Name: "prefix", Value: "in/" }] } },
          },
        ],
      },
    },
  },
  { type: "AWS::S3::Bucket", physicalId: "other" },
];

let clock: LocalClock;
let stateDir: string;
const closing: (() => Promise<void>)[] = [];

beforeEach(() => {
  clock = createClock();
  stateDir = mkdtempSync(join(tmpdir(), "buckets-"));
});

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  clock.close();
  rmSync(stateDir, { recursive: true, force: true });
});

async function start(dir?: string) {
  const published: { detailType: string; detail: unknown }[] = [];
  const invoker = recordingInvoker();
  const buckets = createBuckets({
    deployment: deploymentOf(...resources),
    clock,
    trace: silentTrace,
    stateDir: dir,
    secretOf: (id) => (id === "AKIDEXAMPLE" ? "secret" : undefined),
    publish: (event) => published.push(event),
    invoker,
  });
  const server = await serve(buckets, "s3");
  closing.push(server.close);
  const s3 = new S3Client({ ...clientOptions(server.endpoint), forcePathStyle: true });
  const put = (Key: string, Body: string | Buffer = "hello", extra: object = {}) =>
    s3.send(new PutObjectCommand({ Bucket: "files", Key, Body, ...extra }));
  const get = (Key: string, extra: object = {}) => s3.send(new GetObjectCommand({ Bucket: "files", Key, ...extra }));
  return { s3, put, get, published, invoker, endpoint: server.endpoint };
}

describe("objects through the SDK", () => {
  test("bytes, type and metadata come back as they went in, and the SDK's checksum agrees", async () => {
    const { put, get } = await start();
    const bytes = Buffer.from([0, 13, 10, 255, 45, 45]);
    const written = await put("a b/ü+%.bin", bytes, {
      ContentType: "image/png",
      ContentDisposition: 'attachment; filename="x.png"',
      CacheControl: "no-store",
      Metadata: { owner: "u1" },
    });
    const read = await get("a b/ü+%.bin", { ChecksumMode: "ENABLED" });
    expect(Buffer.from((await read.Body?.transformToByteArray()) ?? [])).toEqual(bytes);
    expect(read).toMatchObject({
      ETag: written.ETag,
      ContentType: "image/png",
      ContentDisposition: 'attachment; filename="x.png"',
      CacheControl: "no-store",
      Metadata: { owner: "u1" },
      ChecksumCRC32: written.ChecksumCRC32,
    });
    expect(written.ChecksumCRC32).toBeTruthy();
  });

  test("the ETag is the MD5 of the content", async () => {
    const { put } = await start();
    expect((await put("a")).ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
  });

  test("a body sent in signed chunks with a trailing checksum is stored without its framing", async () => {
    const { endpoint, get } = await start();
    const body =
      "5;chunk-signature=0\r\nhello\r\n6;chunk-signature=0\r\n world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n";
    const chunked = (trailer: string) =>
      fetch(`${endpoint}/files/chunked`, {
        method: "PUT",
        headers: {
          authorization: "AWS4-HMAC-SHA256 verified-by-the-edge",
          "content-encoding": "aws-chunked,gzip",
          "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        },
        body: body.replace("DUoRhQ==", trailer),
      });
    expect((await chunked("DUoRhQ==")).status).toBe(200);
    const read = await get("chunked", { ChecksumMode: "DISABLED" });
    expect([await read.Body?.transformToString(), read.ContentEncoding]).toEqual(["hello world", "gzip"]);
    const refused = await chunked("AAAAAA==");
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining("<Code>BadDigest</Code>")]);
  });

  test.each([
    ["bytes=0-1", "he", "bytes 0-1/5"],
    ["bytes=3-", "lo", "bytes 3-4/5"],
    ["bytes=-2", "lo", "bytes 3-4/5"],
    ["bytes=1-99", "ello", "bytes 1-4/5"],
  ])("the range %s is answered alone", async (Range, expected, ContentRange) => {
    const { put, get } = await start();
    await put("a");
    const read = await get("a", { Range });
    expect(await read.Body?.transformToString()).toBe(expected);
    expect(read).toMatchObject({ ContentRange, $metadata: { httpStatusCode: 206 } });
  });

  test("what is absent is reported as S3 does", async () => {
    const { put, get, s3 } = await start();
    await put("a");
    await expect(get("a", { Range: "bytes=9-" })).rejects.toMatchObject({ name: "InvalidRange" });
    await expect(get("absent")).rejects.toMatchObject({ name: "NoSuchKey" });
    await expect(s3.send(new HeadObjectCommand({ Bucket: "files", Key: "absent" }))).rejects.toMatchObject({
      name: "NotFound",
    });
    await expect(s3.send(new PutObjectCommand({ Bucket: "absent", Key: "a", Body: "x" }))).rejects.toMatchObject({
      name: "NoSuchBucket",
    });
    await expect(s3.send(new HeadBucketCommand({ Bucket: "files" }))).resolves.toBeDefined();
  });

  test("head tells size and type without the body", async () => {
    const { put, s3 } = await start();
    await put("a", "hello", { ContentType: "text/plain" });
    const head = await s3.send(new HeadObjectCommand({ Bucket: "files", Key: "a" }));
    expect(head).toMatchObject({ ContentLength: 5, ContentType: "text/plain" });
  });

  test("a write on condition of absence wins once", async () => {
    const { put } = await start();
    await put("a", "first", { IfNoneMatch: "*" });
    await expect(put("a", "second", { IfNoneMatch: "*" })).rejects.toMatchObject({ name: "PreconditionFailed" });
  });

  test("a copy keeps or replaces the metadata", async () => {
    const { put, get, s3 } = await start();
    await put("quarantine/ü a", "hello", { ContentType: "text/plain", Metadata: { a: "1" } });
    const copy = (Key: string, extra: object) =>
      s3.send(new CopyObjectCommand({ Bucket: "files", Key, CopySource: "files/quarantine/%C3%BC%20a", ...extra }));
    await copy("kept", {});
    await copy("replaced", { MetadataDirective: "REPLACE", ContentType: "text/html" });
    expect(await get("kept")).toMatchObject({ ContentType: "text/plain", Metadata: { a: "1" } });
    expect(await get("replaced")).toMatchObject({ ContentType: "text/html", Metadata: {} });
  });

  test("deleting removes, also several at once, and absent keys are no error", async () => {
    const { put, get, s3 } = await start();
    for (const key of ["a", "b&<c>", "d"]) await put(key);
    await s3.send(new DeleteObjectCommand({ Bucket: "files", Key: "a" }));
    const deleted = await s3.send(
      new DeleteObjectsCommand({ Bucket: "files", Delete: { Objects: [{ Key: "b&<c>" }, { Key: "absent" }] } }),
    );
    expect(deleted.Deleted?.map(({ Key }) => Key)).toEqual(["b&<c>", "absent"]);
    await expect(get("a")).rejects.toMatchObject({ name: "NoSuchKey" });
    await expect(get("b&<c>")).rejects.toMatchObject({ name: "NoSuchKey" });
    await expect(get("d")).resolves.toBeDefined();
  });

  test("a listing walks every key once, in order, in pages, by prefix and by folder", async () => {
    const { put, s3 } = await start();
    for (const key of ["b/2", "a", "b/1", "c é", "b/x/1"]) await put(key);
    const keys: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await s3.send(new ListObjectsV2Command({ Bucket: "files", MaxKeys: 2, ContinuationToken }));
      keys.push(...(page.Contents ?? []).map(({ Key }) => Key as string));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
    expect(keys).toEqual(["a", "b/1", "b/2", "b/x/1", "c é"]);
    const folder = await s3.send(new ListObjectsV2Command({ Bucket: "files", Prefix: "b/", Delimiter: "/" }));
    expect(folder.Contents?.map(({ Key }) => Key)).toEqual(["b/1", "b/2"]);
    expect(folder.CommonPrefixes).toEqual([{ Prefix: "b/x/" }]);
    const top = await s3.send(new ListObjectsV2Command({ Bucket: "files", Delimiter: "/", MaxKeys: 2 }));
    const rest = await s3.send(
      new ListObjectsV2Command({ Bucket: "files", Delimiter: "/", ContinuationToken: top.NextContinuationToken }),
    );
    expect([top.CommonPrefixes, rest.Contents?.map(({ Key }) => Key), rest.CommonPrefixes]).toEqual([
      [{ Prefix: "b/" }],
      ["c é"],
      undefined,
    ]);
  });

  test("objects outlive the process, in their latest content", async () => {
    const first = await start(stateDir);
    await first.put("a", "old");
    await first.put("a", "new", { Metadata: { v: "2" } });
    await first.put("b");
    await first.s3.send(new DeleteObjectCommand({ Bucket: "files", Key: "b" }));
    const second = await start(stateDir);
    const read = await second.get("a");
    expect([await read.Body?.transformToString(), read.Metadata]).toEqual(["new", { v: "2" }]);
    await expect(second.get("b")).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  test("an upload is told to EventBridge and to the function whose filter it meets", async () => {
    const { put, published, invoker } = await start();
    await put("in/a b", "hello");
    await put("out/b");
    expect(published).toMatchObject([
      {
        source: "aws.s3",
        detailType: "Object Created",
        detail: { bucket: { name: "files" }, object: { key: "in/a b", size: 5 }, reason: "PutObject" },
      },
      { detail: { object: { key: "out/b" } } },
    ]);
    expect(invoker.calls).toMatchObject([
      {
        functionName: "arn:on-upload",
        event: { Records: [{ eventName: "ObjectCreated:Put", s3: { object: { key: "in/a+b" } } }] },
      },
    ]);
  });
});

describe("presigned URLs", () => {
  async function presigned(credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" }) {
    const { put, endpoint, s3 } = await start();
    await put("a b/ü.txt");
    const signer = new S3Client({ ...clientOptions(endpoint), credentials, forcePathStyle: true });
    const command = new GetObjectCommand({
      Bucket: "files",
      Key: "a b/ü.txt",
      ResponseContentDisposition: 'attachment; filename="report.txt"',
    });
    return { url: await getSignedUrl(signer, command, { expiresIn: 300 }), s3 };
  }

  test("one that is signed and in time gives the object, with the headers it asks for", async () => {
    const { url } = await presigned();
    const answer = await fetch(url);
    expect([answer.status, await answer.text()]).toEqual([200, "hello"]);
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="report.txt"');
  });

  test("it expires on the virtual clock", async () => {
    const { url } = await presigned();
    await clock.advance(299_000);
    expect((await fetch(url)).status).toBe(200);
    await clock.advance(3000);
    const answer = await fetch(url);
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining("Request has expired")]);
  });

  test.each<[string, (url: string) => string, string]>([
    ["another key", (url) => url.replace("%C3%BC", "x"), "SignatureDoesNotMatch"],
    ["another expiry", (url) => url.replace("X-Amz-Expires=300", "X-Amz-Expires=3000"), "SignatureDoesNotMatch"],
    ["another disposition", (url) => url.replace("report", "virus"), "SignatureDoesNotMatch"],
    ["an added parameter", (url) => `${url}&response-content-type=text/html`, "SignatureDoesNotMatch"],
    [
      "more than a week",
      (url) => url.replace("X-Amz-Expires=300", "X-Amz-Expires=604801"),
      "AuthorizationQueryParametersError",
    ],
    ["no signature at all", (url) => url.split("?")[0] as string, "AccessDenied"],
    ["an unknown access key", (url) => url.replace("AKIDEXAMPLE", "AKIDUNKNOWN"), "InvalidAccessKeyId"],
  ])("%s is refused", async (_title, change, code) => {
    const { url } = await presigned();
    const answer = await fetch(change(url));
    expect(await answer.text()).toContain(`<Code>${code}</Code>`);
    expect(answer.status).toBeGreaterThanOrEqual(400);
  });

  test("another secret is refused, and another method too", async () => {
    const forged = await presigned({ accessKeyId: "AKIDEXAMPLE", secretAccessKey: "guess" });
    expect(await (await fetch(forged.url)).text()).toContain("SignatureDoesNotMatch");
    const { url } = await presigned();
    expect((await fetch(url, { method: "DELETE" })).status).toBe(403);
  });
});

describe("cross-origin requests", () => {
  const preflight = (endpoint: string, origin: string, method = "POST", headers?: string) =>
    fetch(`${endpoint}/files`, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": method,
        ...(headers && { "access-control-request-headers": headers }),
      },
    });

  test("a preflight is answered by the bucket's rules", async () => {
    const { endpoint } = await start();
    const allowed = await preflight(endpoint, "http://localhost:5173", "POST", "X-Amz-Meta-A, Content-Type");
    expect([allowed.status, Object.fromEntries(allowed.headers)]).toMatchObject([
      200,
      {
        "access-control-allow-origin": "http://localhost:5173",
        "access-control-allow-methods": "GET, POST",
        "access-control-allow-headers": "x-amz-meta-a, content-type",
        "access-control-max-age": "3000",
        "access-control-expose-headers": "ETag",
      },
    ]);
    expect((await preflight(endpoint, "https://evil.example")).status).toBe(403);
    expect((await preflight(endpoint, "https://app.example", "DELETE")).status).toBe(403);
    expect((await preflight(endpoint, "https://app.example", "POST", "authorization")).status).toBe(403);
  });

  test("answers, errors included, carry the headers for an allowed origin only", async () => {
    const { endpoint } = await start();
    const denied = await fetch(`${endpoint}/files/a`, { headers: { origin: "https://app.example" } });
    expect([denied.status, denied.headers.get("access-control-allow-origin")]).toEqual([403, "https://app.example"]);
    const foreign = await fetch(`${endpoint}/files/a`, { headers: { origin: "https://evil.example" } });
    expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
  });
});
