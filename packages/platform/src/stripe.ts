/** The payment processor over Stripe: separate charges and transfers, payout accounts by Accounts v2. The only module that knows Stripe. */
import { Refusal } from "@freelancerm/contracts/errors";
import {
  type Bank,
  KeySpent,
  type Movement,
  type Processor,
  type ProcessorEvent,
  type Settlement,
} from "@freelancerm/core/payments/processor";
import { limits } from "@freelancerm/core/policy/policy";
import { ms, SECOND } from "@freelancerm/core/time";
import Stripe from "stripe";
import { ahead } from "./clock.ts";
import { config } from "./config.ts";
import { createSecretReader } from "./secret-reader.ts";

export interface StripeOptions {
  secretKey: () => Promise<string>;
  webhookSecret: () => Promise<string>;
  /** Where the site is, for the way back from a checkout. */
  siteUrl: () => string;
  /** Where Stripe is, when it is not Stripe. */
  apiBase?: string;
}

/** Answers that are not about the request and that Stripe does not keep under its idempotency key. */
const NOT_KEPT = new Set([401, 403, 409, 429]);

/** The refusal an error of the SDK stands for. */
function refusalOf(error: unknown): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  const detail = [error.type, error.code].filter(Boolean).join(" ");
  if (error.statusCode === 409) return new Refusal("resource.conflict", { detail });
  const answered = error.statusCode !== undefined && error.statusCode >= 400 && !NOT_KEPT.has(error.statusCode);
  return answered ? new KeySpent(detail) : new Refusal("payment.processor_failed", { detail });
}

async function asking<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw refusalOf(error);
  }
}

/** What is not there is undefined, not an error. */
const finding = <T>(call: () => Promise<T>): Promise<T | undefined> =>
  asking(() =>
    call().catch((error: unknown) => {
      if (error instanceof Stripe.errors.StripeError && error.statusCode === 404) return undefined;
      throw error;
    }),
  );

/** Stripe's time, in seconds. */
const seconds = (at: string): number => Math.floor((ms(at) - ahead()) / SECOND);
const idOf = (value: string | { id: string } | null): string | null =>
  typeof value === "string" ? value : (value?.id ?? null);

/** How an intent stands; one that failed may still be paid with another card while its checkout is open. */
function settlementOf(intent: Stripe.PaymentIntent): Settlement {
  return {
    paymentId: intent.metadata.paymentId ?? "",
    status: intent.status === "succeeded" ? "paid" : "open",
    amount: intent.amount_received,
    currency: intent.currency.toUpperCase(),
    chargeId: idOf(intent.latest_charge),
  };
}

function settlementOfSession(session: Stripe.Checkout.Session): Settlement | undefined {
  const intent = session.payment_intent as Stripe.PaymentIntent | null;
  if (intent && session.payment_status === "paid") return settlementOf(intent);
  const failed = session.status === "complete" && intent?.status === "requires_payment_method";
  return {
    paymentId: session.metadata?.paymentId ?? "",
    status: session.status === "expired" ? "expired" : failed ? "failed" : "open",
    amount: session.amount_total ?? 0,
    currency: (session.currency ?? "").toUpperCase(),
    chargeId: null,
  };
}

const movementOf = ({ id, amount }: Movement): Movement => ({ id, amount });

/**
 * The bank account payouts go to: the default of its currency, where several are. Payouts may be sent to any of the accounts
 * and cards, so the fingerprint is that of all of them.
 */
export function bankOf(accounts: Stripe.ExternalAccount[]): Bank | null {
  const banks = accounts.filter((one) => one.object === "bank_account");
  const shown = banks.find((one) => one.default_for_currency) ?? banks[0] ?? accounts[0];
  if (!shown) return null;
  const { last4, country, currency } = shown;
  return {
    fingerprint: accounts
      .map(({ fingerprint, id }) => fingerprint ?? id)
      .sort()
      .join(" "),
    name: (shown.object === "bank_account" ? shown.bank_name : shown.brand) ?? "",
    last4,
    country: country ?? "",
    currency: (currency ?? "").toUpperCase(),
  };
}

/** The first of a list, read to its end, that carries out the operation. */
async function carriedOut<T extends Movement & { metadata: Stripe.Metadata | null }>(
  list: AsyncIterable<T>,
  operation: string,
): Promise<Movement | undefined> {
  for await (const movement of list) if (movement.metadata?.operation === operation) return movementOf(movement);
  return undefined;
}

