/** The hosted pages: checkout, onboarding and a dashboard. Plain HTML forms, no script. */
import type { Stripe } from "stripe";
import { itemsOf } from "./checkout.ts";
import { formatMoney } from "./money.ts";
import { PLATFORM, type StripeObject, type World } from "./world.ts";

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escapeHtml = (value: unknown) => String(value ?? "").replace(/[&<>"']/g, (letter) => ESCAPES[letter]!);

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;color:#1a1f36;background:#f6f8fa;margin:0;padding:2rem 1rem}
main{max-width:28rem;margin:auto;background:#fff;padding:2rem;border-radius:.75rem;box-shadow:0 1px 4px #0002}
main.wide{max-width:70rem}h1{font-size:1.25rem;margin:0 0 1rem}.amount{font-size:2rem;font-weight:600}
label{display:block;margin:1rem 0 .25rem}input,select,button{font:inherit;width:100%;box-sizing:border-box;padding:.6rem;
border:1px solid #8792a2;border-radius:.4rem}button{margin-top:1.25rem;background:#3f35b5;color:#fff;border:0;cursor:pointer}
a{color:#3f35b5}.error{color:#a3123b}.note{color:#4f566b;font-size:.9rem}table{border-collapse:collapse;width:100%;
font-size:.9rem}td,th{text-align:left;padding:.35rem .5rem;border-bottom:1px solid #e3e8ee;overflow-wrap:anywhere}`;

function document(title: string, body: string, wide = false): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><main${wide ? ' class="wide"' : ""}>${body}</main></body></html>`;
}

const option = (number: string, meaning: string) => `<option value="${number}">${meaning}</option>`;

export function checkoutPage(world: World, session: Stripe.Checkout.Session, error = ""): string {
  const total = formatMoney(session.amount_total!, session.currency!);
  if (session.status !== "open")
    return document(
      "Checkout",
      `<h1>This payment page is no longer open</h1><p>It is ${escapeHtml(session.status)}.</p>`,
    );
  const rows = itemsOf(world, session.id)
    .map((item) => {
      const price = formatMoney(item.amount_total, session.currency!);
      return `<tr><td>${escapeHtml(item.description)}</td><td>× ${item.quantity}</td><td>${escapeHtml(price)}</td></tr>`;
    })
    .join("");
  const back = session.cancel_url
    ? `<p><a href="${escapeHtml(session.cancel_url)}">Go back without paying</a></p>`
    : "";
  return document(
    `Pay ${total}`,
    `<h1>Checkout <span class="note">test mode</span></h1><p class="amount">${escapeHtml(total)}</p><table>${rows}</table>
${error ? `<p class="error" role="alert">${escapeHtml(error)}</p>` : ""}
<form method="post" action="/checkout/${escapeHtml(session.id)}/pay"><label for="card">Card number</label>
<input id="card" name="card" value="4242 4242 4242 4242" list="cards" inputmode="numeric" autocomplete="off" required>
<datalist id="cards">${option("4242424242424242", "succeeds")}${option("4000000000000002", "declined")}
${option("4000000000009995", "insufficient funds")}${option("4000000000000259", "disputed a minute later")}
${option("4000000000000077", "available at once")}</datalist>
<p class="note">4242… succeeds, 4000…0002 is declined, 4000…0259 is disputed a minute later.</p>
<button>Pay ${escapeHtml(total)}</button></form>${back}`,
  );
}

export function onboardingPage(account: StripeObject, linkId: string, error = ""): string {
  const change = account.details_submitted;
  const action = change ? "Change bank account" : "Complete onboarding";
  return document(
    action,
    `<h1>${change ? "Change where payouts go" : "Get ready to be paid"} <span class="note">test mode</span></h1>
<p>${escapeHtml(account.display_name ?? account.contact_email ?? account.id)}</p>
${error ? `<p class="error" role="alert">${escapeHtml(error)}</p>` : ""}
<form method="post" action="/onboarding/${escapeHtml(linkId)}"><label for="bank">Bank account number</label>
<input id="bank" name="bank" value="000123456789" inputmode="numeric" pattern="[0-9]{4,17}" required>
<button>${action}</button></form>`,
  );
}

export function dashboardPage(world: World, mode: string): string {
  const money = (object: StripeObject) => formatMoney(object.amount, object.currency);
  const latest = (kind: string) => world.listOf(PLATFORM, kind).slice(-50).reverse();
  const table = (title: string, heads: string[], rows: unknown[][]) =>
    `<h2>${title}</h2><table><tr>${heads.map((head) => `<th>${head}</th>`).join("")}</tr>${rows
      .map((row) => `<tr>${row.map((cell) => `<td>${escapeHtml(cell)}</td>`).join("")}</tr>`)
      .join("")}</table>`;
  const deliveries = Object.values(world.state.deliveries).slice(-50).reverse();
  const balances = [...world.balance(PLATFORM)].map(
    ([currency, sum]) =>
      `${formatMoney(sum.available, currency)} available, ${formatMoney(sum.pending, currency)} pending`,
  );
  return document(
    "Payments",
    `<h1>Payments <span class="note">test mode</span></h1><p>Balance: ${escapeHtml(balances.join("; ") || "nothing yet")}</p>
<p>Webhook mode: ${escapeHtml(mode)}</p>${table(
      "Payments",
      ["Id", "Amount", "Status", "Refunded", "Disputed"],
      latest("charge").map((c) => [c.id, money(c), c.status, formatMoney(c.amount_refunded, c.currency), c.disputed]),
    )}${table(
      "Transfers",
      ["Id", "Amount", "To", "Reversed"],
      latest("transfer").map((t) => [t.id, money(t), t.destination, formatMoney(t.amount_reversed, t.currency)]),
    )}${table(
      "Webhooks",
      ["Event", "Type", "Status", "Attempts", "Last answer"],
      deliveries.map((d) => [d.eventId, world.find(d.eventId)?.type, d.status, d.attempts, d.lastStatus]),
    )}`,
    true,
  );
}
