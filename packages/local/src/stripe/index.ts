/**
 * A stateful stand-in for Stripe's test mode, used through the real SDK (`host`, `port`, `protocol`): customers,
 * checkout, payment intents, charges, transfers, refunds, disputes, payouts, connected accounts, balances, events,
 * idempotency keys and signed webhooks, on the virtual clock.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Trace, VirtualClock } from "../kit.ts";
import { openStore } from "../store.ts";
import { createApi } from "./api.ts";
import { expireSession } from "./checkout.ts";
import { Sandbox } from "./control.ts";
import { openDispute } from "./disputes.ts";
import { StripeFault } from "./errors.ts";
import { handlePage } from "./hosted.ts";
import { type Params, parseForm } from "./params.ts";
import { payPayout } from "./payouts.ts";
import { createWebhooks } from "./webhooks.ts";
import { emptyState, type State, World } from "./world.ts";

export interface StripeServer {
  port: number;
  url: string;
  close(): Promise<void>;
}

const BODY_LIMIT = 1_000_000;

/**
 * Starts the server on 127.0.0.1.
 * @param options.port 0 for a free port
 * @param options.webhookUrl where events are delivered, asked at each delivery; undefined: nowhere
 * @param options.thinWebhookUrl where thin (v2) events are delivered; without it, to `webhookUrl`
 */
export async function startStripe(options: {
  port: number;
  clock: VirtualClock;
  trace: Trace;
  stateDir?: string;
  webhookUrl?: () => string | undefined;
  thinWebhookUrl?: () => string | undefined;
  webhookSecret: string;
  apiKey: string;
}): Promise<StripeServer> {
  const { clock, trace, stateDir, webhookUrl = () => undefined } = options;
  const store = openStore<State>(stateDir ? join(stateDir, "stripe.json") : undefined, emptyState());
  const world = new World(store, clock);
  const webhooks = createWebhooks({
    world,
    trace,
    secret: options.webhookSecret,
    urlFor: (event) => (event.object === "event" ? webhookUrl() : (options.thinWebhookUrl ?? webhookUrl)()),
  });
  world.whenDue("expire-session", (id) => expireSession(world, id));
  world.whenDue("pay-payout", (id) => payPayout(world, id));
  world.whenDue("open-dispute", (id) => {
    if (!world.find(id, "charge")?.disputed) openDispute(world, id);
  });
  const sandbox = new Sandbox(world, webhooks);
  let url = "";
  const api = createApi({ world, sandbox, trace, apiKey: options.apiKey, url: () => url });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search } = new URL(request.url ?? "/", "http://localhost");
    const body = await readBody(request);
    const isJson = (request.headers["content-type"] ?? "").includes("json");
    const params: Params = { ...parseForm(search.slice(1)), ...(isJson ? JSON.parse(body || "{}") : parseForm(body)) };
    if (/^\/v[12]\//.test(pathname)) return api(request, response, pathname, params);
    if (pathname.startsWith("/_control/")) {
      const texts = Object.fromEntries(Object.entries(params).map(([k, v]) => [k, typeof v === "number" ? `${v}` : v]));
      const result = sandbox.handle(request.method!, pathname, texts);
      store.save();
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(result));
      return;
    }
    handlePage({ world, mode: webhooks.mode }, request.method!, pathname, params, response);
    store.save();
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      const fault = error instanceof StripeFault ? error : new StripeFault(400, "invalid_request_error", String(error));
      if (!response.headersSent) response.writeHead(fault.status, { "content-type": "application/json" });
      response.end(JSON.stringify(fault.body));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(options.port, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}`;
  world.resume();

  return {
    port,
    url,
    close: () =>
      new Promise((resolve) => {
        world.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new StripeFault(413, "invalid_request_error", "Request body too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
