import { S3Client } from "@aws-sdk/client-s3";
import { createBuckets } from "@freelancerm/local/s3/index";
import { clientOptions, deploymentOf, serve, silentTrace } from "@freelancerm/local/sqs/service-fixture";
import { createFileTokens } from "@freelancerm/platform/file-tokens";
import { createFileStorage } from "@freelancerm/platform/storage";
import { type Clock, createWorld, type Someone, type World } from "../../tests/world/world.ts";
import { createFilesHandler } from "./bind.ts";

const PNG = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(2000, 7)]);
const PDF = Buffer.from("%PDF-1.7 a contract");

let clock: Clock;
let world: World;
let ana: Someone;
let close: () => Promise<void>;
const fileTokens = () => createFileTokens(async () => "secret", clock);

beforeEach(async () => {
  clock = { now: () => world.clock.now(), advance: (time) => world.clock.advance(time) };
  const virtual = { now: clock.now, advance: async () => {}, at: () => () => {} };
  const deployment = deploymentOf({ type: "AWS::S3::Bucket", physicalId: "files-bucket" });
  const buckets = createBuckets({ deployment, clock: virtual, trace: silentTrace, secretOf: () => "secret" });
  const served = await serve(buckets, "s3");
  close = served.close;
  Object.assign(process.env, { BUCKET_NAME: "files-bucket" });
  const s3 = new S3Client({ ...clientOptions(served.endpoint), forcePathStyle: true });
  const storage = createFileStorage(clock, s3);
  world = await createWorld({ files: createFilesHandler({ storage, fileTokens: fileTokens() }) });
  ana = await world.join("Ana", "client");
});
afterEach(() => close());

const refused = (code: string) => expect.objectContaining({ code });
const avatar = { purpose: "avatar", name: "me.png", contentType: "image/png", size: PNG.length } as const;
const letter = {
  purpose: "job",
  name: 'Plan "B" für Ana.pdf',
  contentType: "application/pdf",
  size: PDF.length,
} as const;
type Form = Awaited<ReturnType<Someone["api"]["createUpload"]>>;

async function post({ url, fields }: Form, content: Buffer, more: Record<string, string> = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, ...more })) form.append(name, value);
  form.append("file", new Blob([new Uint8Array(content)]));
  return fetch(url, { method: "POST", body: form });
}

async function upload(draft: Parameters<Someone["api"]["createUpload"]>[0]["body"], content: Buffer) {
  const form = await ana.api.createUpload({ body: draft });
  expect((await post(form, content)).ok).toBe(true);
  await ana.api.completeUpload({ params: { fileId: form.fileId } });
  return form.fileId;
}

const download = (fileId: string, by?: Someone, token?: string) =>
  world.fetch(`http://world/files/${fileId}${token ? `?token=${token}` : ""}`, {
    headers: by ? { authorization: `Bearer ${by.token}` } : {},
  });

test("a picture is announced, posted, checked, and then shows to everybody in place", async () => {
  const fileId = await upload(avatar, PNG);
  const answer = await download(fileId);
  expect(answer.status).toBe(303);
  const picture = await fetch(answer.headers.get("location")!);
  expect(Buffer.from(await picture.arrayBuffer())).toEqual(PNG);
  expect(picture.headers.get("content-type")).toBe("image/png");
  expect(picture.headers.get("content-disposition")).toMatch(/^inline/);
});

test("a private file is for its owner and for holders of a token of it, and is saved under its name", async () => {
  const fileId = await upload(letter, PDF);
  const eve = await world.join("Eve", "client");
  expect((await download(fileId)).status).toBe(404);
  expect((await download(fileId, eve)).status).toBe(404);
  const token = await fileTokens().issue(fileId);
  expect((await download(fileId, eve, token)).status).toBe(303);
  const own = await download(fileId, ana);
  const saved = await fetch(own.headers.get("location")!);
  expect(saved.headers.get("content-disposition")).toBe(
    `attachment; filename="Plan _B_ f_r Ana.pdf"; filename*=UTF-8''Plan%20%22B%22%20f%C3%BCr%20Ana.pdf`,
  );
});

test("a token opens its own file, for a day, and cannot be bent", async () => {
  const fileId = await upload(letter, PDF);
  const other = await upload(letter, PDF);
  const token = await fileTokens().issue(fileId);
  expect((await download(other, undefined, token)).status).toBe(404);
  const [expires, signature] = token.split(".");
  const later = (Number.parseInt(expires!, 36) + 1).toString(36);
  expect((await download(fileId, undefined, `${later}.${signature}`)).status).toBe(404);
  expect((await download(fileId, undefined, `${token}x`)).status).toBe(404);
  clock.advance(26 * 3_600_000);
  expect((await download(fileId, undefined, token)).status).toBe(404);
});

