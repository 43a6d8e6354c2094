import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWTPayload, SignJWT } from "jose";
import { bodyOf, httpApi, startTestGateways, type TestGateways } from "./test-kit.ts";

const text = async (response: Response) => ({ status: response.status, body: await response.json() });

let gateways: TestGateways | undefined;
afterEach(async () => {
  await gateways?.close();
  gateways = undefined;
});

describe("a JWT authorizer", () => {
  const issuer = "https://issuer.example";
  const guarded = { AuthorizationType: "JWT", AuthorizerId: "http1-jwt" };
  let keys: Awaited<ReturnType<typeof generateKeyPair>>;
  let jwks: JSONWebKeySet;
  beforeAll(async () => {
    keys = await generateKeyPair("RS256");
    jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: "k1", alg: "RS256" }] };
  });

  const inAnHour = () => Math.floor(Date.now() / 1000) + 3600;
  function sign(claims: JWTPayload, { kid = "k1", key = keys.privateKey } = {}) {
    const all = { iss: issuer, aud: "client-1", exp: inAnHour(), sub: "user-1", ...claims };
    return new SignJWT(all).setProtectedHeader({ alg: "RS256", kid }).sign(key);
  }
  async function guard(scopes?: string[], verifyIssuerKeys = async () => jwks) {
    const resources = httpApi({ "GET /": { ...guarded, AuthorizationScopes: scopes } });
    gateways = await startTestGateways(resources, { main: (event) => event }, { verifyIssuerKeys });
    const api = `${gateways.url}/api`;
    return (token?: string, prefix = "Bearer ") =>
      fetch(api, { headers: token === undefined ? {} : { authorization: prefix + token } });
  }

  test("lets a good token pass, with or without Bearer, and hands its claims on as strings", async () => {
    const call = await guard();
    const response = await call(await sign({ "cognito:groups": ["admin", "staff"], email_verified: true }));
    const { authorizer } = (await bodyOf(response)).requestContext;
    expect(authorizer.jwt).toEqual({
      claims: expect.objectContaining({
        sub: "user-1",
        exp: expect.stringMatching(/^\d+$/),
        email_verified: "true",
        "cognito:groups": "[admin staff]",
      }),
      scopes: null,
    });
    expect((await call(await sign({}), "")).status).toBe(200);
  });

  test("takes client_id for the audience only when aud is absent", async () => {
    const call = await guard();
    expect((await call(await sign({ aud: undefined, client_id: "client-1" }))).status).toBe(200);
    expect((await call(await sign({ aud: "other", client_id: "client-1" }))).status).toBe(401);
  });

  test("refuses a request without a token and says what it wants", async () => {
    const response = await (await guard())();
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
    expect(await text(response)).toEqual({ status: 401, body: { message: "Unauthorized" } });
  });

  test.each<[string, () => Promise<string>]>([
    ["another issuer", () => sign({ iss: "https://other.example" })],
    ["another audience", () => sign({ aud: "other" })],
    ["no expiry", () => sign({ exp: undefined })],
    ["an expiry in the past", () => sign({ exp: Math.floor(Date.now() / 1000) - 1 })],
    ["a beginning in the future", () => sign({ nbf: inAnHour() })],
    ["an issue date in the future", () => sign({ iat: inAnHour() })],
    ["a foreign signature", async () => sign({}, { key: (await generateKeyPair("RS256")).privateKey })],
    ["an unknown key", () => sign({}, { kid: "k9" })],
    [
      "a symmetric signature",
      () =>
        new SignJWT({ iss: issuer, aud: "client-1", exp: inAnHour() })
          .setProtectedHeader({ alg: "HS256", kid: "k1" })
          .sign(new Uint8Array(32)),
    ],
    [
      "no signature",
      async () =>
        `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from(JSON.stringify({ iss: issuer, aud: "client-1", exp: inAnHour() })).toString("base64url")}.`,
    ],
    ["no structure", async () => "nonsense"],
  ])("refuses a token with %s", async (_, token) => {
    const response = await (await guard())(await token());
    expect(response.headers.get("www-authenticate")).toMatch(/^Bearer scope="" error="invalid_token"/);
    expect(await text(response)).toEqual({ status: 401, body: { message: "Unauthorized" } });
  });

  test("asks the virtual clock whether a token has expired", async () => {
    const call = await guard();
    const token = await sign({});
    expect((await call(token)).status).toBe(200);
    await gateways!.clock.advance(3601_000);
    expect((await call(token)).status).toBe(401);
  });

  test("answers 403 when the token has none of the route's scopes", async () => {
    const call = await guard(["jobs/write", "admin"]);
    const response = await call(await sign({ scope: "jobs/read" }));
    expect(response.headers.get("www-authenticate")).toContain("insufficient_scope");
    expect(await text(response)).toEqual({ status: 403, body: { message: "Forbidden" } });
    const allowed = await bodyOf(await call(await sign({ scope: "jobs/read jobs/write" })));
    expect(allowed.requestContext.authorizer.jwt.scopes).toEqual(["jobs/read", "jobs/write"]);
  });

  test("reads the issuer's keys again when a token names a new one", async () => {
    const rotated = { keys: [{ ...jwks.keys[0]!, kid: "k2" }] };
    let reads = 0;
    const call = await guard(undefined, async () => (++reads === 1 ? jwks : rotated));
    expect((await call(await sign({}))).status).toBe(200);
    expect((await call(await sign({}, { kid: "k2" }))).status).toBe(200);
    expect(reads).toBe(2);
  });

  test("refuses everything while the issuer's keys can't be had", async () => {
    const call = await guard(undefined, () => Promise.reject(new Error("offline")));
    expect((await call(await sign({}))).status).toBe(401);
  });
});
