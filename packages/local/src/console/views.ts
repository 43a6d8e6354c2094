import type { QueueView } from "../sqs/index.ts";
import type { TraceEntry } from "../trace.ts";
import { type Html, html } from "./html.ts";
import { code, time } from "./page.ts";
import type { ConsoleFunction, ConsoleSource } from "./source.ts";

const SHOWN = 200;

/** Every function with its latest outcomes; with `chosen`, the invocations and log lines of that one. */
export function functionsView(source: ConsoleSource, base: string, chosen: string | null): Html {
  const functions = source.functions();
  const one = functions.find(({ name }) => name === chosen);
  if (one) return functionView(one, source);
  const rows = functions.map(({ name, invocations }) => {
    const last = invocations.at(-1);
    const failures = invocations.filter(({ error }) => error).length;
    return html`<tr><td><a href="${base}?view=functions&function=${encodeURIComponent(name)}">${name}</a></td>
<td>${last ? time(last.at) : html`<span class="dim">not yet</span>`}</td><td class="n">${last && Math.round(last.durationMs)}</td>
<td class="n">${invocations.length}</td><td class="n">${failures > 0 ? html`<span class="bad">${failures}</span>` : 0}</td></tr>`;
  });
  return html`<h2>Functions</h2><table><tr><th>Name</th><th>Last invocation</th><th class="n">ms</th>
<th class="n">Recent</th><th class="n">Failed</th></tr>${rows}</table>`;
}

function functionView({ name, invocations }: ConsoleFunction, source: ConsoleSource): Html {
  const logs = source.logs(name);
  const rows = [...invocations].reverse().map(({ at, requestId, durationMs, error }) => {
    const lines = logs.filter((line) => line.requestId === requestId);
    return html`<tr><td>${time(at)}</td><td class="n">${Math.round(durationMs)} ms</td>
<td><details><summary>${error ? html`<span class="bad">${error}</span>` : html`<span class="dim">${requestId}</span>`}</summary>
${code(lines.map(({ text }) => text).join("\n") || "(no log lines)")}</details></td></tr>`;
  });
  return html`<h2>${name}</h2><table>${rows}</table>
<h2>Log</h2>${code(
    logs
      .slice(-SHOWN)
      .map(({ at, text }) => `${new Date(at).toISOString()}  ${text}`)
      .join("\n") || "(empty)",
  )}`;
}

/** What the event buses received, with the rules it met. */
export function eventsView(source: ConsoleSource): Html {
  const rows = newest(source.recentTraces("event.received")).map(({ at, detail }) => {
    const event = detail.event as Record<string, unknown>;
    const rules = detail.rules as string[];
    return html`<tr><td>${time(at)}</td><td>${String(event["detail-type"])}</td><td>${String(event.source)}</td>
<td>${rules.length > 0 ? rules.join(", ") : html`<span class="dim">no rule</span>`}</td>
<td><details><summary>event</summary>${code(event)}</details></td></tr>`;
  });
  const lost = newest(source.recentTraces("event.undelivered"));
  return html`<h2>Events</h2>${table(["Time", "Type", "Source", "Rules", ""], rows)}
${lost.length > 0 && html`<h2>Not delivered</h2>${traceTable(lost)}`}`;
}

/** Queues with their depths and messages; dead-letter queues can be redriven. */
export function queuesView(source: ConsoleSource, base: string): Html {
  const rows = source.queues().map((queue) => {
    const dead = queue.deadLetterOf.length > 0 || /dlq|dead/i.test(queue.name);
    return html`<tr><td>${queue.name}${
      queue.deadLetterOf.length > 0 &&
      html`<br><span class="dim">dead letters of ${queue.deadLetterOf.join(", ")}</span>`
    }</td><td class="n">${dead && queue.visible > 0 ? html`<strong class="bad">${queue.visible}</strong>` : queue.visible}</td>
<td class="n">${queue.inFlight}</td><td class="n">${queue.delayed}</td>
<td>${dead && html`<form method="post" action="${base}/redrive"><button name="queue" value="${queue.name}">Redrive</button></form>`}</td>
<td>${messages(queue)}</td></tr>`;
  });
  return html`<h2>Queues</h2>${table(["Name", "Visible", "In flight", "Delayed", "", ""], rows)}`;
}

