/** Serves the hosted pages and takes their forms. */
import type { ServerResponse } from "node:http";
import type { Stripe } from "stripe";
import { completeOnboarding, openLink } from "./accounts.ts";
import { paySession } from "./checkout.ts";
import { StripeFault } from "./errors.ts";
import { checkoutPage, dashboardPage, onboardingPage } from "./pages.ts";
import { optionalText, type Params } from "./params.ts";
import type { World } from "./world.ts";

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'";

/** Throws a StripeFault (404) for a page that does not exist. */
export function handlePage(
  { world, mode }: { world: World; mode: string },
  method: string,
  path: string,
  params: Params,
  response: ServerResponse,
): void {
  const html = (status: number, page: string) =>
    response
      .writeHead(status, { "content-type": "text/html; charset=utf-8", "content-security-policy": POLICY })
      .end(page);
  const redirect = (location: string) => response.writeHead(303, { location }).end();
  const [kind, id = "", action] = path.split("/").slice(1);

  if (method === "GET" && path === "/") return void html(200, dashboardPage(world, mode));
  if (kind === "checkout") {
    const session = world.get<Stripe.Checkout.Session>(id, "checkout.session");
    if (method === "GET" && !action)
      return void html(session.status === "open" ? 200 : 410, checkoutPage(world, session));
    if (method === "POST" && action === "pay") {
      if (session.status !== "open") return void html(410, checkoutPage(world, session));
      const result = paySession(world, id, optionalText(params, "card") ?? "");
      if ("redirect" in result) return void redirect(result.redirect);
      return void html(402, checkoutPage(world, session, result.declined));
    }
  }
  if (kind === "onboarding") {
    const { account, usable, refresh_url, return_url } = openLink(world, id);
    if (!usable) return void redirect(refresh_url);
    if (method === "GET") return void html(200, onboardingPage(account, id));
    if (method === "POST") {
      const bank = optionalText(params, "bank") ?? "000123456789";
      if (!/^\d{4,17}$/.test(bank)) return void html(422, onboardingPage(account, id, "Use 4 to 17 digits."));
      completeOnboarding(world, id, bank.slice(-4));
      return void redirect(return_url ?? refresh_url);
    }
  }
  throw new StripeFault(404, "invalid_request_error", `Unrecognized request URL (${method}: ${path}).`);
}
