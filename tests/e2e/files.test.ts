/** A file as a browser sends it: announced, posted to the storage as the signed form says, checked, shown and fetched. */
import { endpoints, newcomer } from "./kit.ts";

const PNG = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(2000, 7)]);
const avatar = { purpose: "avatar", name: "me.png", contentType: "image/png", size: PNG.length } as const;

/** Posts a form as a page of this origin would. */
async function post(url: string, fields: Record<string, string>, file: Uint8Array<ArrayBuffer>): Promise<number> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", new Blob([file]));
  const { status } = await fetch(url, { method: "POST", body: form, headers: { origin: "http://localhost:8080" } });
  return status;
}

test("a picture is posted to the storage and shown to everybody", async () => {
  const { api } = await newcomer("Ada", "freelancer");
  const { fileId, url, fields } = await api.createUpload({ body: avatar });
  expect(await post(url, fields, PNG)).toBe(204);
  expect(await api.completeUpload({ params: { fileId } })).toMatchObject({
    contentType: "image/png",
    size: PNG.length,
  });
  const shown = await fetch(`${endpoints.httpUrl}/files/${fileId}`);
  expect(shown.status).toBe(200);
  expect(shown.headers.get("content-type")).toBe("image/png");
  expect(Buffer.from(await shown.arrayBuffer())).toEqual(PNG);
});

test("the storage takes nothing but what was announced, and shows nothing nobody signed for", async () => {
  const { api } = await newcomer("Eve", "freelancer");
  const { fileId, url, fields } = await api.createUpload({ body: avatar });
  expect(await post(url, fields, Buffer.concat([PNG, Buffer.from("x")]))).toBeGreaterThanOrEqual(400);
  expect(await post(url, { ...fields, key: `files/${fileId}` }, PNG)).toBe(403);
  expect(await post(url, { ...fields, "X-Amz-Signature": "0".repeat(64) }, PNG)).toBe(403);
  await expect(api.completeUpload({ params: { fileId } })).rejects.toMatchObject({ code: "file.not_ready" });
  expect(await post(url, fields, PNG)).toBe(204);
  await api.completeUpload({ params: { fileId } });
  const signed = (await fetch(`${endpoints.httpUrl}/files/${fileId}`, { redirect: "manual" })).headers.get("location")!;
  expect((await fetch(signed)).status).toBe(200);
  expect((await fetch(signed.split("?")[0]!)).status).toBe(403);
  expect((await fetch(signed.replace(/X-Amz-Expires=\d+/, "X-Amz-Expires=6000"))).status).toBe(403);
});
