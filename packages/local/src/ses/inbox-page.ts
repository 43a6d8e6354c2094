import type { Mail } from "./mailbox.ts";

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d9dde3, #33383f); --dim: light-dark(#5b6470, #9aa4b0);
  --accent: light-dark(#0f6553, #8fd0bd); --chosen: light-dark(#e4f1ec, #15342c); }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; background: light-dark(#fff, #16191d); color: light-dark(#1b1f24, #e6e9ed); }
header { display: flex; flex-wrap: wrap; gap: .4rem 1rem; align-items: center; padding: .7rem 1.2rem; border-bottom: 1px solid var(--line); }
header span { color: var(--dim); }
h1 { font-size: 1.1rem; margin: 0; }
form { margin-left: auto; display: flex; gap: .5rem; min-width: 0; }
form input { min-width: 0; width: 15rem; }
input, button { font: inherit; min-height: 2.4rem; padding: .3rem .7rem; border: 1px solid var(--line); border-radius: 6px; background: transparent; color: inherit; }
main { display: grid; grid-template-columns: minmax(16rem, 24rem) 1fr; min-height: calc(100vh - 3.6rem); }
nav { border-right: 1px solid var(--line); overflow: auto; max-height: calc(100vh - 3.6rem); }
nav a { display: block; padding: .6rem 1.2rem; border-bottom: 1px solid var(--line); color: inherit; text-decoration: none; }
nav a[aria-current], nav a:hover { background: var(--chosen); }
nav strong, nav span { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
nav span, dt, time { color: var(--dim); font-size: .88rem; }
article { padding: 1rem 1.5rem; min-width: 0; }
main.empty { display: block; }
.empty article { max-width: 30rem; margin: 12vh auto 0; text-align: center; color: var(--dim); }
.empty h2 { color: light-dark(#1b1f24, #e6e9ed); margin-bottom: .3rem; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
dl { display: grid; grid-template-columns: 4rem 1fr; margin: .5rem 0 1rem; }
dd { margin: 0; }
a { color: var(--accent); }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
iframe { width: 100%; min-height: 60vh; border: 1px solid var(--line); border-radius: 6px; background: #fff; }
@media (max-width: 45rem) { main { grid-template-columns: 1fr; grid-template-rows: auto 1fr; } nav { max-height: 40vh; border-right: 0; } form { width: 100%; } form input { flex: 1; } article { padding: 1rem 1.2rem; } }`;

/** Looks every three seconds whether a newer mail has arrived. */
const SCRIPT = `
const newest = document.body.dataset.newest;
setInterval(async () => {
  const answer = await fetch("/messages" + location.search).catch(() => undefined);
  const [first] = answer?.ok ? await answer.json() : [];
  if (first && first.id !== newest && !document.activeElement?.matches("input")) location.reload();
}, 3000);`;

/** The page may load nothing from elsewhere; a mail's own HTML is shown in a sandbox without scripts. */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data: https:; form-action 'self'";

/** The inbox: the list of mails, and the one chosen by id (else the newest). */
export function inboxPage(mails: Mail[], filter: string, chosenId?: string): string {
  const chosen = mails.find((mail) => mail.id === chosenId) ?? mails[0];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Inbox</title><style>${STYLE}</style></head>
<body data-newest="${escapeHtml(mails[0]?.id ?? "")}">
<header><h1>Inbox</h1><span>${mails.length} ${mails.length === 1 ? "mail" : "mails"}</span>
<form><input type="search" name="to" value="${escapeHtml(filter)}" placeholder="Recipient" aria-label="Recipient"><button>Show</button></form></header>
${chosen ? `<main><nav aria-label="Mails">${mails.map((mail) => entry(mail, filter, mail === chosen)).join("")}</nav><article>${message(chosen)}</article></main>` : empty(filter)}
<script>${SCRIPT}</script></body></html>`;
}

const empty = (filter: string) =>
  `<main class="empty"><article><h2>${filter ? "No mail to this address" : "No mail yet"}</h2>
<p>${filter ? `Nothing was sent to an address with “${escapeHtml(filter)}”. <a href="/">See all mail</a>` : "Whatever the application sends shows up here, by itself."}</p></article></main>`;

function entry(mail: Mail, filter: string, current: boolean): string {
  const query = new URLSearchParams({ ...(filter && { to: filter }), id: mail.id });
  return `<a href="/?${escapeHtml(query.toString())}"${current ? ' aria-current="true"' : ""}><strong>${escapeHtml(
    mail.subject || "(no subject)",
  )}</strong><span>${escapeHtml(mail.to)}</span>${time(mail.at)}</a>`;
}

function message(mail: Mail): string {
  const body = mail.html
    ? `<iframe title="Message" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${escapeHtml(
        `<base target="_blank">${mail.html}`,
      )}"></iframe>`
    : "";
  const text = mail.text && `<pre>${linked(mail.text)}</pre>`;
  return `<h2>${escapeHtml(mail.subject || "(no subject)")}</h2>
<dl><dt>From</dt><dd>${escapeHtml(mail.from)}</dd><dt>To</dt><dd>${escapeHtml(mail.to)}</dd><dt>Date</dt><dd>${time(mail.at)}</dd></dl>
${body}${text ? (mail.html ? `<details><summary>Plain text</summary>${text}</details>` : text) : ""}`;
}

function time(at: number): string {
  const iso = new Date(at).toISOString();
  return `<time datetime="${iso}">${iso.replace("T", " ").slice(0, 19)} UTC</time>`;
}

/** Web addresses in plain text become links. */
function linked(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"']+)/)
    .map((part, index) =>
      index % 2 === 1
        ? `<a href="${escapeHtml(part)}" target="_blank" rel="noreferrer">${escapeHtml(part)}</a>`
        : escapeHtml(part),
    )
    .join("");
}

function escapeHtml(text: string): string {
  return text.replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
