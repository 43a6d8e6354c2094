/** Connected accounts: created and onboarded through Accounts v2, readable through v1 as well. */
import type { Stripe } from "stripe";
import { invalid } from "./errors.ts";
import { allowOnly, group, list, metadata, optionalText, text } from "./params.ts";
import { type Call, newId, PLATFORM, type Route, type StripeObject, type World } from "./world.ts";

const LINK_LIFE_SECONDS = 600;
const isoTime = (seconds: number) => new Date(seconds * 1000).toISOString();

/** What the platform may ask to see of an account; anything else is null in answers, as in Accounts v2. */
const INCLUDABLE = ["configuration.customer", "configuration.merchant", "configuration.recipient"].concat([
  "defaults",
  "future_requirements",
  "identity",
  "requirements",
]);

function capability(account: StripeObject) {
  const active = account.details_submitted;
  const status_details = active ? [] : [{ code: "requirements_past_due", resolution: "provide_info" }];
  return { status: active ? "active" : "restricted", status_details };
}

function requirements(account: StripeObject) {
  if (account.details_submitted) return { entries: [] };
  const entry = (description: string) => ({
    awaiting_action_from: "user",
    description,
    errors: [],
    impact: {
      restricts_capabilities: [
        {
          capability: "stripe_balance.stripe_transfers",
          configuration: "recipient",
          deadline: { status: "currently_due" },
        },
      ],
    },
    minimum_deadline: { status: "currently_due" },
    requested_reasons: [{ code: "routine_onboarding" }],
  });
  return {
    entries: ["configuration.recipient.default_outbound_destination", "identity.attestations.terms_of_service"].map(
      entry,
    ),
    summary: { minimum_deadline: { status: "currently_due" } },
  };
}

/** The account as Accounts v2 answers it, with the parts named by `include`. */
function present(account: StripeObject, include: unknown[]): Stripe.V2.Core.Account {
  const unknown = include.find((name) => !INCLUDABLE.includes(String(name)));
  if (unknown) throw invalid(`Invalid include value: ${unknown}`, "include");
  const wanted = (name: string) => include.includes(name);
  const recipient = account.configuration.recipient;
  const { details_submitted: _, bank_account: __, ...visible } = account;
  return {
    ...visible,
    configuration: include.some((name) => String(name).startsWith("configuration."))
      ? {
          customer: null,
          merchant: null,
          recipient:
            recipient.applied && wanted("configuration.recipient")
              ? { applied: true, capabilities: { stripe_balance: { stripe_transfers: capability(account) } } }
              : null,
        }
      : null,
    defaults: wanted("defaults") ? account.defaults : null,
    future_requirements: wanted("future_requirements") ? { entries: [] } : null,
    identity: wanted("identity") ? account.identity : null,
    requirements: wanted("requirements") ? requirements(account) : null,
  } as unknown as Stripe.V2.Core.Account;
}

/** The same account as API v1 answers it. */
function presentV1(account: StripeObject): Stripe.Account {
  const active = account.details_submitted;
  const due = active ? [] : ["external_account", "tos_acceptance.date"];
  const bank = account.bank_account;
  const currency = account.defaults?.currency ?? "usd";
  return {
    id: account.id,
    object: "account",
    business_type: account.identity?.entity_type ?? null,
    capabilities: { transfers: active ? "active" : "inactive" },
    charges_enabled: active,
    country: (account.identity?.country ?? "us").toUpperCase(),
    created: Date.parse(account.created) / 1000,
    default_currency: currency,
    details_submitted: active,
    email: account.contact_email,
    external_accounts: {
      object: "list",
      data: bank ? [bank] : [],
      has_more: false,
      url: `/v1/accounts/${account.id}/external_accounts`,
    },
    metadata: account.metadata,
    payouts_enabled: active,
    requirements: {
      alternatives: [],
      current_deadline: null,
      currently_due: due,
      disabled_reason: active ? null : "requirements.past_due",
      errors: [],
      eventually_due: due,
      past_due: due,
      pending_verification: [],
    },
    type: "none",
  };
}

function createAccount({ world, params }: Call) {
  allowOnly(
    params,
    "contact_email contact_phone display_name dashboard configuration identity defaults include metadata",
  );
  const recipient = group(params, "configuration").recipient;
  const account = world.put({
    id: newId("acct", 16),
    object: "v2.core.account",
    applied_configurations: recipient ? ["recipient"] : [],
    closed: false,
    configuration: { recipient: { applied: Boolean(recipient) } },
    contact_email: optionalText(params, "contact_email") ?? null,
    contact_phone: optionalText(params, "contact_phone") ?? null,
    created: isoTime(world.now()),
    dashboard: optionalText(params, "dashboard") ?? "none",
    defaults: { currency: "usd", locales: null, ...group(params, "defaults") },
    display_name: optionalText(params, "display_name") ?? null,
    identity: { country: "us", entity_type: "individual", ...group(params, "identity") },
    livemode: false,
    metadata: metadata(params),
    details_submitted: false,
    bank_account: null,
  });
  emitThin(world, "v2.core.account.created", account);
  return present(account, list(params, "include"));
}