function clientOptions(apiBase: string | undefined): Stripe.StripeConfig {
  const base = apiBase ? new URL(apiBase) : undefined;
  return {
    maxNetworkRetries: 1,
    timeout: 10_000,
    telemetry: false,
    ...(base && {
      host: base.hostname,
      port: base.port || (base.protocol === "http:" ? 80 : 443),
      protocol: base.protocol === "http:" ? ("http" as const) : ("https" as const),
    }),
  };
}

export function createStripeProcessor(options: StripeOptions): Processor {
  let known: { key: string; client: Stripe } | undefined;
  const stripe = async (): Promise<Stripe> => {
    const key = await options.secretKey();
    if (known?.key !== key) known = { key, client: new Stripe(key, clientOptions(options.apiBase)) };
    return known.client;
  };

  return {
    createCheckout: ({ contractId, milestone, paymentId, title, amount, currency, expiresAt }, idempotencyKey) =>
      asking(async () => {
        const metadata = { contractId, milestone: String(milestone), paymentId };
        const back = `${options.siteUrl()}/contracts/${contractId}`;
        const session = await (await stripe()).checkout.sessions.create(
          {
            mode: "payment",
            line_items: [{ quantity: 1, price_data: { currency, unit_amount: amount, product_data: { name: title } } }],
            client_reference_id: paymentId,
            metadata,
            payment_intent_data: { metadata, transfer_group: contractId },
            expires_at: seconds(expiresAt),
            success_url: `${back}?paid=${milestone}`,
            cancel_url: `${back}?unpaid=${milestone}`,
          },
          { idempotencyKey },
        );
        return { id: session.id, url: session.url };
      }),

    findCheckout: ({ paymentId }, since) =>
      finding(async () => {
        const list = (await stripe()).checkout.sessions.list({ limit: 100, created: { gte: seconds(since) } });
        for await (const session of list) {
          if (session.client_reference_id === paymentId) return { id: session.id, url: session.url };
        }
        return undefined;
      }),

    findSettlement: (of) =>
      finding(async () => {
        const client = await stripe();
        if ("intentId" in of) return settlementOf(await client.paymentIntents.retrieve(of.intentId));
        const session = await client.checkout.sessions.retrieve(of.checkoutId, { expand: ["payment_intent"] });
        return settlementOfSession(session);
      }),

    createTransfer: ({ contractId, operation, amount, currency, destination, chargeId }, idempotencyKey) =>
      asking(async () =>
        movementOf(
          await (await stripe()).transfers.create(
            {
              amount,
              currency,
              destination,
              source_transaction: chargeId,
              transfer_group: contractId,
              metadata: { contractId, operation },
            },
            { idempotencyKey },
          ),
        ),
      ),

    findTransfer: ({ contractId, operation }) =>
      finding(async () =>
        carriedOut((await stripe()).transfers.list({ transfer_group: contractId, limit: 100 }), operation),
      ),

    createRefund: ({ contractId, operation, amount, chargeId }, idempotencyKey) =>
      asking(async () =>
        movementOf(
          await (await stripe()).refunds.create(
            { charge: chargeId, amount, metadata: { contractId, operation } },
            { idempotencyKey },
          ),
        ),
      ),

    findRefund: ({ chargeId, operation }) =>
      finding(async () => carriedOut((await stripe()).refunds.list({ charge: chargeId, limit: 100 }), operation)),

    createPayoutAccount: ({ userId, email, displayName, country }, idempotencyKey) =>
      asking(async () => {
        const { id } = await (await stripe()).v2.core.accounts.create(
          {
            contact_email: email,
            display_name: displayName,
            dashboard: "express",
            identity: { country: (country ?? "US").toLowerCase() },
            configuration: {
              recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } },
            },
            defaults: { responsibilities: { fees_collector: "application", losses_collector: "application" } },
            metadata: { userId },
          },
          { idempotencyKey },
        );
        return { id };
      }),

    findPayoutAccount: (id) =>
      finding(async () => {
        const client = await stripe();
        // Accounts v2 says whether it takes transfers, v1 which bank account is behind it.
        const [account, { external_accounts: accounts, payouts_enabled: payoutsEnabled }] = await Promise.all([
          client.v2.core.accounts.retrieve(id, { include: ["configuration.recipient"] }),
          client.accounts.retrieve(id),
        ]);
        const capabilities = account.configuration?.recipient?.capabilities;
        return {
          id: account.id,
          userId: account.metadata?.userId ?? "",
          active: capabilities?.stripe_balance?.stripe_transfers?.status === "active",
          payoutsEnabled,
          bank: bankOf(accounts?.data ?? []),
        };
      }),

    onboardingLink: (account, idempotencyKey) =>
      asking(async () => {
        const page = `${options.siteUrl()}/payouts`;
        const { url } = await (await stripe()).v2.core.accountLinks.create(
          {
            account,
            use_case: {
              type: "account_onboarding",
              account_onboarding: {
                refresh_url: `${page}?onboarding=again`,
                return_url: `${page}?onboarding=done`,
              },
            },
          },
          { idempotencyKey },
        );
        return url;
      }),

    parseWebhook: async (rawBody, signature, now) => {
      const [client, secret] = await Promise.all([stripe(), options.webhookSecret()]);
      return parse(client, Buffer.from(rawBody), signature, secret, now - ahead());
    },
  };
}

