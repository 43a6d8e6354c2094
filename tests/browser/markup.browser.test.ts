/** What people write is text: no markup of theirs runs, wherever it is shown, also where no policy would stop it. */
import type { Browser, Page } from "playwright-core";
import { endpoints } from "../e2e/kit.ts";
import { follow, launch, settled, type Visitor, visit } from "./chromium.ts";
import { type Hostile, plant } from "./hostile.ts";
import { PAYLOADS, portion } from "./payloads.ts";

/** Stands for all payloads at once where the API's bounds leave no room for them. */
const MARK = "all-of-them-here";
const ALL = PAYLOADS.join("\n\n");

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

/** The texts people write, as the API's answers name them. */
const TEXTS = [
  ...["displayName", "headline", "bio", "company", "about", "title", "description", "questions", "letter", "answers"],
  ...[
    "summary",
    "message",
    "note",
    "changes",
    "text",
    "preview",
    "body",
    "jobTitle",
    "contractTitle",
    "milestoneTitle",
  ],
];

/** Elements and attributes nobody may bring along, as text because it runs on the page. */
const ALIEN = `[...document.querySelectorAll("*")].flatMap((element) => {
  const brought = element.matches("main :is(script, iframe, object, embed, style, link, meta, base, math, video, audio, svg script)");
  const names = [...element.attributes].filter(({ name, value }) =>
    /^on/i.test(name) || (/^(xlink:)?(href|src|action|formaction|data)$/i.test(name) && /^\\s*(javascript|vbscript|data:(text|application))/i.test(value)));
  return brought || names.length > 0 ? [element.outerHTML.slice(0, 120)] : [];
})`;

/** The sanitizer reads markup in a document of its own, where the policy already refuses the styles in it. */
const SANITIZER = /^policy: Applying inline style violates/;

/** Opens every page of the world and answers what ran or could run on it, and what its policy had to refuse. */
async function look(world: Hostile, bypassPolicy: boolean, prepare?: (page: Page) => Promise<unknown>) {
  const found: string[] = [];
  const visitors: Record<string, Visitor> = {};
  for (const { as, path } of world.pages) {
    if (as === "visitor" || as === "operator") continue;
    if (!visitors[as]) {
      const visitor = await visit(browser, endpoints.webUrl, { cookie: world[as].cookie(), bypassPolicy });
      visitors[as] = visitor;
      await visitor.context.exposeFunction("xss", () => found.push(`ran on ${visitor.page.url()}`));
      await prepare?.(visitor.page);
      await visitor.page.goto("/settings/account");
      await settled(visitor.page);
    }
    const { page } = visitors[as];
    await follow(page, path);
    await settled(page);
    for (const alien of await page.evaluate<string[]>(ALIEN)) found.push(`${path} has ${alien}`);
  }
  for (const { page, context, faults } of Object.values(visitors)) {
    await page.unrouteAll({ behavior: "ignoreErrors" });
    found.push(...faults.filter((fault) => !SANITIZER.test(fault)));
    await context.close();
  }
  return found;
}

test("there are enough of them, and each is another", () => {
  expect(new Set(PAYLOADS).size).toBe(PAYLOADS.length);
  expect(PAYLOADS.length).toBeGreaterThanOrEqual(150);
});

test("they do run where text is taken for markup", async () => {
  const page = await browser.newPage();
  let ran = 0;
  await page.exposeFunction("xss", () => ran++);
  await page.setContent("<main></main>");
  const put = `(payload) => { document.querySelector("main").innerHTML = payload; }`;
  for (const payload of PAYLOADS) await page.evaluate(`(${put})(${JSON.stringify(payload)})`);
  await page.waitForTimeout(300);
  await page.close();
  expect(ran).toBeGreaterThan(40);
});

/** Whoever runs nothing without a policy runs nothing under one; every night both are looked at. */
const both = [true, false];
const [writtenUnder, widenedUnder] = process.env.NIGHTLY ? [both, both] : [[true], [false]];

test("what was written through the API stays words, with and without a content security policy", async () => {
  let from = 0;
  const world = await plant((maximum, kind) => {
    from += 7;
    const text = portion(maximum, from);
    return kind === "line" ? text.replaceAll(/[\s\u202e]+/g, " ").trim() : text;
  });
  for (const bypassPolicy of writtenUnder) expect(await look(world, bypassPolicy)).toEqual([]);
}, 180_000);

test("every payload in every text stays words, with and without a content security policy", async () => {
  const world = await plant(() => `${MARK} for the longest of minimums`);
  const filled = new Set<string>();
  const widen = (value: unknown, name = ""): unknown => {
    if (Array.isArray(value)) return value.map((item) => widen(item, name));
    if (typeof value === "object" && value) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, widen(item, key)]));
    }
    if (typeof value !== "string" || !value.includes(MARK)) return value;
    filled.add(name);
    return ALL;
  };
  for (const bypassPolicy of widenedUnder) {
    const found = await look(world, bypassPolicy, (page) =>
      page.route("**/api/**", async (route) => {
        const response = await route.fetch();
        const json: unknown = await response.json().catch(() => undefined);
        return route.fulfill(json === undefined ? { response } : { response, json: widen(json) });
      }),
    );
    expect(found).toEqual([]);
  }
  expect([...filled]).toEqual(expect.arrayContaining(TEXTS));
}, 180_000);
