import { createHmac } from "node:crypto";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { createPresignedPost, type PresignedPost, type PresignedPostOptions } from "@aws-sdk/s3-presigned-post";
import { createClock, type LocalClock } from "../clock.ts";
import { clientOptions, deploymentOf, serve, silentTrace } from "../sqs/service-fixture.ts";
import { createBuckets } from "./index.ts";

const secrets: Record<string, string> = { AKIDEXAMPLE: "secret" };
let clock: LocalClock;
let endpoint: string;
let close: () => Promise<void>;
let s3: S3Client;

beforeEach(async () => {
  clock = createClock();
  const buckets = createBuckets({
    deployment: deploymentOf(
      { type: "AWS::S3::Bucket", physicalId: "quarantine" },
      { type: "AWS::S3::Bucket", physicalId: "public" },
    ),
    clock,
    trace: silentTrace,
    secretOf: (id) => secrets[id],
  });
  ({ endpoint, close } = await serve(buckets, "s3"));
  s3 = new S3Client({ ...clientOptions(endpoint), forcePathStyle: true });
});

afterEach(async () => {
  await close();
  clock.close();
});

const sign = (options: Partial<PresignedPostOptions> = {}, client = s3) =>
  createPresignedPost(client, {
    Bucket: "quarantine",
    Key: "u1/file.png",
    Expires: 600,
    Fields: { "Content-Type": "image/png", success_action_status: "201" },
    Conditions: [
      ["content-length-range", 4, 16],
      ["starts-with", "$x-amz-meta-note", ""],
    ],
    ...options,
  });

interface Change {
  /** Fields to set, or with undefined to leave out. */
  fields?: Record<string, string | undefined>;
  content?: Buffer | string;
  fileName?: string;
  url?: string;
}

async function upload(
  post: PresignedPost,
  { fields = {}, content = "12345678", fileName = "f.png", url = post.url }: Change = {},
) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...post.fields, "x-amz-meta-note": "n", ...fields })) {
    if (value !== undefined) form.append(name, value);
  }
  form.append("file", new Blob([content]), fileName);
  const answer = await fetch(url, { method: "POST", body: form });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

async function stored(Key: string, Bucket = "quarantine") {
  const object = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return { bytes: Buffer.from((await object.Body?.transformToByteArray()) ?? []), object };
}

describe("a permitted browser upload", () => {
  test("is stored byte for byte with its type and metadata", async () => {
    const bytes = Buffer.from("\r\n--x\0\u00ff\r\n", "latin1");
    const answer = await upload(await sign(), { content: bytes });
    expect(answer.status).toBe(201);
    expect(answer.text).toContain("<Key>u1/file.png</Key>");
    const { bytes: read, object } = await stored("u1/file.png");
    expect(read).toEqual(bytes);
    expect(object).toMatchObject({ ContentType: "image/png", Metadata: { note: "n" } });
  });

  test("is answered with 204 unless the form asks otherwise", async () => {
    const post = await sign({ Fields: { "Content-Type": "image/png" } });
    expect(await upload(post)).toMatchObject({ status: 204, text: "" });
  });

  test("may put the file's name into the key", async () => {
    const post = await sign({ Key: "u1/$" + "{filename}" });
    expect((await upload(post, { fileName: "../../$&.png" })).status).toBe(201);
    expect((await stored("u1/$&.png")).bytes.toString()).toBe("12345678");
  });

  test("may carry fields marked to be ignored", async () => {
    expect((await upload(await sign(), { fields: { "x-ignore-me": "1" } })).status).toBe(201);
  });

  test("may be as small and as large as its range says", async () => {
    expect((await upload(await sign(), { content: "x".repeat(4) })).status).toBe(201);
    expect((await upload(await sign(), { content: "x".repeat(16) })).status).toBe(201);
  });
});

const failed = (condition: string) => `Invalid according to Policy: Policy Condition failed: ${condition}`;

