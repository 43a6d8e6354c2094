import { request as httpRequest } from "node:http";
import { bodyOf, type Handler, httpApi, startTestGateways, type TestGateways } from "./test-kit.ts";

const echo: Handler = (event) => event;
const text = async (response: Response) => ({ status: response.status, body: await response.json() });

let gateways: TestGateways | undefined;
afterEach(async () => {
  await gateways?.close();
  gateways = undefined;
});

async function serve(...args: Parameters<typeof startTestGateways>): Promise<string> {
  gateways = await startTestGateways(...args);
  return `${gateways.url}/api`;
}

describe("the event of an HTTP API", () => {
  test("has payload format 2.0 with the prefix stripped, lower-case headers, cookies, query and path variables", async () => {
    const api = await serve(httpApi({ "POST /jobs/{id}/notes": {} }), { main: echo });
    const response = await fetch(`${api}/jobs/a%20b/notes?tag=x&tag=y%2Fz&q=`, {
      method: "POST",
      headers: { "X-Custom": "1", cookie: "a=1; b=2", "content-type": "application/json" },
      body: '{"note":"é"}',
    });
    const event = await bodyOf(response);
    expect(event).toMatchObject({
      version: "2.0",
      routeKey: "POST /jobs/{id}/notes",
      rawPath: "/jobs/a b/notes",
      rawQueryString: "tag=x&tag=y%2Fz&q=",
      cookies: ["a=1", "b=2"],
      queryStringParameters: { tag: "x,y/z", q: "" },
      pathParameters: { id: "a b" },
      body: '{"note":"é"}',
      isBase64Encoded: false,
      requestContext: {
        accountId: "000000000000",
        apiId: "http1",
        domainName: "http1.execute-api.us-east-1.amazonaws.com",
        domainPrefix: "http1",
        http: { method: "POST", path: "/jobs/a b/notes", protocol: "HTTP/1.1", sourceIp: "127.0.0.1" },
        routeKey: "POST /jobs/{id}/notes",
        stage: "$default",
        timeEpoch: expect.any(Number),
      },
    });
    expect(event.requestContext.time).toMatch(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
    expect(event.requestContext.requestId).toBe(response.headers.get("apigw-requestid"));
    expect(event.headers).toMatchObject({ "x-custom": "1", "x-forwarded-for": "127.0.0.1" });
    expect(event.headers).not.toHaveProperty("cookie");
    expect(event.requestContext).not.toHaveProperty("authorizer");
  });

  test("joins duplicate headers with a comma and leaves out what is absent", async () => {
    await serve(httpApi({ "GET /": {} }), { main: echo });
    const event = await new Promise<Record<string, unknown>>((resolve, reject) => {
      const headers = ["X-Twice", "a", "X-Twice", "b", "Host", "localhost"];
      httpRequest({ port: gateways!.appPort, host: "127.0.0.1", path: "/api", headers }, async (response) => {
        resolve(JSON.parse((await response.toArray()).join("")));
      })
        .on("error", reject)
        .end();
    });
    expect(event.headers).toMatchObject({ "x-twice": "a,b" });
    for (const absent of ["body", "cookies", "queryStringParameters", "pathParameters"]) {
      expect(event).not.toHaveProperty(absent);
    }
  });

  test.each([
    ["text/csv", false],
    ["application/json; charset=utf-8", false],
    ["application/xml", false],
    ["application/octet-stream", true],
    ["application/x-www-form-urlencoded", true],
  ])("has a body of type %s in base64: %s", async (type, base64) => {
    const api = await serve(httpApi({ "POST /": {} }), { main: echo });
    const event = await bodyOf(await fetch(api, { method: "POST", headers: { "content-type": type }, body: "a=b" }));
    expect(event.isBase64Encoded).toBe(base64);
    expect(event.body).toBe(base64 ? Buffer.from("a=b").toString("base64") : "a=b");
  });

  test("names the stage in the path when it is not $default", async () => {
    const resources = httpApi({ "GET /x": {} }, { stage: { StageName: "v1", StageVariables: { a: "1" } } });
    const event = await (await fetch(`${await serve(resources, { main: echo })}/x`)).json();
    expect(event).toMatchObject({ rawPath: "/v1/x", stageVariables: { a: "1" } });
  });
});

describe("the response of an HTTP API", () => {
  async function answer(result: unknown) {
    const response = await fetch(await serve(httpApi({ "GET /": {} }), { main: () => result }));
    return { response, body: await response.text() };
  }

  test("is what a structured result says, cookies one by one", async () => {
    const { response, body } = await answer({
      statusCode: 201,
      headers: { "X-Count": 3, "Content-Type": "text/plain" },
      cookies: ["a=1; HttpOnly", "b=2"],
      body: "done",
    });
    expect([response.status, body]).toEqual([201, "done"]);
    expect(response.headers.get("x-count")).toBe("3");
    expect(response.headers.getSetCookie()).toEqual(["a=1; HttpOnly", "b=2"]);
  });

  test("keeps the gateway's own framing whatever headers the function sets", async () => {
    const headers = { Connection: "upgrade", "Transfer-Encoding": "chunked", "Content-Length": "1" };
    const { response, body } = await answer({ statusCode: 200, headers, body: "done" });
    expect([response.headers.get("content-length"), body]).toEqual(["4", "done"]);
    expect(response.headers.get("connection")).not.toBe("upgrade");
  });

  test("decodes a base64 body", async () => {
    const { body } = await answer({
      statusCode: 200,
      isBase64Encoded: true,
      body: Buffer.from("raw").toString("base64"),
    });
    expect(body).toBe("raw");
  });

  test.each([
    [{ ok: true }, '{"ok":true}'],
    ["Hello", "Hello"],
    [null, "null"],
  ])("takes a result without a status, %j, as the body of a 200 in JSON", async (result, expected) => {
    const { response, body } = await answer(result);
    expect([response.status, response.headers.get("content-type"), body]).toEqual([200, "application/json", expected]);
  });

  test.each([
    [{ statusCode: "many" }],
    [{ statusCode: 200, body: { not: "text" } }],
    [{ statusCode: 200, headers: { a: ["list"] } }],
    [{ statusCode: 200, headers: { a: "line\r\nbreak" } }],
    [{ statusCode: 200, cookies: "a=1" }],
    [{ statusCode: 200, body: "x".repeat(6 * 1024 * 1024) }],
  ])("is 500 for a malformed or oversized result", async (result) => {
    const { response, body } = await answer(result);
    expect([response.status, body]).toEqual([500, '{"message":"Internal Server Error"}']);
    expect(response.headers.get("apigw-requestid")).toMatch(/^[\w-]{15}=$/);
  });

  test("is 500 without details when the function throws", async () => {
    const api = await serve(httpApi({ "GET /": {} }), {
      main: () => {
        throw new Error("secret");
      },
    });
    expect(await text(await fetch(api))).toEqual({ status: 500, body: { message: "Internal Server Error" } });
  });

  test("is 503 when the integration's time is over", async () => {
    const api = await serve(httpApi({ "GET /": { timeoutMs: 50 } }), { main: () => new Promise(() => undefined) });
    expect(await text(await fetch(api))).toEqual({ status: 503, body: { message: "Service Unavailable" } });
  });

  test("is 404 without a route", async () => {
    const api = await serve(httpApi({ "GET /a": {} }), { main: echo });
    expect(await text(await fetch(`${api}/b`))).toEqual({ status: 404, body: { message: "Not Found" } });
  });

  test.each([10 * 1024 * 1024 + 1, 7 * 1024 * 1024])("is 413 for a body of %i bytes", async (size) => {
    const api = await serve(httpApi({ "POST /": {} }), { main: () => "ok" });
    const response = await fetch(api, {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body: "x".repeat(size),
    });
    expect(await text(response)).toEqual({ status: 413, body: { message: "Request Entity Too Large" } });
  });
});

describe("throttling", () => {
  test("refuses what is over a route's burst until virtual time has refilled it", async () => {
    const stage = {
      DefaultRouteSettings: { ThrottlingBurstLimit: 100, ThrottlingRateLimit: 100 },
      RouteSettings: { "GET /slow": { ThrottlingBurstLimit: 2, ThrottlingRateLimit: 0.01 } },
    };
    const api = await serve(httpApi({ "GET /slow": {}, "GET /free": {} }, { stage }), { main: () => "ok" });
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await fetch(`${api}/slow`)).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect(await text(await fetch(`${api}/slow`))).toEqual({ status: 429, body: { message: "Too Many Requests" } });
    expect((await fetch(`${api}/free`)).status).toBe(200);
    await gateways!.clock.advance(100_000);
    expect((await fetch(`${api}/slow`)).status).toBe(200);
  });
});