test("the address of a file stops working after a minute", async () => {
  const fileId = await upload(avatar, PNG);
  const address = (await download(fileId)).headers.get("location")!;
  clock.advance(61_000);
  expect((await fetch(address)).status).toBe(403);
});

test.each([
  ["a picture above 5 MB", { ...avatar, size: 5 * 1024 * 1024 + 1 }, "file.too_large", "size"],
  ["an attachment above 25 MB", { ...letter, size: 25 * 1024 * 1024 + 1 }, "file.too_large", "size"],
  ["a page a browser would run", { ...letter, contentType: "text/html" }, "file.type_refused", "contentType"],
  ["a drawing that can carry scripts", { ...avatar, contentType: "image/svg+xml" }, "file.type_refused", "contentType"],
  ["a script", { ...letter, contentType: "text/javascript" }, "file.type_refused", "contentType"],
  ["a document as a portrait", { ...avatar, contentType: "application/pdf" }, "file.type_refused", "contentType"],
  ["a file of nothing", { ...avatar, size: 0 }, "request.invalid", "size"],
])("refuses to take %s, naming the field, and writes nothing", async (_, body, code, field) => {
  const before = world.memory.all();
  await expect(ana.api.createUpload({ body })).rejects.toMatchObject({ code, problem: { errors: [{ field }] } });
  expect(world.memory.all()).toEqual(before);
});

test.each([
  ["a byte more", Buffer.concat([PNG, Buffer.from("x")]), {}],
  ["a byte less", PNG.subarray(1), {}],
  ["another type", PNG, { "Content-Type": "text/html" }],
  ["another key", PNG, { key: "files/fil_x" }],
])("the form refuses %s than was announced", async (_, content, more) => {
  const form = await ana.api.createUpload({ body: avatar });
  expect((await post(form, content, more)).ok).toBe(false);
  const complete = ana.api.completeUpload({ params: { fileId: form.fileId } });
  await expect(complete).rejects.toEqual(refused("file.not_ready"));
});

test("the form refuses everything after 10 minutes", async () => {
  const form = await ana.api.createUpload({ body: avatar });
  clock.advance(11 * 60_000);
  expect((await post(form, PNG)).status).toBe(403);
});

test("what does not begin as its type does is deleted and never served", async () => {
  const page = Buffer.from("<html><script>alert(1)</script>".padEnd(PNG.length));
  const form = await ana.api.createUpload({ body: avatar });
  expect((await post(form, page)).ok).toBe(true);
  const complete = () => ana.api.completeUpload({ params: { fileId: form.fileId } });
  await expect(complete()).rejects.toMatchObject({
    code: "file.type_refused",
    problem: { errors: [{ field: "contentType" }] },
  });
  await expect(complete()).rejects.toEqual(refused("file.not_ready"));
  expect((await download(form.fileId, ana)).status).toBe(404);
});

test("completing is its owner's, and may be repeated", async () => {
  const form = await ana.api.createUpload({ body: avatar });
  await post(form, PNG);
  const eve = await world.join("Eve", "client");
  const request = { params: { fileId: form.fileId } };
  await expect(eve.api.completeUpload(request)).rejects.toEqual(refused("resource.not_found"));
  const ref = await ana.api.completeUpload(request);
  expect(ref).toEqual({
    id: form.fileId,
    name: "me.png",
    contentType: "image/png",
    size: PNG.length,
    token: expect.any(String),
  });
  expect(await ana.api.completeUpload(request)).toEqual(ref);
});

test("a file that is posted again after its check is not what is served", async () => {
  const form = await ana.api.createUpload({ body: avatar });
  await post(form, PNG);
  await ana.api.completeUpload({ params: { fileId: form.fileId } });
  await post(form, Buffer.from("<html>".padEnd(PNG.length)));
  await ana.api.completeUpload({ params: { fileId: form.fileId } });
  const served = await fetch((await download(form.fileId)).headers.get("location")!);
  expect(Buffer.from(await served.arrayBuffer())).toEqual(PNG);
});

test("the way to a picture is kept for a while, but not where a jump in time would end its address", async () => {
  const fileId = await upload(avatar, PNG);
  expect((await download(fileId)).headers.get("cache-control")).toBe("private, max-age=30");
  globalThis.__clockOffsetMs = 0;
  try {
    expect((await download(fileId)).headers.get("cache-control")).toBe("no-store");
  } finally {
    delete globalThis.__clockOffsetMs;
  }
});
