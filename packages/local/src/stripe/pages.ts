/** The hosted pages: checkout, onboarding and a dashboard. Plain HTML forms, no script. */
import type { Stripe } from "stripe";
import { itemsOf } from "./checkout.ts";
import { formatMoney } from "./money.ts";
import { PLATFORM, type StripeObject, type World } from "./world.ts";

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escapeHtml = (value: unknown) => String(value ?? "").replace(/[&<>"']/g, (letter) => ESCAPES[letter]!);

const STYLE = `:root{color-scheme:light dark;--ink:light-dark(#1d2522,#e3e9e6);--dim:light-dark(#59625e,#a1ada9);
--ground:light-dark(#f4f5f3,#0f1413);--paper:light-dark(#fff,#182120);--line:light-dark(#dfe3e0,#2c3835);--go:#0f6553;
--link:light-dark(#0f6553,#8fd0bd);--wash:light-dark(#e4f1ec,#15342c);--bad:light-dark(#9c2c23,#f2a29a);--warm:light-dark(#fbeadc,#3a2415)}
*{box-sizing:border-box}body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--ground);margin:0;padding:clamp(1rem,5vw,4rem) 1rem}
main{max-width:30rem;margin:auto;background:var(--paper);border:1px solid var(--line);border-radius:1rem;overflow:hidden}
main>*{padding:1.5rem 1.75rem}main.wide{max-width:72rem}h1{font-size:1.2rem;margin:0 0 .75rem}h2{font-size:1.05rem;margin:2rem 0 .5rem}
p{margin:0 0 .75rem}.two{max-width:56rem;display:grid;grid-template-columns:1fr 1fr}.order{border-right:1px solid var(--line);background:light-dark(#fafbfa,#141b1a)}
.amount{font-size:2.1rem;font-weight:650;letter-spacing:-.02em;line-height:1.2;margin-bottom:1.25rem}.test{display:inline-block;background:var(--warm);
color:light-dark(#91420f,#f1b184);font-size:.78rem;font-weight:600;padding:.1rem .6rem;border-radius:1rem;margin-bottom:.9rem}
.item{display:flex;justify-content:space-between;gap:1rem;padding:.75rem 0;border-top:1px solid var(--line)}.item span:last-child,.n{white-space:nowrap;font-variant-numeric:tabular-nums}
.item:last-child{font-weight:600}fieldset{border:1px solid var(--line);border-radius:.7rem;padding:0;margin:0;overflow:hidden}
legend{float:left;width:100%;padding:.6rem .9rem;font-weight:600;border-bottom:1px solid var(--line)}legend+*{clear:both}
.card{display:flex;align-items:center;gap:.75rem;padding:.65rem .9rem;min-height:2.75rem;cursor:pointer}.card+.card{border-top:1px solid var(--line)}.card:has(:checked){background:var(--wash)}
.card span{flex:1;white-space:nowrap}.card small{color:var(--dim);text-align:right}input[type=radio]{accent-color:var(--link);width:1.1rem;height:1.1rem;margin:0}
label.field{display:block;margin-bottom:.25rem}input:not([type=radio]){font:inherit;color:inherit;background:transparent;width:100%;padding:.6rem .75rem;border:1px solid var(--dim);border-radius:.6rem}
button{font:inherit;font-weight:600;width:100%;min-height:2.9rem;margin-top:1.1rem;background:var(--go);color:#fff;border:0;border-radius:.6rem;cursor:pointer}
button:hover{filter:brightness(1.1)}:focus-visible{outline:2px solid var(--link);outline-offset:2px}a{color:var(--link)}.back{text-align:center;margin:1rem 0 0}
.error{color:var(--bad);font-weight:600}.note,th{color:var(--dim);font-size:.9rem}.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem}
td,th{text-align:left;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line)}th{font-weight:500}
@media(max-width:44rem){.two{grid-template-columns:1fr;max-width:30rem}.order{border-right:0;border-bottom:1px solid var(--line)}main>*{padding:1.25rem}}`;

function document(title: string, body: string, layout: "" | "two" | "wide" = ""): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><main${layout && ` class="${layout}"`}>${body}</main></body></html>`;
}

const TEST = `<span class="test">Test mode: no real money moves</span>`;

/** The cards that can be paid with, and what becomes of each. */
const CARDS: [number: string, outcome: string][] = [
  ["4242424242424242", "succeeds"],
  ["4000000000000002", "is declined"],
  ["4000000000009995", "has insufficient funds"],
  ["4000000000000259", "succeeds, disputed a minute later"],
  ["4000000000000077", "succeeds, available at once"],
];

const cardChoice = ([number, outcome]: [string, string], index: number) =>
  `<label class="card"><input type="radio" name="card" value="${number}"${index === 0 ? " checked" : ""}>
<span>•••• ${number.slice(-4)}</span><small>${outcome}</small></label>`;

export function checkoutPage(world: World, session: Stripe.Checkout.Session, error = ""): string {
  const total = formatMoney(session.amount_total!, session.currency!);
  if (session.status !== "open") {
    const words = session.status === "complete" ? "It was paid already." : "Its time is over.";
    const home = session.status === "complete" ? session.success_url : session.cancel_url;
    const way = home ? `<p><a href="${escapeHtml(home)}">Go back</a></p>` : "";
    return document("Checkout", `<div><h1>This payment page is no longer open</h1><p>${words}</p>${way}</div>`);
  }
  const rows = itemsOf(world, session.id)
    .map((item) => {
      const price = formatMoney(item.amount_total, session.currency!);
      const times = (item.quantity ?? 1) > 1 ? ` × ${item.quantity}` : "";
      return `<div class="item"><span>${escapeHtml(item.description)}${times}</span><span>${escapeHtml(price)}</span></div>`;
    })
    .join("");
  const back = session.cancel_url
    ? `<p class="back"><a href="${escapeHtml(session.cancel_url)}">Go back without paying</a></p>`
    : "";
  return document(
    `Pay ${total}`,
    `<section class="order">${TEST}<h1>Your payment</h1><p class="amount">${escapeHtml(total)}</p>${rows}
<div class="item"><span>In all</span><span>${escapeHtml(total)}</span></div></section>
<section>${error ? `<p class="error" role="alert">${escapeHtml(error)}</p>` : ""}
<form method="post" action="/checkout/${escapeHtml(session.id)}/pay"><fieldset><legend>Pay by card</legend>
${CARDS.map(cardChoice).join("")}</fieldset><button>Pay ${escapeHtml(total)}</button></form>${back}</section>`,
    "two",
  );
}

export function onboardingPage(account: StripeObject, linkId: string, error = ""): string {
  const change = account.details_submitted;
  const action = change ? "Change bank account" : "Complete onboarding";
  return document(
    action,
    `<div>${TEST}<h1>${change ? "Change where payouts go" : "Get ready to be paid"}</h1>
<p>${escapeHtml(account.display_name ?? account.contact_email ?? account.id)}</p>
${error ? `<p class="error" role="alert">${escapeHtml(error)}</p>` : ""}
<form method="post" action="/onboarding/${escapeHtml(linkId)}"><label class="field" for="bank">Bank account number</label>
<input id="bank" name="bank" value="000123456789" inputmode="numeric" pattern="[0-9]{4,17}" required>
<button>${action}</button></form></div>`,
  );
}

export function dashboardPage(world: World, mode: string): string {
  const money = (object: StripeObject) => formatMoney(object.amount, object.currency);
  const latest = (kind: string) => world.listOf(PLATFORM, kind).slice(-50).reverse();
  const table = (title: string, heads: string[], rows: unknown[][]) =>
    `<h2>${title}</h2><div class="scroll"><table><tr>${heads.map((head) => `<th>${head}</th>`).join("")}</tr>${rows
      .map((row) => `<tr>${row.map((cell) => `<td>${escapeHtml(cell)}</td>`).join("")}</tr>`)
      .join("")}</table></div>`;
  const deliveries = Object.values(world.state.deliveries).slice(-50).reverse();
  const balances = [...world.balance(PLATFORM)].map(
    ([currency, sum]) =>
      `${formatMoney(sum.available, currency)} available, ${formatMoney(sum.pending, currency)} pending`,
  );
  return document(
    "Payments",
    `<div>${TEST}<h1>Payments</h1><p>Balance: ${escapeHtml(balances.join("; ") || "nothing yet")}</p>
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
    )}</div>`,
    "wide",
  );
}
