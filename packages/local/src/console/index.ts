import type { AwsRequest, AwsResponse, VirtualClock } from "../kit.ts";
import { html } from "./html.ts";
import { page, VIEWS, type View } from "./page.ts";
import type { ConsoleSource } from "./source.ts";
import { eventsView, functionsView, queuesView, tablesView, traceView, webhooksView } from "./views.ts";

export type * from "./source.ts";
export { browseTables } from "./tables.ts";

export interface ConsoleOptions {
  source: ConsoleSource;
  clock: VirtualClock;
  /** Where the page is served, without a slash at the end. */
  base?: string;
  /** The other pages of the local cloud: application, mail, payments. */
  links?: { label: string; url: string }[];
}

export interface Console {
  /** Every path it answers. */
  paths: string[];
  /** Answers those paths. */
  handle(request: AwsRequest): Promise<AwsResponse>;
}

/** Nothing is loaded from elsewhere, and no other page can frame the console. */
const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'",
};
const FARTHEST = 366 * 86_400_000;

/** The console of the local cloud: one server-rendered page with a view per concern, the clock and the redrives. */
export function createConsole({ source, clock, base = "/_console", links = [] }: ConsoleOptions): Console {
  return {
    paths: ["", "/", "/clock", "/redrive"].map((path) => base + path),
    async handle(request) {
      const path = request.path.slice(base.length).replace(/\/$/, "");
      if (request.method === "POST") return act(request, path);
      if (request.method !== "GET" || path !== "") return plain(404, "Not found");
      const asked = request.query.get("view") as View;
      const view = VIEWS.includes(asked) ? asked : "functions";
      return show(view, request.query);
    },
  };

  async function show(view: View, query: URLSearchParams): Promise<AwsResponse> {
    const content = await contentOf(view, query).catch(
      (error) => html`<p class="bad">${error instanceof Error ? error.message : String(error)}</p>`,
    );
    const note = query.get("note") ?? undefined;
    return { status: 200, headers: HEADERS, body: page({ base, view, now: clock.now(), links, note, content }) };
  }

  async function contentOf(view: View, query: URLSearchParams) {
    switch (view) {
      case "functions":
        return functionsView(source, base, query.get("function"));
      case "events":
        return eventsView(source);
      case "queues":
        return queuesView(source, base);
      case "tables":
        return tablesView(source, base, query);
      case "webhooks":
        return webhooksView(source);
      case "trace":
        return traceView(source, base, query.get("kind"));
    }
  }

  async function act(request: AwsRequest, path: string): Promise<AwsResponse> {
    // A page of another site must not move time on a developer's machine.
    const { host, origin, "sec-fetch-site": site } = request.headers;
    if ((site && site !== "same-origin") || (origin && origin !== `http://${host}`)) return plain(403, "Forbidden");
    const form = new URLSearchParams(request.body.toString());
    if (path === "/clock") {
      const ms = Number(form.get("advance"));
      if (!(ms >= 0 && ms <= FARTHEST)) return plain(400, "advance: milliseconds, at most a year");
      await clock.advance(ms);
      return back({ view: request.query.get("view") ?? "functions" });
    }
    if (path === "/redrive") {
      const queue = form.get("queue") ?? "";
      const moved = await source.redrive(queue);
      return back({ view: "queues", note: `${moved} ${moved === 1 ? "message" : "messages"} of ${queue} sent back.` });
    }
    return plain(404, "Not found");
  }

  function back(query: Record<string, string>): AwsResponse {
    return { status: 303, headers: { location: `${base}?${new URLSearchParams(query)}` } };
  }
}

function plain(status: number, text: string): AwsResponse {
  return { status, headers: { "content-type": "text/plain" }, body: `${text}\n` };
}