describe("an abused browser upload is refused", () => {
  test.each<[string, Change, number, string, string]>([
    ["too large", { content: "x".repeat(17) }, 400, "EntityTooLarge", "exceeds the maximum allowed size"],
    ["too small", { content: "x".repeat(3) }, 400, "EntityTooSmall", "smaller than the minimum allowed size"],
    ["empty", { content: "" }, 400, "EntityTooSmall", "smaller"],
    ["another key", { fields: { key: "u2/file.png" } }, 403, "AccessDenied", failed('["eq","$key","u1/file.png"]')],
    [
      "a key that climbs",
      { fields: { key: "u1/../u2/a" } },
      403,
      "AccessDenied",
      failed('["eq","$key","u1/file.png"]'),
    ],
    [
      "another type",
      { fields: { "Content-Type": "text/html" } },
      403,
      "AccessDenied",
      failed('["eq","$Content-Type","image/png"]'),
    ],
    [
      "no type",
      { fields: { "Content-Type": undefined } },
      403,
      "AccessDenied",
      failed('["eq","$Content-Type","image/png"]'),
    ],
    [
      "an unlisted header",
      { fields: { "Content-Disposition": "inline" } },
      403,
      "AccessDenied",
      "Extra input fields: content-disposition",
    ],
    ["an unlisted acl", { fields: { acl: "public-read" } }, 403, "AccessDenied", "Extra input fields: acl"],
    [
      "a redirect of its own",
      { fields: { success_action_redirect: "https://evil.example" } },
      403,
      "AccessDenied",
      "Extra input fields",
    ],
    ["another status", { fields: { success_action_status: "200" } }, 403, "AccessDenied", "Policy Condition failed"],
    [
      "a forged signature",
      { fields: { "X-Amz-Signature": "0".repeat(64) } },
      403,
      "SignatureDoesNotMatch",
      "does not match",
    ],
    ["an empty signature", { fields: { "X-Amz-Signature": "" } }, 403, "SignatureDoesNotMatch", "does not match"],
    ["no signature", { fields: { "X-Amz-Signature": undefined } }, 400, "InvalidArgument", "x-amz-signature"],
    ["no policy", { fields: { Policy: undefined } }, 403, "AccessDenied", "Access Denied"],
    ["no key", { fields: { key: undefined } }, 400, "InvalidArgument", "must contain a field named"],
    ["another date", { fields: { "X-Amz-Date": "20200101T000000Z" } }, 403, "AccessDenied", "Policy Condition failed"],
    ["another algorithm", { fields: { "X-Amz-Algorithm": "none" } }, 400, "InvalidArgument", "Unsupported"],
    [
      "a policy of its own with the old signature",
      { fields: { Policy: Buffer.from('{"expiration":"2999-01-01T00:00:00Z","conditions":[]}').toString("base64") } },
      403,
      "SignatureDoesNotMatch",
      "does not match",
    ],
    ["a field repeated in other case", { fields: { KEY: "u2/file.png" } }, 400, "InvalidArgument", "exactly one value"],
    [
      "fields of more than 20 KB",
      { fields: { "x-amz-meta-note": "x".repeat(21_000) } },
      400,
      "MaxPostPreDataLengthExceeded",
      "too large",
    ],
  ])("%s", async (_title, change, status, code, message) => {
    const answer = await upload(await sign(), change);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(`<Code>${code}</Code>`);
    expect(decodeEntities(answer.text)).toContain(message);
    await expect(stored("u1/file.png")).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  test("to another bucket", async () => {
    const post = await sign();
    const answer = await upload(post, { url: `${endpoint}/public` });
    expect(decodeEntities(answer.text)).toContain(failed('["eq","$bucket","quarantine"]'));
    await expect(stored("u1/file.png", "public")).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  test("after its expiration on the virtual clock", async () => {
    const post = await sign();
    await clock.advance(599_000);
    expect((await upload(post)).status).toBe(201);
    await clock.advance(3000);
    expect((await upload(post)).text).toContain("Invalid according to Policy: Policy expired.");
  });

  test("signed with a guessed secret, or an unknown access key", async () => {
    const signer = (accessKeyId: string, secretAccessKey: string) =>
      new S3Client({ ...clientOptions(endpoint), forcePathStyle: true, credentials: { accessKeyId, secretAccessKey } });
    expect((await upload(await sign({}, signer("AKIDEXAMPLE", "guess")))).text).toContain("SignatureDoesNotMatch");
    expect((await upload(await sign({}, signer("AKIDOTHER", "secret")))).text).toContain("InvalidAccessKeyId");
  });

  test("of a type that only starts like a permitted one, in a list", async () => {
    const post = await sign({ Fields: {}, Conditions: [["starts-with", "$Content-Type", "image/"]] });
    const types = async (value: string) =>
      (await upload(post, { fields: { "Content-Type": value, "x-amz-meta-note": undefined } })).status;
    expect([await types("image/png"), await types("image/png,text/html"), await types("text/html")]).toEqual([
      204, 403, 403,
    ]);
  });

  test("without a file, and with a body that is no form", async () => {
    const post = await sign();
    const form = new FormData();
    for (const [name, value] of Object.entries(post.fields)) form.append(name, value);
    expect(await (await fetch(post.url, { method: "POST", body: form })).text()).toContain("exactly one file upload");
    const broken = await fetch(post.url, {
      method: "POST",
      headers: { "content-type": "multipart/form-data; boundary=x" },
      body: "--x\r\nnothing",
    });
    expect(await broken.text()).toContain("<Code>MalformedPOSTRequest</Code>");
  });

  test("what follows the file is ignored: a second file and later fields change nothing", async () => {
    const post = await sign();
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...post.fields, "x-amz-meta-note": "n" })) form.append(name, value);
    form.append("file", new Blob(["12345678"]), "a.png");
    form.append("file", new Blob(["<script>"]), "b.html");
    form.append("Content-Type", "text/html");
    expect((await fetch(post.url, { method: "POST", body: form })).status).toBe(201);
    const { bytes, object } = await stored("u1/file.png");
    expect([bytes.toString(), object.ContentType]).toEqual(["12345678", "image/png"]);
  });

  test("by a signed policy that is itself broken", async () => {
    const post = await sign();
    for (const [policy, reason] of [
      ["{", "Invalid JSON"],
      ['{"conditions":[]}', "expiration"],
      ['{"expiration":"2999-01-01T00:00:00Z","conditions":[["contains","$key","a"]]}', "Invalid condition"],
    ] as const) {
      const Policy = Buffer.from(policy).toString("base64");
      const fields = { Policy, "X-Amz-Signature": signPolicy(Policy, post.fields["X-Amz-Credential"] ?? "") };
      const answer = await upload(post, { fields });
      expect([answer.status, answer.text]).toEqual([400, expect.stringContaining("InvalidPolicyDocument")]);
      expect(answer.text).toContain(reason);
    }
  });
});

function signPolicy(policy: string, credential: string): string {
  const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  const [, ...scope] = credential.split("/");
  const key = scope.reduce<string | Buffer>((secret, part) => hmac(secret, part), "AWS4secret");
  return hmac(key, policy).toString("hex");
}

function decodeEntities(text: string): string {
  return text.replace(/&#x([0-9a-f]+);/g, (_, hex) => String.fromCodePoint(Number.parseInt(hex, 16)));
}