function messages(queue: QueueView): Html {
  const list = queue.messages.map(
    ({ sentAt, receiveCount, body, attributes }) =>
      html`<p class="dim">${time(sentAt)}, received ${receiveCount} times</p>${code(body)}${
        Object.keys(attributes).length > 0 && code(attributes)
      }`,
  );
  return list.length > 0 ? html`<details><summary>messages</summary>${list}</details>` : html``;
}

/** The tables, or a page of the items of one. */
export async function tablesView(source: ConsoleSource, base: string, query: URLSearchParams): Promise<Html> {
  const tables = await source.tables();
  const chosen = tables.find(({ name }) => name === query.get("table"));
  const list = tables.map(
    ({
      name,
      key,
      itemCount,
    }) => html`<tr><td><a href="${base}?view=tables&table=${encodeURIComponent(name)}">${name}</a></td>
<td>${key.join(", ")}</td><td class="n">${itemCount}</td></tr>`,
  );
  if (!chosen) return html`<h2>Tables</h2>${table(["Name", "Key", "Items"], list)}`;
  const partition = query.get("partition") ?? "";
  const { items, cursor } = await source.items({
    table: chosen.name,
    partition: partition || undefined,
    cursor: query.get("cursor") ?? undefined,
  });
  const rows = items.map(
    (item) => html`<tr>${chosen.key.map((name) => html`<td>${String(item[name])}</td>`)}
<td><details><summary>${Object.keys(item).length} attributes</summary>${code(item)}</details></td></tr>`,
  );
  const next =
    cursor && new URLSearchParams({ view: "tables", table: chosen.name, ...(partition && { partition }), cursor });
  return html`<h2>${chosen.name}</h2>
<form><input type="hidden" name="view" value="tables"><input type="hidden" name="table" value="${chosen.name}">
<input name="partition" value="${partition}" placeholder="${chosen.key[0]}" aria-label="${chosen.key[0]}"><button>Query</button></form>
${table([...chosen.key, ""], rows)}${next && html`<p><a href="${base}?${next.toString()}">Next page</a></p>`}`;
}

/** What the payment provider called and was called with. */
export function webhooksView(source: ConsoleSource): Html {
  return html`<h2>Webhooks</h2>${traceTable(newest(source.recentTraces("stripe-webhook")))}
<h2>Payment API</h2>${traceTable(newest(source.recentTraces("stripe")))}`;
}

/** Everything that happened lately, of one kind if asked. */
export function traceView(source: ConsoleSource, base: string, kind: string | null): Html {
  const kinds = [...new Set(source.recentTraces().map((entry) => entry.kind))].sort();
  const links = kinds.map((name) => html`<a href="${base}?view=trace&kind=${encodeURIComponent(name)}">${name}</a> `);
  return html`<h2>Trace</h2><p>${links}</p>${traceTable(newest(source.recentTraces(kind ?? undefined)))}`;
}

function traceTable(entries: TraceEntry[]): Html {
  const rows = entries.map(({ at, kind, detail }) => {
    const summary = Object.entries(detail).flatMap(([name, value]) =>
      typeof value === "object" || value === undefined ? [] : [`${name}: ${String(value)}`],
    );
    return html`<tr><td>${time(at)}</td><td>${kind}</td>
<td><details><summary>${summary.join(", ").slice(0, 200) || "details"}</summary>${code(detail)}</details></td></tr>`;
  });
  return table(["Time", "Kind", ""], rows);
}

function table(headings: string[], rows: Html[]): Html {
  if (rows.length === 0) return html`<p class="dim">Nothing here yet.</p>`;
  return html`<table><tr>${headings.map((heading) => html`<th>${heading}</th>`)}</tr>${rows}</table>`;
}

function newest(entries: TraceEntry[]): TraceEntry[] {
  return entries.slice(-SHOWN).reverse();
}
