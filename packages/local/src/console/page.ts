import { Html, html } from "./html.ts";

export const VIEWS = ["functions", "events", "queues", "tables", "webhooks", "trace"] as const;
export type View = (typeof VIEWS)[number];

const STYLE = new Html(`
:root { color-scheme: light dark; --line: light-dark(#d9dde3, #33383f); --dim: light-dark(#5b6470, #9aa4b0);
  --accent: light-dark(#0f6553, #8fd0bd); --soft: light-dark(#f5f7f9, #1e2227); --bad: light-dark(#b3261e, #ff8a80); }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; background: light-dark(#fff, #16191d); color: light-dark(#1b1f24, #e6e9ed); }
header { position: sticky; top: 0; background: inherit; border-bottom: 1px solid var(--line); padding: .6rem 1.4rem; display: flex; flex-wrap: wrap; gap: .4rem 1.4rem; align-items: center; }
h1 { font-size: 1.05rem; margin: 0; } h2 { font-size: 1.1rem; margin: 1.6rem 0 .5rem; }
nav { display: flex; flex-wrap: wrap; gap: .2rem; }
nav a { padding: .25rem .7rem; border-radius: 6px; text-decoration: none; text-transform: capitalize; }
nav a[aria-current] { background: var(--accent); color: light-dark(#fff, #10151b); }
.clock { margin-left: auto; display: flex; gap: .3rem; align-items: center; }
main { padding: .4rem 1.4rem 3rem; max-width: 90rem; }
a { color: var(--accent); }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--dim); font-weight: 500; font-size: .88rem; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
pre { margin: .2rem 0; padding: .6rem .8rem; background: var(--soft); border-radius: 6px; overflow: auto; max-height: 24rem; font-size: .85rem; white-space: pre-wrap; overflow-wrap: anywhere; }
button, input { font: inherit; padding: .2rem .6rem; border: 1px solid var(--line); border-radius: 6px; background: var(--soft); color: inherit; }
button { cursor: pointer; }
.bad { color: var(--bad); } .dim, time { color: var(--dim); font-size: .88rem; white-space: nowrap; }
summary { cursor: pointer; } form { display: inline-flex; gap: .4rem; margin: 0; }
.note { padding: .5rem .8rem; background: var(--soft); border-left: 3px solid var(--accent); }`);

/** With "live" ticked the main part is fetched anew every two seconds, unless something in it is open or edited. */
const SCRIPT = new Html(`
const live = document.getElementById("live");
live.checked = sessionStorage.live === "1";
live.onchange = () => { sessionStorage.live = live.checked ? "1" : ""; };
setInterval(async () => {
  const main = document.querySelector("main");
  if (!live.checked || main.querySelector("details[open]") || main.contains(document.activeElement)) return;
  const answer = await fetch(location.href).catch(() => undefined);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  main.replaceWith(fresh.querySelector("main"));
  document.getElementById("now").replaceWith(fresh.getElementById("now"));
}, 2000);`);

const HOUR = 3_600_000;
const STEPS: [label: string, ms: number][] = [
  ["+1 h", HOUR],
  ["+1 d", 24 * HOUR],
  ["+7 d", 7 * 24 * HOUR],
  ["+14 d", 14 * 24 * HOUR],
];

/** The page around a view: navigation, links to the other pages of the local cloud, the clock. */
export function page(options: {
  base: string;
  view: View;
  now: number;
  links: { label: string; url: string }[];
  note?: string;
  content: Html;
}): string {
  const { base, view, now, links, note, content } = options;
  const tabs = VIEWS.map(
    (name) => html`<a href="${base}?view=${name}"${name === view && new Html(' aria-current="page"')}>${name}</a>`,
  );
  const steps = STEPS.map(([label, ms]) => html`<button name="advance" value="${ms}">${label}</button>`);
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Local cloud: ${view}</title><style>${STYLE}</style></head><body>
<header><h1>Local cloud</h1><nav aria-label="Views">${tabs}</nav>
${links.map(({ label, url }) => html`<a href="${url}">${label}</a>`)}
<label class="dim"><input type="checkbox" id="live"> live</label>
<form class="clock" method="post" action="${base}/clock?view=${view}"><span id="now">${time(now)}</span>${steps}</form></header>
<main>${note && html`<p class="note" role="status">${note}</p>`}${content}</main>
<script>${SCRIPT}</script></body></html>`.text;
}

export function time(at: number): Html {
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}">${iso.replace("T", " ").slice(0, 19)}</time>`;
}

/** A value as indented JSON; text that is JSON is shown as such. */
export function code(value: unknown): Html {
  let shown = value;
  if (typeof value === "string") {
    try {
      shown = JSON.parse(value);
    } catch {
      return html`<pre>${value}</pre>`;
    }
  }
  const text = JSON.stringify(shown, (_, part) => (typeof part === "bigint" ? String(part) : part), 2);
  return html`<pre>${text ?? String(shown)}</pre>`;
}
