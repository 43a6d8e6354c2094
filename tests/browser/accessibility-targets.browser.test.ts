/** What can be pressed is large enough to be hit, on every page of a phone. */
import type { Browser } from "playwright-core";
import { endpoints } from "../e2e/kit.ts";
import { follow, launch, settled, type Visitor, visit, WIDTHS } from "./chromium.ts";
import { pagesOf } from "./pages.ts";
import { playScenario, type Scenario } from "./scenario.ts";
import { smallTargets } from "./targets.ts";

/** CSS px, WCAG 2.5.8. */
const LEAST = 24;

let browser: Browser;
let scenario: Scenario;
beforeAll(async () => {
  [browser, scenario] = await Promise.all([launch(), playScenario()]);
}, 120_000);
afterAll(() => browser?.close());

test("nothing that can be pressed is smaller than 24 px, save links in a sentence", async () => {
  const visitors: Record<string, Visitor> = {};
  const found: string[] = [];
  for (const { name, as, path } of pagesOf(scenario)) {
    const cookie = as === "visitor" ? undefined : scenario[as].cookie();
    visitors[as] ??= await visit(browser, endpoints.webUrl, { width: WIDTHS.phone, cookie });
    const { page } = visitors[as];
    if (page.url() === "about:blank") await page.goto("/");
    await settled(page);
    await follow(page, path);
    await settled(page);
    for (const { what, width, height } of await smallTargets(page, LEAST)) {
      found.push(`${name}: ${what} ${Math.round(width)} × ${Math.round(height)}`);
    }
  }
  expect(found).toEqual([]);
}, 300_000);

test("the measure sees a small button, a small link of its own and a small box, and passes over a link in a sentence", async () => {
  const { page, context } = await visit(browser, endpoints.webUrl, { bypassPolicy: true });
  await page.goto("/");
  await settled(page);
  await page.evaluate(`document.body.innerHTML = '<button style="height:20px;padding:0">No</button>' +
    '<p><a href="/">Alone</a></p><p>Words and <a href="/">a link</a> of them</p>' +
    '<input type="checkbox" id="box" style="margin:0"><label for="box" style="line-height:20px">Small</label>' +
    '<button style="width:30px;height:30px">Yes</button>'`);
  const names = (await smallTargets(page, LEAST)).map(({ what }) => what.split(".")[0]);
  expect(names).toEqual(["button", "a", "input"]);
  await context.close();
});
