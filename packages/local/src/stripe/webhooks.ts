/** Signed delivery of events, with Stripe's retries and the misbehaviour tests ask for. All waits are virtual time. */
import { createHmac } from "node:crypto";
import type { Trace } from "../kit.ts";
import type { Delivery, StripeObject, World } from "./world.ts";

export type WebhookMode = "normal" | "duplicate" | "delay" | "reorder" | "drop";
export const WEBHOOK_MODES: WebhookMode[] = ["normal", "duplicate", "delay", "reorder", "drop"];

const MINUTE = 60_000;
const BACK_OFF = [1, 5, 30, 120, 300, 600, 720, 720, 720, 720].map((minutes) => minutes * MINUTE);
const ANSWER_WITHIN_MS = 10_000;

/** The Stripe-Signature header of a body sent at `seconds`. */
export function signatureHeader(body: string, secret: string, seconds: number): string {
  const signature = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
  return `t=${seconds},v1=${signature}`;
}

export interface Webhooks {
  mode: WebhookMode;
  delayMs: number;
  /** Changes the mode; held events go out (in reverse order after "reorder"). */
  setMode(mode: WebhookMode, delayMs?: number): void;
  /** Sends events again, as the dashboard's "Resend" does. */
  resend(eventIds: string[]): void;
}

export function createWebhooks(options: {
  world: World;
  trace: Trace;
  secret: string;
  /** Where an event goes; undefined: nobody listens. */
  urlFor: (event: StripeObject) => string | undefined;
}): Webhooks {
  const { world, trace, secret, urlFor } = options;
  const { deliveries } = world.state;

  function enqueue(event: StripeObject, at: number, status: Delivery["status"] = "pending"): void {
    const id = `${event.id}.${Object.keys(deliveries).length + 1}`;
    deliveries[id] = { id, eventId: event.id, attempts: 0, status };
    if (status === "pending") world.schedule(at, "deliver", id);
  }

  function release(): void {
    const held = Object.values(deliveries).filter((delivery) => delivery.status === "held");
    if (webhooks.mode === "reorder") held.reverse();
    for (const [i, delivery] of held.entries()) {
      delivery.status = "pending";
      world.schedule(world.clock.now() + i, "deliver", delivery.id);
    }
  }

  async function deliver(id: string): Promise<void> {
    const delivery = deliveries[id];
    const event = delivery && world.find(delivery.eventId);
    if (!delivery || !event || delivery.status !== "pending") return;
    const url = urlFor(event);
    if (!url) {
      delivery.status = "dropped";
      return;
    }
    const { data: _, ...thin } = event;
    const body = JSON.stringify(event.object === "event" ? event : thin, null, 2);
    const outcome = await post(url, body);
    delivery.attempts += 1;
    delivery.lastStatus = outcome;
    trace.record("stripe-webhook", { type: event.type, event: event.id, attempt: delivery.attempts, outcome });
    if (typeof outcome === "number" && outcome >= 200 && outcome < 300) {
      delivery.status = "delivered";
      if (event.object === "event") event.pending_webhooks = 0;
      return;
    }
    const wait = BACK_OFF[delivery.attempts - 1];
    if (wait === undefined) delivery.status = "failed";
    else world.schedule(world.clock.now() + wait, "deliver", id);
  }

  async function post(url: string, body: string): Promise<number | string> {
    const headers = {
      "content-type": "application/json; charset=utf-8",
      "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
      "stripe-signature": signatureHeader(body, secret, world.now()),
    };
    try {
      const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
      const answer = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
      await answer.arrayBuffer();
      return answer.status;
    } catch (error) {
      return error instanceof Error ? error.name : String(error);
    }
  }

  const webhooks: Webhooks = {
    mode: "normal",
    delayMs: 5 * MINUTE,
    setMode(mode, delayMs) {
      release();
      webhooks.mode = mode;
      webhooks.delayMs = delayMs ?? webhooks.delayMs;
    },
    resend(eventIds) {
      for (const id of eventIds) {
        const event = world.find(id);
        if (event) enqueue(event, world.clock.now());
      }
    },
  };

  world.whenDue("deliver", deliver);
  world.onEvent((event) => {
    const now = world.clock.now();
    if (webhooks.mode === "drop") return enqueue(event, now, "dropped");
    if (webhooks.mode === "reorder") return enqueue(event, now, "held");
    enqueue(event, webhooks.mode === "delay" ? now + webhooks.delayMs : now);
    if (webhooks.mode === "duplicate") enqueue(event, now);
  });
  return webhooks;
}
