/** Listing with Stripe's pagination and filters, and expansion of ids into the objects they name. */
import { invalid, missing } from "./errors.ts";
import { list, optionalInteger, optionalText, type Params } from "./params.ts";
import type { Call, Route, StripeObject, World } from "./world.ts";

function withinRange(value: number, range: unknown): boolean {
  if (typeof range === "string") return value === Number(range);
  const { gt, gte, lt, lte } = range as Record<string, string | undefined>;
  return (
    (gt === undefined || value > Number(gt)) &&
    (gte === undefined || value >= Number(gte)) &&
    (lt === undefined || value < Number(lt)) &&
    (lte === undefined || value <= Number(lte))
  );
}

function matches(object: StripeObject, params: Params, filters: string[]): boolean {
  for (const name of filters) {
    const wanted = params[name];
    if (wanted === undefined) continue;
    if (name === "created" ? !withinRange(object.created, wanted) : object[name] !== wanted) return false;
  }
  return !Array.isArray(params.types) || params.types.includes(object.type);
}

function page(call: Call, path: string, object: string, filters: string[], within: (o: StripeObject) => boolean) {
  const { world, params, account } = call;
  const known = ["limit", "starting_after", "ending_before", "expand", "types", ...filters];
  const unknown = Object.keys(params).find((name) => !known.includes(name));
  if (unknown) throw invalid(`Received unknown parameter: ${unknown}`, unknown, "parameter_unknown");
  const limit = optionalInteger(params, "limit") ?? 10;
  if (limit < 1 || limit > 100) throw invalid("Limit must be between 1 and 100.", "limit");
  const found = world
    .listOf(account, object)
    .filter((o) => within(o) && matches(o, params, filters))
    .reverse();
  const after = optionalText(params, "starting_after");
  const before = optionalText(params, "ending_before");
  const position = (id: string, param: string) => {
    const at = found.findIndex((o) => o.id === id);
    if (at < 0) throw missing(object, id, param, 400);
    return at;
  };
  let from = after ? position(after, "starting_after") + 1 : 0;
  let to = from + limit;
  if (before) {
    to = position(before, "ending_before");
    from = Math.max(0, to - limit);
  }
  const data = found.slice(from, to).map((o) => world.find(o.id)!);
  return { object: "list", data, has_more: before ? from > 0 : found.length > to, url: path };
}

/** `GET` of a whole kind of object, newest first. */
const listing = (path: string, object: string, filters = ""): Route => [
  "GET",
  path,
  (call) => page(call, path, object, `created ${filters}`.trim().split(" "), () => true),
];

export const listRoutes: Route[] = [
  listing("/v1/customers", "customer", "email"),
  listing("/v1/payment_intents", "payment_intent", "customer"),
  listing("/v1/charges", "charge", "customer payment_intent transfer_group"),
  listing("/v1/refunds", "refund", "charge payment_intent"),
  listing("/v1/disputes", "dispute", "charge payment_intent"),
  listing("/v1/transfers", "transfer", "destination transfer_group"),
  listing("/v1/payouts", "payout", "status destination"),
  listing("/v1/balance_transactions", "balance_transaction", "type source currency payout"),
  listing("/v1/checkout/sessions", "checkout.session", "payment_intent customer status"),
  listing("/v1/events", "event", "type"),
  ["GET", "/v1/events/:id", ({ world, ids, account }) => world.get(ids[0]!, "event", account)],
  [
    "GET",
    "/v1/transfers/:id/reversals",
    (call) => {
      const [transfer] = call.ids;
      const path = `/v1/transfers/${transfer}/reversals`;
      return page(call, path, "transfer_reversal", [], (reversal) => reversal.transfer === transfer);
    },
  ],
];

/** A copy of an answer with the ids named by `expand` replaced by their objects, four levels deep at most. */
export function expand(world: World, answer: object, params: Params): object {
  const paths = list(params, "expand").map(String);
  if (paths.length === 0) return answer;
  const copy = structuredClone(answer);
  for (const path of paths) {
    const parts = path.split(".");
    if (parts.length > 4) throw invalid("You cannot expand more than 4 levels of a property.", "expand");
    expandPath(world, copy as StripeObject, parts, path);
  }
  return copy;
}

function expandPath(world: World, node: StripeObject, [part, ...rest]: string[], path: string): void {
  if (part === undefined) return;
  if (part === "line_items" && node.object === "checkout.session") {
    const items = world.find(`${node.id}_secrets`)?.items ?? [];
    node.line_items = {
      object: "list",
      data: items,
      has_more: false,
      url: `/v1/checkout/sessions/${node.id}/line_items`,
    };
    return;
  }
  if (part === "refunds" && node.object === "charge") {
    const data = world.listOf(world.accountOf(node.id), "refund").filter((refund) => refund.charge === node.id);
    node.refunds = { object: "list", data: data.reverse(), has_more: false, url: `/v1/charges/${node.id}/refunds` };
    return;
  }
  if (!(part in node)) throw invalid(`This property cannot be expanded (${path}).`, "expand");
  const value = node[part];
  if (typeof value === "string") node[part] = structuredClone(world.find(value) ?? value);
  for (const child of Array.isArray(node[part]) ? node[part] : [node[part]])
    if (child && typeof child === "object") expandPath(world, child, rest, path);
}