function updateAccount({ world, params, ids }: Call) {
  allowOnly(
    params,
    "contact_email contact_phone display_name dashboard configuration identity defaults include metadata",
  );
  const account = world.get(ids[0]!, "v2.core.account");
  for (const name of ["contact_email", "contact_phone", "display_name", "dashboard"])
    if (name in params) account[name] = optionalText(params, name) ?? null;
  if (group(params, "configuration").recipient) {
    account.configuration.recipient.applied = true;
    account.applied_configurations = ["recipient"];
  }
  Object.assign(account.identity, group(params, "identity"));
  Object.assign(account.defaults, group(params, "defaults"));
  account.metadata = metadata(params, account.metadata);
  emitThin(world, "v2.core.account.updated", account);
  world.emit("account.updated", presentV1(account), account.id);
  return present(account, list(params, "include"));
}

function closeAccount({ world, params, ids }: Call) {
  allowOnly(params, "applied_configurations");
  const account = world.get(ids[0]!, "v2.core.account");
  account.closed = true;
  account.applied_configurations = [];
  account.configuration.recipient.applied = false;
  emitThin(world, "v2.core.account.closed", account);
  return present(account, []);
}

function createLink({ world, params, url }: Call): Stripe.V2.Core.AccountLink {
  allowOnly(params, "account use_case");
  const account = world.get(text(params, "account"), "v2.core.account", undefined, "account");
  const useCase = group(params, "use_case");
  const type = text(useCase, "type", "use_case.type");
  text(group(useCase, type), "refresh_url", `use_case.${type}.refresh_url`);
  const { id } = world.put({
    id: newId("acctlink", 16),
    object: "account_link",
    account: account.id,
    use_case: useCase,
    expires: world.now() + LINK_LIFE_SECONDS,
    used: false,
  });
  return {
    object: "v2.core.account_link",
    account: account.id,
    created: isoTime(world.now()),
    expires_at: isoTime(world.now() + LINK_LIFE_SECONDS),
    livemode: false,
    url: `${url}/onboarding/${id}`,
    use_case: useCase as unknown as Stripe.V2.Core.AccountLink.UseCase,
  };
}

/** An onboarding link, its account and where its visitor goes next; a used or expired link leads to `refresh_url`. */
export function openLink(world: World, id: string) {
  const link = world.get(id, "account_link");
  const { refresh_url, return_url } = link.use_case[link.use_case.type] as Record<string, string>;
  const account = world.get(link.account, "v2.core.account");
  return { link, account, usable: !link.used && link.expires > world.now(), refresh_url: refresh_url!, return_url };
}

/** Completes onboarding, or changes the bank account of an onboarded account, and announces it. */
export function completeOnboarding(world: World, id: string, bankLast4: string): void {
  const { link, account } = openLink(world, id);
  link.used = true;
  const first = !account.details_submitted;
  account.details_submitted = true;
  account.bank_account = {
    id: newId("ba"),
    object: "bank_account",
    account: account.id,
    account_holder_name: account.display_name,
    account_holder_type: "individual",
    account_type: null,
    bank_name: "STRIPE TEST BANK",
    country: "US",
    currency: account.defaults.currency,
    default_for_currency: true,
    fingerprint: newId("fp", 16).slice(3),
    last4: bankLast4,
    metadata: {},
    routing_number: "110000000",
    status: "new",
  };
  world.emit("account.external_account.created", account.bank_account, account.id);
  world.emit("account.updated", presentV1(account), account.id);
  if (first) {
    emitThin(world, "v2.core.account[requirements].updated", account);
    emitThin(world, "v2.core.account[configuration.recipient].capability_status_updated", account, {
      updated_capability: "stripe_balance.stripe_transfers",
    });
  }
  emitThin(world, "v2.core.account[configuration.recipient].updated", account);
}

/** A v2 event: what is delivered names the account, and the receiver fetches the rest. */
function emitThin(world: World, type: string, account: StripeObject, data?: object): void {
  const { id, idempotency_key } = world.request;
  const event = world.put({
    id: newId("evt_test"),
    object: "v2.core.event",
    created: isoTime(world.now()),
    livemode: false,
    reason: id ? { type: "request", request: { id, idempotency_key: idempotency_key ?? "" } } : null,
    related_object: { id: account.id, type: "v2.core.account", url: `/v2/core/accounts/${account.id}` },
    type,
    ...(data ? { data } : {}),
  });
  world.announce(event);
}

export const accountRoutes: Route[] = [
  ["POST", "/v2/core/accounts", createAccount],
  [
    "GET",
    "/v2/core/accounts/:id",
    ({ world, ids, params }) => present(world.get(ids[0]!, "v2.core.account"), list(params, "include")),
  ],
  ["POST", "/v2/core/accounts/:id", updateAccount],
  ["POST", "/v2/core/accounts/:id/close", closeAccount],
  ["POST", "/v2/core/account_links", createLink],
  ["GET", "/v2/core/events/:id", ({ world, ids }) => world.get(ids[0]!, "v2.core.event")],
  ["GET", "/v1/accounts/:id", ({ world, ids }) => presentV1(world.get(ids[0]!, "v2.core.account"))],
  [
    "GET",
    "/v1/account",
    ({ world, account }) =>
      account === PLATFORM
        ? {
            id: PLATFORM,
            object: "account",
            charges_enabled: true,
            payouts_enabled: true,
            details_submitted: true,
            email: null,
            type: "standard",
          }
        : presentV1(world.get(account, "v2.core.account")),
  ],
];
