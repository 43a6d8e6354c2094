/** A search is saved with a key, kept on its page, told of otherwise, deleted and brought back. */
import type { Browser } from "playwright-core";
import { endpoints, eventually, newcomer, type Person } from "../e2e/kit.ts";
import { launch, settled, type Visitor, visit } from "./chromium.ts";

let browser: Browser;
let finn: Person;
let visitor: Visitor;
beforeAll(async () => {
  [browser, finn] = await Promise.all([launch(), newcomer("Finn", "freelancer")]);
  visitor = await visit(browser, endpoints.webUrl, { cookie: finn.cookie() });
});
afterAll(async () => {
  await browser?.close();
  expect(visitor.faults).toEqual([]);
});

const stored = async () => (await finn.api.listSavedSearches()).items.map(({ name, alerts }) => [name, alerts]);
const become = (expected: string[][]) =>
  eventually(stored, (now) => JSON.stringify(now) === JSON.stringify(expected), 10_000);

test("s saves the search that is looked at, but not while something is typed; the button then leads to the saved ones", async () => {
  const { page } = visitor;
  await page.goto("/jobs?q=zither&type=fixed");
  await page.getByText("Save search").waitFor();
  await settled(page);
  await page.getByRole("searchbox", { name: "Search jobs" }).press("s");
  expect(await stored()).toEqual([]);
  await page.getByRole("heading", { level: 1 }).focus();
  await page.keyboard.press("s");
  await become([["“zither”, Fixed price", "daily"]]);
  await page.keyboard.press("s");
  await page.getByRole("link", { name: "Saved, told daily" }).click();
  await page.getByRole("heading", { name: "Saved searches" }).waitFor();
  expect(await stored()).toHaveLength(1);
});

test("is renamed, told of at once, deleted, and brought back as it was", async () => {
  const { page } = visitor;
  await page.getByRole("button", { name: "Rename “zither”, Fixed price" }).click();
  await page.getByLabel("Name of the search").fill("Zithers");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Zithers" }).waitFor();
  // The choice shows once it is kept.
  await page.getByRole("radio", { name: "At once" }).click();
  await become([["Zithers", "instant"]]);
  await page.getByRole("button", { name: "Delete Zithers" }).click();
  await page.getByText("No search saved yet").waitFor();
  expect(await stored()).toEqual([]);
  await page.getByRole("button", { name: "Undo" }).last().click();
  await page.getByRole("link", { name: "Zithers" }).click();
  await page.getByRole("heading", { name: "Find work" }).waitFor();
  expect(new URL(page.url()).search).toBe("?q=zither&type=fixed");
  await page.getByRole("link", { name: "Saved, told at once" }).waitFor();
  await become([["Zithers", "instant"]]);
});

test("can be read as a feed by whoever has its address, until that is taken back", async () => {
  const { page } = visitor;
  await page.goto("/my/saved/searches");
  await page.getByRole("button", { name: "Get a feed of Zithers" }).click();
  const address = page.getByLabel("Address of the feed of Zithers");
  await address.waitFor();
  const feedUrl = await address.inputValue();
  const read = () => fetch(new URL(new URL(feedUrl).pathname, endpoints.webUrl));
  const answer = await read();
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/atom+xml; charset=utf-8"]);
  const roots = `new DOMParser().parseFromString(${JSON.stringify(await answer.text())}, "application/xml").documentElement`;
  expect(await page.evaluate(`[${roots}.localName, ${roots}.namespaceURI]`)).toEqual([
    "feed",
    "http://www.w3.org/2005/Atom",
  ]);
  await page.getByRole("button", { name: "Close the feed of Zithers" }).click();
  await address.waitFor({ state: "detached" });
  expect((await read()).status).toBe(404);
});

test("whoever is not signed in is asked to, and comes back to the search", async () => {
  const guest = await visit(browser, endpoints.webUrl);
  await guest.page.goto("/jobs?q=zither");
  await guest.page.getByRole("button", { name: "Save search" }).click();
  await guest.page.getByRole("heading", { name: "Sign in" }).waitFor();
  expect(new URL(guest.page.url()).searchParams.get("next")).toBe("/jobs?q=zither");
  await guest.context.close();
  expect(guest.faults).toEqual([]);
});