describe("cross-origin requests", () => {
  const api = {
    CorsConfiguration: {
      AllowOrigins: ["https://app.example"],
      AllowMethods: ["GET", "POST"],
      AllowHeaders: ["authorization"],
      ExposeHeaders: ["x-total"],
      AllowCredentials: true,
      MaxAge: 600,
    },
  };
  const own: Handler = () => ({ statusCode: 200, headers: { "Access-Control-Allow-Origin": "*" } });
  const preflight = (origin: string) => ({
    method: "OPTIONS",
    headers: { origin, "access-control-request-method": "POST" },
  });

  test("are announced by a preflight which the gateway answers itself", async () => {
    const url = await serve(httpApi({ "POST /jobs": {} }, { api }), { main: own });
    const response = await fetch(`${url}/jobs`, preflight("https://app.example"));
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "access-control-allow-origin": "https://app.example",
      "access-control-allow-methods": "GET,POST",
      "access-control-allow-headers": "authorization",
      "access-control-allow-credentials": "true",
      "access-control-max-age": "600",
    });
    const refused = await fetch(`${url}/jobs`, preflight("https://evil.example"));
    expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([204, null]);
  });

  test("get the configured headers in place of the function's own, errors included", async () => {
    const url = await serve(httpApi({ "POST /jobs": {} }, { api }), { main: own });
    const send = (path: string, origin: string) => fetch(`${url}${path}`, { method: "POST", headers: { origin } });
    const allowed = await send("/jobs", "https://app.example");
    expect(allowed.headers.get("access-control-allow-origin")).toBe("https://app.example");
    expect(allowed.headers.get("access-control-expose-headers")).toBe("x-total");
    expect((await send("/jobs", "https://evil.example")).headers.get("access-control-allow-origin")).toBeNull();
    expect((await send("/none", "https://app.example")).headers.get("access-control-allow-origin")).not.toBeNull();
  });

  test("reach the function, even ahead, when a route takes OPTIONS", async () => {
    const url = await serve(httpApi({ "ANY /jobs": {} }, { api }), { main: () => ({ statusCode: 299 }) });
    const response = await fetch(`${url}/jobs`, preflight("https://app.example"));
    expect(response.status).toBe(299);
    expect(response.headers.get("access-control-allow-methods")).toBe("GET,POST");
  });

  test("get no preflight answer without a configuration", async () => {
    const url = await serve(httpApi({ "POST /jobs": {} }), { main: own });
    expect((await fetch(`${url}/jobs`, preflight("https://app.example"))).status).toBe(404);
  });
});

describe("several HTTP APIs", () => {
  test("are served under /api, the first, and /_api/{id}, the others", async () => {
    const resources = [...httpApi({ "GET /a": {} }), ...httpApi({ "GET /b": { function: "other" } }, { id: "http2" })];
    const api = await serve(resources, { main: () => "first", other: () => "second" });
    expect(await (await fetch(`${api}/a`)).text()).toBe("first");
    expect(await (await fetch(`${gateways!.url}/_api/http2/b`)).text()).toBe("second");
    expect((await fetch(`${gateways!.url}/_api/none/b`)).status).toBe(404);
  });
});

test("what the gateway can't serve is refused at start", async () => {
  const resources = httpApi({ "GET /": { AuthorizationType: "AWS_IAM" } });
  await expect(startTestGateways(resources, {})).rejects.toThrow("AuthorizationType AWS_IAM");
});
