import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { startTestGateways, type TestGateways } from "./test-kit.ts";

let folder: string;
let gateways: TestGateways;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "static-site-"));
  const write = (path: string, content: string | Buffer) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  };
  write("secret.txt", "outside");
  write("site/index.html", "<title>app</title>");
  write("site/manifest.webmanifest", "{}");
  write("site/assets/app-1a2b.js", "plain");
  write("site/assets/app-1a2b.js.br", brotliCompressSync("brotli"));
  write("site/assets/app-1a2b.js.gz", gzipSync("gzip"));
  write("site/assets/engine.wasm", "wasm");
  gateways = await startTestGateways(
    [],
    {},
    {
      staticDir: join(folder, "site"),
      runtimeConfig: { stage: "local" },
      securityHeaders: { "content-security-policy": "default-src 'self'" },
    },
  );
});
afterAll(async () => {
  await gateways.close();
  rmSync(folder, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(gateways.url + path, { headers });

test.each([
  ["/", "text/html; charset=utf-8", "no-cache"],
  ["/manifest.webmanifest", "application/manifest+json", "no-cache"],
  ["/assets/engine.wasm", "application/wasm", "public, max-age=31536000, immutable"],
  ["/assets/app-1a2b.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"],
])("%s is served as %s with cache-control %s and the security headers", async (path, type, cache) => {
  const { status, headers } = await get(path);
  expect([status, headers.get("content-type"), headers.get("cache-control")]).toEqual([200, type, cache]);
  expect(headers.get("content-security-policy")).toBe("default-src 'self'");
});

test.each([
  ["br, gzip", "br", "brotli"],
  ["gzip", "gzip", "gzip"],
  ["br;q=0, gzip", "gzip", "gzip"],
  ["identity", null, "plain"],
])("a client that accepts %s gets the precompressed file of that kind", async (accepted, encoding, body) => {
  const response = await get("/assets/app-1a2b.js", { "accept-encoding": accepted });
  expect([response.headers.get("content-encoding"), await response.text()]).toEqual([encoding, body]);
});

test("navigation paths get the application's page, missing files don't", async () => {
  expect(await (await get("/jobs/42")).text()).toContain("app");
  expect(await (await get("/talent/jane.doe", { accept: "text/html" })).text()).toContain("app");
  expect((await get("/missing.png")).status).toBe(404);
  expect((await get("/assets/missing", { accept: "text/html" })).status).toBe(404);
});

test("paths of the APIs never get the application's page", async () => {
  for (const path of ["/api/none", "/_api/x", "/socket"]) expect((await get(path)).status).toBe(404);
});

test("an unchanged file is answered with 304", async () => {
  const etag = (await get("/")).headers.get("etag")!;
  expect((await get("/", { "if-none-match": etag })).status).toBe(304);
});

test("only GET and HEAD are served", async () => {
  expect((await fetch(gateways.url, { method: "HEAD" })).status).toBe(200);
  expect((await fetch(gateways.url, { method: "POST" })).status).toBe(405);
});

test.each(["/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/%00", "/%zz.txt"])(
  "nothing outside the folder is reachable by %s",
  async (path) => {
    const body = await new Promise<string>((resolve, reject) => {
      request({ host: "127.0.0.1", port: gateways.appPort, path }, async (response) => {
        resolve((await response.toArray()).join(""));
      })
        .on("error", reject)
        .end();
    });
    expect(body).not.toContain("outside");
  },
);

test("the runtime configuration is at /config.json", async () => {
  const response = await get("/config.json");
  expect(response.headers.get("cache-control")).toBe("no-cache");
  expect(await response.json()).toEqual({ stage: "local" });
});

test("a taken port is told by rejecting", async () => {
  await expect(startTestGateways([], {}, { appPort: gateways.appPort })).rejects.toMatchObject({ code: "EADDRINUSE" });
});
