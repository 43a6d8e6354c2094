/**
 * Takes a picture of every page at phone, tablet and desktop width, light and dark, of a running marketplace:
 *   npx tsx tests/browser/screenshots.ts [.local/endpoints.json] [folder] [part of a page's name]
 */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Visitor } from "./chromium.ts";

const [endpointsFile = ".local/endpoints.json", folder = "tests/browser/screenshots", only = ""] =
  process.argv.slice(2);
process.env.ENDPOINTS = resolve(endpointsFile);
// The kit ends its sockets after a test file; here the process ends them.
(globalThis as { afterAll?: unknown }).afterAll ??= () => {};

const { launch, settled, visit, WIDTHS } = await import("./chromium.ts");
const { playScenario } = await import("./scenario.ts");
const { pagesOf } = await import("./pages.ts");
const { endpoints } = await import("../e2e/kit.ts");

mkdirSync(folder, { recursive: true });
const scenario = await playScenario();
const browser = await launch();
let faulty = 0;
for (const width of Object.values(WIDTHS)) {
  for (const theme of ["light", "dark"] as const) {
    const visitors: Record<string, Visitor> = {};
    for (const { name, as, path } of pagesOf(scenario)) {
      if (!name.includes(only)) continue;
      const person = as === "visitor" ? undefined : scenario[as];
      visitors[as] ??= await visit(browser, endpoints.webUrl, { width, theme, cookie: person?.cookie() });
      const { page, faults } = visitors[as];
      await page.goto(path);
      await settled(page).catch((error: Error) => faults.push(`${name}: ${error.message.split("\n")[0]}`));
      await page.screenshot({ path: join(folder, `${name}-${width}-${theme}.png`), fullPage: true });
      const wide = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
      if (wide > 0) faults.push(`${name} is ${wide} px wider than a screen of ${width} px`);
    }
    for (const { context, faults } of Object.values(visitors)) {
      for (const fault of faults) console.error(fault);
      faulty += faults.length;
      await context.close();
    }
  }
}
await browser.close();
console.log(`Pictures are in ${folder}; ${faulty} faults.`);
process.exit(faulty > 0 ? 1 : 0);
