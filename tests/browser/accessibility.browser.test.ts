/** Every page, in both themes, on a phone and on a desk: nothing axe objects to, nothing the content policy refuses. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser } from "playwright-core";
import { endpoints } from "../e2e/kit.ts";
import { follow, launch, settled, type Theme, type Visitor, visit, WIDTHS } from "./chromium.ts";
import { pagesOf } from "./pages.ts";
import { playScenario, type Scenario } from "./scenario.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** The themes differ in colours only, so in the dark one only what looks at colours is asked again. */
const RULES: Record<Theme, object> = {
  light: { runOnly: ALL, resultTypes: ["violations"] },
  dark: { runOnly: ["color-contrast", "link-in-text-block"], resultTypes: ["violations"] },
};

/** Pages that are laid out otherwise on a tablet than on a phone or a desk. */
const BETWEEN = new Set(["home", "home-client", "jobs", "talent", "job", "proposals", "contract-client", "room"]);

let browser: Browser;
let scenario: Scenario;
beforeAll(async () => {
  [browser, scenario] = await Promise.all([launch(), playScenario()]);
}, 120_000);
afterAll(() => browser?.close());

async function enter(options: { width: number; theme: Theme; cookie?: string }): Promise<Visitor> {
  const visitor = await visit(browser, endpoints.webUrl, options);
  await visitor.page.goto("/");
  await settled(visitor.page);
  await visitor.page.evaluate(`${axe}; undefined`);
  return visitor;
}

test.each<[keyof typeof WIDTHS, Theme]>([
  ["phone", "light"],
  ["phone", "dark"],
  ["desktop", "light"],
  ["desktop", "dark"],
  ["tablet", "light"],
])(
  "no page has a violation on a %s in the %s theme",
  async (width, theme) => {
    const visitors: Record<string, Visitor> = {};
    const found: string[] = [];
    const shown = pagesOf(scenario).filter(({ name }) => width !== "tablet" || BETWEEN.has(name));
    for (const { name, as, path } of shown) {
      const cookie = as === "visitor" ? undefined : scenario[as].cookie();
      visitors[as] ??= await enter({ width: WIDTHS[width], theme, cookie });
      const { page } = visitors[as];
      await follow(page, path);
      await settled(page);
      const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(RULES[theme])})`);
      for (const { id, nodes } of violations) {
        found.push(
          `${name}: ${id} at ${nodes
            .slice(0, 3)
            .map(({ target, any }) => `${target.join()} ${any[0]?.message ?? ""}`)
            .join(" | ")}`,
        );
      }
      const wide = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
      if (wide > 0) found.push(`${name}: ${wide} px wider than the screen`);
    }
    for (const { faults, context } of Object.values(visitors)) {
      found.push(...faults);
      await context.close();
    }
    expect(found).toEqual([]);
  },
  300_000,
);
