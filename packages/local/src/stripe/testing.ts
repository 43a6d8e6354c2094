/** What the tests share: a clock moved by hand, a server with a real SDK client, and an endpoint that receives webhooks. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Stripe from "stripe";
import type { VirtualClock } from "../kit.ts";
import { startStripe } from "./index.ts";

export const DAY = 86_400_000;
export const SECRET = "whsec_local_test";
const API_KEY = "sk_test_local";

/** Timers run in order when time passes them; those due at once run on the next tick. */
export function manualClock(): VirtualClock {
  let offset = 0;
  const timers = new Set<{ at: number; run: () => void | Promise<void> }>();
  const clock: VirtualClock = {
    now: () => Date.now() + offset,
    at(at, run) {
      const timer = { at, run };
      timers.add(timer);
      if (at <= clock.now()) setImmediate(() => timers.delete(timer) && run());
      return () => void timers.delete(timer);
    },
    async advance(ms) {
      const end = clock.now() + ms;
      for (;;) {
        const due = [...timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        timers.delete(due);
        offset = Math.max(offset, due.at - Date.now());
        await due.run();
      }
      offset = Math.max(offset, end - Date.now());
    },
  };
  return clock;
}

export interface Received {
  body: string;
  signature: string;
}

/** A started stand-in. `received` holds the webhooks in order of arrival; `answer.status` is what the endpoint says. */
export async function startSandbox(stateDir?: string, clock = manualClock()) {
  const received: Received[] = [];
  const answer = { status: 200 };
  const endpoint = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ body: Buffer.concat(chunks).toString(), signature: String(request.headers["stripe-signature"]) });
    response.writeHead(answer.status).end();
  });
  await new Promise<void>((resolve) => endpoint.listen(0, "127.0.0.1", resolve));
  const webhookUrl = () => `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/`;
  const trace = { record() {} };
  const server = await startStripe({
    port: 0,
    clock,
    trace,
    stateDir,
    webhookUrl,
    webhookSecret: SECRET,
    apiKey: API_KEY,
  });
  const clientWith = (key: string, timeout?: number) =>
    new Stripe(key, {
      host: "127.0.0.1",
      port: server.port,
      protocol: "http",
      maxNetworkRetries: 0,
      telemetry: false,
      timeout,
    });

  const types = () => received.map(({ body }) => JSON.parse(body).type as string);
  return {
    clock,
    server,
    stripe: clientWith(API_KEY),
    clientWith,
    impatient: clientWith(API_KEY, 200),
    received,
    answer,
    types,
    /** Waits (real time, at most 2 s) until the endpoint has received what `condition` asks. */
    async until(condition: () => boolean) {
      for (let i = 0; i < 200 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
      if (!condition()) throw new Error(`Still waiting; received: ${types().join(", ")}`);
    },
    async control(path: string, params: object = {}, method = "POST") {
      const url = `${server.url}/_control/${path}`;
      const headers = { "content-type": "application/json" };
      const response = await fetch(
        url,
        method === "POST" ? { method, headers, body: JSON.stringify(params) } : { method },
      );
      return response.json();
    },
    async form(url: string, fields: Record<string, string>) {
      return fetch(url, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
    },
    async close() {
      await server.close();
      endpoint.closeAllConnections();
      await new Promise<void>((resolve) => endpoint.close(() => resolve()));
    },
  };
}

export type StripeSandbox = Awaited<ReturnType<typeof startSandbox>>;

/** A connected account that may receive transfers and pay out. */
export async function onboarded({ stripe, form }: StripeSandbox): Promise<string> {
  const account = await stripe.v2.core.accounts.create({
    contact_email: "freelancer@example.com",
    display_name: "Freelancer",
    configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
  });
  const link = await stripe.v2.core.accountLinks.create({
    account: account.id,
    use_case: {
      type: "account_onboarding",
      account_onboarding: {
        configurations: ["recipient"],
        refresh_url: "https://app.example/refresh",
        return_url: "https://app.example/return",
      },
    } as Stripe.V2.Core.AccountLinkCreateParams["use_case"],
  });
  await form(link.url, { bank: "000123456789" });
  return account.id;
}

/** A paid charge. */
export async function charged(
  { stripe }: StripeSandbox,
  amount: number,
  card = "pm_card_visa",
): Promise<Stripe.Charge> {
  const intent = await stripe.paymentIntents.create({
    amount,
    currency: "usd",
    payment_method: card,
    confirm: true,
    expand: ["latest_charge"],
  });
  return intent.latest_charge as Stripe.Charge;
}
