/** Everything the stand-in knows: Stripe objects by id, money movements, what is due later, and how to announce events. */
import { randomBytes, randomInt } from "node:crypto";
import type { Stripe } from "stripe";
import type { VirtualClock } from "../kit.ts";
import type { Store } from "../store.ts";
import { missing } from "./errors.ts";
import type { Params } from "./params.ts";

export const API_VERSION = "2026-10-28.endive";
/** The account whose API key is used. */
export const PLATFORM = "acct_1LocalPlatform0001";
export const DAY_SECONDS = 86_400;

/** An API object exactly as it is answered. */
// biome-ignore lint/suspicious/noExplicitAny: every kind of object is kept in one map; builders are typed by the SDK.
export type StripeObject = { id: string; object: string; [field: string]: any };

export interface Due {
  id: string;
  /** Virtual time, ms since the epoch. */
  at: number;
  kind: string;
  subject: string;
}

export interface Delivery {
  id: string;
  eventId: string;
  attempts: number;
  status: "pending" | "delivered" | "failed" | "dropped" | "held";
  lastStatus?: number | string;
}

export interface SavedAnswer {
  fingerprint: string;
  at: number;
  status?: number;
  body?: string;
  requestId: string;
}

export interface State {
  objects: Record<string, { account: string; body: StripeObject }>;
  due: Record<string, Due>;
  deliveries: Record<string, Delivery>;
  idempotency: Record<string, SavedAnswer>;
}

export const emptyState = (): State => ({ objects: {}, due: {}, deliveries: {}, idempotency: {} });

/** Request under way, as events name it. */
export interface RequestInfo {
  id: string | null;
  idempotency_key: string | null;
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** An id with Stripe's prefix, for example `ch_` and 24 letters and digits. */
export function newId(prefix: string, length = 24): string {
  return `${prefix}_${Array.from(randomBytes(length), (byte) => LETTERS[byte % LETTERS.length]).join("")}`;
}

export class World {
  /** Objects of one account and kind, oldest first. */
  private readonly index = new Map<string, StripeObject[]>();
  private readonly actions = new Map<string, (subject: string) => void | Promise<void>>();
  private readonly cancellers = new Map<string, () => void>();
  private closed = false;
  private listeners: ((event: StripeObject) => void)[] = [];
  request: RequestInfo = { id: null, idempotency_key: null };

  constructor(
    readonly store: Store<State>,
    readonly clock: VirtualClock,
  ) {
    for (const { account, body } of Object.values(store.value.objects)) this.listOf(account, body.object).push(body);
  }

  get state(): State {
    return this.store.value;
  }

  /** Virtual seconds since the epoch, as Stripe counts time. */
  now(): number {
    return Math.floor(this.clock.now() / 1000);
  }

  listOf(account: string, object: string): StripeObject[] {
    const key = `${account} ${object}`;
    let found = this.index.get(key);
    if (!found) {
      found = [];
      this.index.set(key, found);
    }
    return found;
  }

  put<T extends { id: string; object: string }>(body: T, account = PLATFORM): T {
    this.state.objects[body.id] = { account, body };
    this.listOf(account, body.object).push(body);
    return body;
  }

  find(id: string, object?: string, account?: string): StripeObject | undefined {
    const entry = Object.hasOwn(this.state.objects, id) ? this.state.objects[id] : undefined;
    if (!entry || (object && entry.body.object !== object) || (account && entry.account !== account)) return undefined;
    if (entry.body.object === "balance_transaction") this.refresh(entry.body);
    return entry.body;
  }

  /** Throws resource_missing with Stripe's wording for `kind`. */
  get<T = StripeObject>(id: string, object: string, account = PLATFORM, param?: string): T {
    const found = this.find(id, object, account);
    if (!found) throw missing(object.replace(/^checkout\./, "checkout."), id, param, param ? 400 : 404);
    return found as T;
  }

  accountOf(id: string): string {
    return this.state.objects[id]?.account ?? PLATFORM;
  }

  private refresh(transaction: StripeObject): void {
    transaction.status = transaction.available_on <= this.now() ? "available" : "pending";
  }

