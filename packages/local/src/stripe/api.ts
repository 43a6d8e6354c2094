/** The API itself: key check, idempotency, faults, routing, and the log of what was asked. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Trace } from "../kit.ts";
import { accountRoutes } from "./accounts.ts";
import { checkoutRoutes } from "./checkout.ts";
import type { Sandbox } from "./control.ts";
import { disputeRoutes } from "./disputes.ts";
import { StripeFault } from "./errors.ts";
import { type Answer, createIdempotency } from "./idempotency.ts";
import { expand, listRoutes } from "./lists.ts";
import { allowOnly, type Params } from "./params.ts";
import { paymentRoutes } from "./payments.ts";
import { payoutRoutes } from "./payouts.ts";
import { transferRoutes } from "./transfers.ts";
import { API_VERSION, type Handler, newId, PLATFORM, type World } from "./world.ts";

const ROUTES = [
  ...listRoutes,
  ...paymentRoutes,
  ...checkoutRoutes,
  ...transferRoutes,
  ...disputeRoutes,
  ...payoutRoutes,
  ...accountRoutes,
].map(([method, path, handler]) => ({
  method,
  pattern: new RegExp(`^${path.replaceAll(":id", "([^/]+)")}$`),
  handler,
}));

/** Refused before the endpoint began: such an answer is not kept under the idempotency key. */
const NOT_STARTED = /^parameter_(missing|unknown|invalid)/;

function route(method: string, path: string): { handler: Handler; ids: string[] } {
  for (const { method: wanted, pattern, handler } of ROUTES) {
    const match = wanted === method ? pattern.exec(path) : null;
    if (match) return { handler, ids: match.slice(1).map(decodeURIComponent) };
  }
  throw new StripeFault(
    404,
    "invalid_request_error",
    `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
  );
}

function requireKey(authorization: string | undefined, apiKey: string): void {
  const [scheme, value = ""] = (authorization ?? "").split(" ");
  const given = scheme === "Basic" ? Buffer.from(value, "base64").toString().split(":")[0]! : value;
  if (!given)
    throw new StripeFault(
      401,
      "invalid_request_error",
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth " +
        "(e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  if (given !== apiKey)
    throw new StripeFault(
      401,
      "invalid_request_error",
      `Invalid API Key provided: ${given.slice(0, 8)}****${given.slice(-4)}`,
    );
}

const SERVER_ERROR = new StripeFault(500, "api_error", "An unknown error occurred.");

export function createApi(parts: {
  world: World;
  sandbox: Sandbox;
  trace: Trace;
  apiKey: string;
  url: () => string;
}): (request: IncomingMessage, response: ServerResponse, path: string, params: Params) => Promise<void> {
  const { world, sandbox, trace, apiKey, url } = parts;
  const idempotency = createIdempotency(world);

  /** Runs an endpoint whole, without giving way to another request: the answer and all it changed belong together. */
  function run(method: string, path: string, params: Params, account: string, requestId: string, key?: string): Answer {
    const retrying = method === "POST" ? (key ?? null) : null;
    world.request = { id: requestId, idempotency_key: retrying };
    try {
      const { handler, ids } = route(method, path);
      if (method === "GET" && ids.length > 0 && path.startsWith("/v1/") && !/(reversals|line_items)$/.test(path))
        allowOnly(params, "");
      const answer = handler({ world, params, ids, account, url: url() });
      return { status: 200, body: JSON.stringify(expand(world, answer, params), null, 2), requestId };
    } finally {
      world.request = { id: null, idempotency_key: null };
    }
  }

  const failure = (fault: StripeFault, requestId: string): Answer => ({
    status: fault.status,
    body: JSON.stringify(fault.body, null, 2),
    requestId,
  });

  return async function handle(request, response, path, params) {
    const method = request.method ?? "GET";
    const header = (name: string) => request.headers[name] as string | undefined;
    const requestId = newId("req", 14);
    const key = method === "GET" ? undefined : header("idempotency-key");
    const account = header("stripe-account") ?? header("stripe-context") ?? PLATFORM;
    const version = path.slice(1, 3);
    let slot: { finish(answer?: Answer): void } | undefined;
    let answer: Answer;
    let fault: string | undefined;

    try {
      requireKey(header("authorization"), apiKey);
      if (account !== PLATFORM && !world.find(account, "v2.core.account"))
        throw new StripeFault(
          403,
          "invalid_request_error",
          `The provided key does not have access to account '${account}' (or that account does not exist). ` +
            "Application access may have been revoked.",
          { code: "account_invalid" },
        );
      // The network may also break under a replayed answer, so faults come before the saved answers.
      fault = sandbox.takeFault(method, path);
      const begun = key
        ? idempotency.begin(`${account} ${version}`, key, `${method} ${path} ${JSON.stringify(params)}`)
        : undefined;
      if (begun && "replay" in begun) answer = begun.replay;
      else {
        slot = begun;
        if (fault === "429")
          throw new StripeFault(429, "rate_limit_error", "Too many requests.", { code: "rate_limit" });
        if (fault === "500") throw SERVER_ERROR;
        if (fault === "timeout") {
          await new Promise<void>((resolve) => response.once("close", resolve));
          throw SERVER_ERROR;
        }
        answer = run(method, path, params, account, requestId, key);
        if (fault === "500-after") answer = failure(SERVER_ERROR, requestId);
        slot?.finish(answer);
      }
    } catch (error) {
      const known = error instanceof StripeFault ? error : new StripeFault(500, "api_error", String(error));
      answer = failure(known, requestId);
      const notStarted = known.status === 429 || fault === "timeout" || NOT_STARTED.test(String(known.details.code));
      slot?.finish(notStarted ? undefined : answer);
    }

    world.store.save();
    const responseId = answer.status === 200 ? (JSON.parse(answer.body).id as string | undefined) : undefined;
    const replayed = answer.replayed === true;
    const accountShown = account === PLATFORM ? undefined : account;
    const entry = {
      id: requestId,
      at: world.clock.now(),
      method,
      path,
      params,
      account: accountShown,
      idempotencyKey: key,
    };
    sandbox.log({ ...entry, replayed, fault, status: answer.status, responseId });
    trace.record("stripe", { method, path, status: answer.status, replayed, responseId, fault });

    if (fault === "lost-response" || fault === "timeout") return void response.destroy();
    response.writeHead(answer.status, {
      "content-type": "application/json",
      "request-id": requestId,
      "stripe-version": API_VERSION,
      ...(accountShown ? { "stripe-account": accountShown } : {}),
      ...(key ? { "idempotency-key": key } : {}),
      ...(replayed ? { "idempotent-replayed": "true", "original-request": answer.requestId } : {}),
      ...(answer.status >= 500 ? { "stripe-should-retry": "false" } : {}),
    });
    response.end(answer.body);
  };
}