const ABOUT_ACCOUNT = /^v2\.core\.account[.[]/;

/** Verifies a webhook and says what it is about. Stripe sends snapshot (v1) and thin (v2) events to one address. */
function parse(
  client: Stripe,
  rawBody: Buffer,
  signature: string | undefined,
  secret: string,
  now: number,
): ProcessorEvent {
  const tolerance = limits.webhookAge / SECOND;
  const proof = [rawBody, signature ?? "", secret, tolerance, undefined, now] as const;
  // The library refuses old events but takes any that claim to come from the future.
  const sentAt = Number(/(?:^|,)t=(\d+)/.exec(signature ?? "")?.[1] ?? Number.NaN);
  if (!(Math.abs(Math.floor(now / SECOND) - sentAt) <= tolerance)) throw new Refusal("webhook.signature_invalid");
  try {
    if (/"object"\s*:\s*"v2\.core\.event"/.test(rawBody.toString("utf8"))) {
      const notification = client.parseEventNotification(...proof);
      const { id, type } = notification;
      const related = "related_object" in notification ? notification.related_object : null;
      return related && "id" in related && ABOUT_ACCOUNT.test(type)
        ? { id, about: "account", accountId: String(related.id) }
        : { id, about: "nothing of ours" };
    }
    return subjectOf(client.webhooks.constructEvent(...proof));
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) {
      throw new Refusal("webhook.signature_invalid");
    }
    throw error;
  }
}

function subjectOf(event: Stripe.Event): ProcessorEvent {
  const { id } = event;
  const ours = (metadata: Stripe.Metadata | null) =>
    metadata?.contractId && metadata.paymentId
      ? { contractId: metadata.contractId, paymentId: metadata.paymentId }
      : undefined;
  switch (event.type) {
    case "checkout.session.completed":
    case "checkout.session.expired":
    case "checkout.session.async_payment_succeeded":
    case "checkout.session.async_payment_failed": {
      const payment = ours(event.data.object.metadata);
      if (payment) return { id, about: "checkout", ...payment, checkoutId: event.data.object.id };
      break;
    }
    case "payment_intent.succeeded":
    case "payment_intent.payment_failed": {
      const payment = ours(event.data.object.metadata);
      if (payment) return { id, about: "intent", ...payment, intentId: event.data.object.id };
      break;
    }
    case "account.external_account.created":
    case "account.external_account.updated":
    case "account.external_account.deleted":
      if (event.account) return { id, about: "account", accountId: event.account };
      break;
    case "account.updated":
      return { id, about: "account", accountId: event.account ?? event.data.object.id };
    default:
  }
  return { id, about: "nothing of ours" };
}

let own: Processor | undefined;
/** The processor of this function, with the keys its environment names. */
export const ownProcessor = (): Processor => {
  own ??= createStripeProcessor({
    secretKey: createSecretReader(() => config.stripeSecretArn),
    webhookSecret: createSecretReader(() => config.stripeWebhookSecretArn),
    siteUrl: () => config.siteUrl,
    apiBase: config.stripeApiBase,
  });
  return own;
};
