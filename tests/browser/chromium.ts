/** A real Chromium: the system's where CHROMIUM names it, else the one that comes with npm. */
import chromium from "@sparticuz/chromium";
import { type Browser, type BrowserContext, chromium as driver, type Page } from "playwright-core";

export const launch = async (): Promise<Browser> =>
  driver.launch({
    executablePath: process.env.CHROMIUM ?? (await chromium.executablePath()),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--hide-scrollbars",
      "--font-render-hinting=none",
    ],
  });

export const WIDTHS = { phone: 390, tablet: 768, desktop: 1280 } as const;
export type Theme = "light" | "dark";

export interface Visitor {
  context: BrowserContext;
  page: Page;
  /** What went wrong on the pages so far: exceptions, refused scripts, failed loads. */
  faults: string[];
}

/** A browser of somebody, signed in with a session cookie when one is given. */
export async function visit(
  browser: Browser,
  siteUrl: string,
  options: { cookie?: string; width?: number; theme?: Theme; bypassPolicy?: boolean } = {},
): Promise<Visitor> {
  const { cookie, width = WIDTHS.desktop, theme = "light" } = options;
  const context = await browser.newContext({
    baseURL: siteUrl,
    viewport: { width, height: width < 600 ? 844 : 900 },
    colorScheme: theme,
    hasTouch: width < 600,
    reducedMotion: "reduce",
    bypassCSP: options.bypassPolicy ?? false,
    locale: "en-GB",
    timezoneId: "Europe/Lisbon",
  });
  if (cookie) {
    const [name = "", ...value] = cookie.split("=");
    await context.addCookies([{ name, value: value.join("="), url: siteUrl, httpOnly: true, sameSite: "Strict" }]);
    await context.addInitScript("location.protocol === 'http:' && localStorage.setItem('session', '1')");
  }
  const faults: string[] = [];
  context.on("weberror", (error) => faults.push(`exception: ${error.error().message}`));
  context.on("console", (message) => {
    const text = message.text();
    if (/Content.Security.Policy/i.test(text)) faults.push(`policy: ${text}`);
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  count(page);
  return { context, page, faults };
}

/** Requests of each page that are not answered yet. */
const pending = new WeakMap<Page, Set<unknown>>();
function count(page: Page) {
  const requests = new Set<unknown>();
  pending.set(page, requests);
  page.on("request", (request) => requests.add(request));
  page.on("requestfinished", (request) => requests.delete(request));
  page.on("requestfailed", (request) => requests.delete(request));
}

/** Goes to another page as a link does, without loading the site again. */
export const follow = (page: Page, path: string): Promise<void> =>
  page.evaluate(
    `history.pushState({}, "", ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent("popstate", { state: {} }))`,
  );

/** Waits until an expression is true on the page. Polled from here, for the page's policy forbids evaluating strings in it. */
export async function until(page: Page, expression: string, withinMs = 15_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await page.evaluate(expression))) {
    if (Date.now() > deadline) throw new Error(`It never became true: ${expression}`);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}

/** Waits until a page shows its heading and nothing is loading any more. */
export async function settled(page: Page): Promise<void> {
  await page.waitForSelector("h1:visible, h2:visible");
  await until(page, "document.querySelectorAll('[aria-busy=true], .bone').length === 0");
  const deadline = Date.now() + 5_000;
  for (let quiet = 0; quiet < 3 && Date.now() < deadline; quiet = pending.get(page)?.size ? 0 : quiet + 1) {
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}