  /** Books money on an account's balance. `amount` and `fee` in the smallest unit; net = amount − fee. */
  book(entry: {
    account?: string;
    type: string;
    amount: number;
    fee?: number;
    currency: string;
    source: string;
    availableOn?: number;
    description?: string | null;
    category?: string;
  }): Stripe.BalanceTransaction {
    const { amount, fee = 0, currency } = entry;
    const available_on = Math.max(entry.availableOn ?? 0, this.now());
    const details = { amount: fee, application: null, currency, description: "Stripe processing fees" };
    const transaction: Stripe.BalanceTransaction = {
      id: newId("txn"),
      object: "balance_transaction",
      amount,
      available_on,
      balance_type: "payments",
      created: this.now(),
      currency,
      description: entry.description ?? null,
      exchange_rate: null,
      fee,
      fee_details: fee === 0 ? [] : [{ ...details, type: "stripe_fee" }],
      net: amount - fee,
      reporting_category: entry.category ?? entry.type,
      source: entry.source,
      status: available_on <= this.now() ? "available" : "pending",
      type: entry.type as Stripe.BalanceTransaction["type"],
    };
    return this.put(transaction, entry.account ?? PLATFORM);
  }

  /** Available and pending amounts by currency. */
  balance(account: string): Map<string, { available: number; pending: number }> {
    const sums = new Map<string, { available: number; pending: number }>();
    for (const transaction of this.listOf(account, "balance_transaction")) {
      this.refresh(transaction);
      const sum = sums.get(transaction.currency) ?? { available: 0, pending: 0 };
      sum[transaction.status as "available" | "pending"] += transaction.net;
      sums.set(transaction.currency, sum);
    }
    return sums;
  }

  available(account: string, currency: string): number {
    return this.balance(account).get(currency)?.available ?? 0;
  }

  /** Records an event with a snapshot of its object and hands it to the webhooks. */
  emit(type: string, object: object, account = PLATFORM, previous?: object): StripeObject {
    const event = this.put(
      {
        id: newId("evt"),
        object: "event",
        ...(account === PLATFORM ? {} : { account }),
        api_version: API_VERSION,
        created: this.now(),
        data: { object: structuredClone(object), ...(previous ? { previous_attributes: previous } : {}) },
        livemode: false,
        pending_webhooks: 1,
        request: { ...this.request },
        type,
      },
      account,
    );
    this.announce(event);
    return event;
  }

  announce(event: StripeObject): void {
    for (const listener of this.listeners) listener(event);
  }

  onEvent(listener: (event: StripeObject) => void): void {
    this.listeners.push(listener);
  }

  /** Says what a kind of due thing does; call before `resume`. */
  whenDue(kind: string, run: (subject: string) => void | Promise<void>): void {
    this.actions.set(kind, run);
  }

  /** Remembers to do something at a virtual time (ms), also across a restart. */
  schedule(at: number, kind: string, subject: string): string {
    const due: Due = { id: `${randomInt(2 ** 47).toString(36)}${this.clock.now().toString(36)}`, at, kind, subject };
    this.state.due[due.id] = due;
    this.arm(due);
    return due.id;
  }

  /** Takes up everything that was due when the last process ended. */
  resume(): void {
    for (const due of Object.values(this.state.due)) this.arm(due);
  }

  private arm(due: Due): void {
    // What an action cut short asks for is asked again when the next process takes it up.
    if (this.closed) return;
    const cancel = this.clock.at(due.at, async () => {
      this.cancellers.delete(due.id);
      await this.actions.get(due.kind)?.(due.subject);
      if (this.closed) return;
      // Forgotten only afterwards: an action cut short by the end of the process is taken up by the next one.
      delete this.state.due[due.id];
      this.store.save();
    });
    this.cancellers.set(due.id, cancel);
  }

  /** Stops what is due; an action still running leaves no trace and is taken up by the next process. */
  close(): void {
    this.closed = true;
    for (const cancel of this.cancellers.values()) cancel();
    this.cancellers.clear();
  }
}

/** One API call as its handler sees it. */
export interface Call {
  world: World;
  params: Params;
  /** The ids in the path, in order. */
  ids: string[];
  /** The Stripe-Account header, or the platform. */
  account: string;
  /** Where this server is reached. */
  url: string;
}

export type Handler = (call: Call) => object;
/** Method, path with `:id` for ids, handler. */
export type Route = [method: string, path: string, handler: Handler];
