/** What start.js asks for before the application is there: all of it is used, and the page does not ask for it again. */
import type { Browser } from "playwright-core";
import { endpoints } from "../e2e/kit.ts";
import { launch, settled, visit } from "./chromium.ts";
import { type PageOfSite, pagesOf } from "./pages.ts";
import { playScenario, type Scenario } from "./scenario.ts";

let browser: Browser;
let scenario: Scenario;
beforeAll(async () => {
  browser = await launch();
  scenario = await playScenario();
}, 120_000);
afterAll(() => browser?.close());

/** Before the modules of the page have run. */
const NOTE = `document.addEventListener("readystatechange", () => { window.asked ??= Object.keys(window.early); });`;

async function load({ as, path }: PageOfSite): Promise<{ asked: string[]; left: string[]; reads: string[] }> {
  const cookie = as === "visitor" ? undefined : scenario[as].cookie();
  const { page, context, faults } = await visit(browser, endpoints.webUrl, { cookie });
  await page.addInitScript(NOTE);
  // The socket loads again what may have changed before it was open.
  await page.route("**/api/socket-tickets", (route) => route.abort());
  const reads: string[] = [];
  page.on("request", (request) => {
    const { pathname, search } = new URL(request.url());
    if (pathname.startsWith("/api/")) reads.push(`${request.method()} ${pathname}${search}`);
  });
  await page.goto(path);
  await settled(page);
  const found = await page.evaluate<{ asked: string[]; left: string[] }>(
    "({ asked: window.asked, left: Object.keys(window.early) })",
  );
  await context.close();
  expect(faults).toEqual([]);
  return { ...found, reads };
}

test.each([
  ["home", ["GET /api/home"]],
  ["jobs", ["GET /api/jobs", "GET /api/categories"]],
  ["job", ["POST /api/session/refresh", "GET /api/jobs/:", "GET /api/categories"]],
  ["proposals", ["POST /api/session/refresh", "GET /api/jobs/:", "GET /api/jobs/:/proposals?limit=50"]],
  ["proposal-offer", ["POST /api/session/refresh", "GET /api/proposals/:"]],
  ["contract-client", ["POST /api/session/refresh", "GET /api/contracts/:"]],
  ["room", ["POST /api/session/refresh", "GET /api/rooms", "GET /api/rooms/:", "GET /api/rooms/:/messages?limit=50"]],
  ["my-jobs", ["POST /api/session/refresh", "GET /api/me/jobs"]],
  ["notifications", ["POST /api/session/refresh", "GET /api/notifications"]],
  ["freelancer", ["POST /api/session/refresh", "GET /api/freelancers/:", "GET /api/categories"]],
  ["sign-in", []],
])("the page %s begins with what it reads, and asks for nothing of it again", async (name, expected) => {
  const page = pagesOf(scenario).find((one) => one.name === name)!;
  const { asked, left, reads } = await load(page);
  expect(asked.map((read) => read.replaceAll(/[a-z]{3}_[0-9a-z]+/g, ":"))).toEqual(expected);
  expect(left).toEqual([]);
  // The list of rooms is two: what the menu counts, and the pages of the list itself.
  const again = asked.filter((read) => read !== "GET /api/rooms" && reads.filter((one) => one === read).length !== 1);
  expect(again).toEqual([]);
});

test("who is signed out elsewhere is asked to sign in, whatever was asked early", async () => {
  const { page, context } = await visit(browser, endpoints.webUrl, { cookie: "session=gone" });
  await page.goto(`/contracts/${scenario.contractId}`);
  await page.waitForURL(/\/sign-in/);
  await settled(page);
  expect(await page.evaluate("localStorage.getItem('session')")).toBeNull();
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toContain("Sign in");
  await context.close();
});
