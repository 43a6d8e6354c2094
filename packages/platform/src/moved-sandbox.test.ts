/** A deployed sandbox whose clock was moved: the services around it stay in real time. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { S3Client } from "@aws-sdk/client-s3";
import type { FileRecord } from "@freelancerm/core/files/file";
import { keys } from "@freelancerm/data/keys";
import { createMemoryTable } from "@freelancerm/data/memory-table";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { createTokenVerifier } from "./auth.ts";
import { advanceClock, outsideClock, syncClock, systemClock } from "./clock.ts";
import { createFileStorage } from "./storage.ts";
import { createStripeProcessor } from "./stripe.ts";

const DAY = 86_400_000;
const POOL = "eu-west-1_Sandbox00";
const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const { publicKey, privateKey } = await generateKeyPair("RS256");
const file = { id: "f", contentType: "text/plain", size: 1 } as FileRecord;
const asked: URLSearchParams[] = [];

const server = createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray()).toString();
  response.setHeader("content-type", "application/json");
  if (request.url?.endsWith("/jwks.json")) {
    const key = { ...(await exportJWK(publicKey)), kid: "1", alg: "RS256", use: "sig" };
    return void response.end(JSON.stringify({ keys: [key] }));
  }
  asked.push(new URLSearchParams(body));
  response.end(JSON.stringify({ id: "cs_1", url: "https://checkout.example" }));
});

let address = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  Object.assign(process.env, {
    CLOCK: "movable",
    USER_POOL_ID: POOL,
    USER_POOL_CLIENT_ID: "client",
    AWS_ENDPOINT_URL: address,
    BUCKET_NAME: "files",
  });
  const table = createMemoryTable();
  await advanceClock(table, 8 * DAY);
  await syncClock(() => table);
});
afterAll(() => void server.close());

const token = (secondsLeft: number) => {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ token_use: "access", client_id: "client" })
    .setProtectedHeader({ alg: "RS256", kid: "1" })
    .setIssuer(`https://cognito-idp.eu-west-1.amazonaws.com/${POOL}`)
    .setSubject("sub")
    .setIssuedAt(now - 60)
    .setExpirationTime(now + secondsLeft)
    .sign(privateKey);
};

test("the marketplace is days ahead, the services around it are not", () => {
  expect(systemClock.now() - Date.now()).toBeGreaterThan(7 * DAY);
  expect(Math.abs(outsideClock.now() - Date.now())).toBeLessThan(1000);
});

test("a token the user pool has just issued is good, an expired one is not", async () => {
  const verify = createTokenVerifier(outsideClock);
  await expect(verify(await token(900))).resolves.toMatchObject({ roles: [] });
  await expect(verify(await token(-1))).rejects.toMatchObject({ code: "auth.required" });
});

test("a form and an address for the bucket carry S3's date and live as long as they should", async () => {
  const storage = createFileStorage(systemClock, new S3Client({ region: "eu-west-1", credentials }));
  const { fields } = await storage.form(file, systemClock.now() + 600_000);
  const policy = JSON.parse(Buffer.from(fields.Policy!, "base64").toString());
  expect(Math.abs(Date.parse(policy.expiration) - Date.now() - 600_000)).toBeLessThan(5000);
  const today = [new Date(Date.now() - 5000), new Date()].map((at) =>
    at.toISOString().slice(0, 10).replaceAll("-", ""),
  );
  expect(today).toContain(fields["X-Amz-Date"]!.slice(0, 8));
  const url = new URL(await storage.address(file, "attachment"));
  expect(today).toContain(url.searchParams.get("X-Amz-Date")!.slice(0, 8));
});

test("a checkout expires within the day Stripe allows, counted from Stripe's now", async () => {
  const processor = createStripeProcessor({
    secretKey: async () => "sk_test",
    webhookSecret: async () => "whsec",
    siteUrl: () => "https://site.example",
    apiBase: address,
  });
  const expiresAt = new Date(systemClock.now() + 3_600_000).toISOString();
  const order = { contractId: "c", milestone: 1, paymentId: "p", title: "t", amount: 100, currency: "EUR" as const };
  await processor.createCheckout({ ...order, expiresAt }, "key");
  expect(Math.abs(Number(asked[0]!.get("expires_at")) * 1000 - Date.now() - 3_600_000)).toBeLessThan(5000);
});

test("how far it was moved is kept in the table", async () => {
  const table = createMemoryTable();
  await advanceClock(table, DAY);
  expect(await table.get(keys.clock())).toMatchObject({ offset: DAY });
});

test("what runs by the clock sees a move at once, however lately it read the clock; others within half a second", async () => {
  const table = createMemoryTable();
  const days = () => Math.round((systemClock.now() - Date.now()) / DAY);
  await syncClock(() => table, 0);
  expect(days()).toBe(0);
  // Another function moves it.
  await table.write({ update: keys.clock(), add: { offset: 2 * DAY } });
  await syncClock(() => table);
  expect(days()).toBe(0);
  await syncClock(() => table, 0);
  expect(days()).toBe(2);
});
