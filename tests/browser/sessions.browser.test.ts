/** Coming in: as a visitor does it, with what goes wrong on the way. */
import type { Browser } from "playwright-core";
import { employee } from "../e2e/administrator.ts";
import { anyone, endpoints, eventually, inboxOf, mailedCode, newcomer, newEmail, PASSWORD } from "../e2e/kit.ts";
import { launch, settled, type Visitor, visit } from "./chromium.ts";

let browser: Browser;
let visitor: Visitor;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  visitor = await visit(browser, endpoints.webUrl);
});
afterEach(async () => {
  await visitor.context.close();
  expect(visitor.faults).toEqual([]);
});

const fill = (label: string, value: string) => visitor.page.getByLabel(label, { exact: false }).first().fill(value);
const press = (name: string) => visitor.page.getByRole("button", { name, exact: true }).click();
const sees = (text: string | RegExp) => visitor.page.getByText(text).first().waitFor();

test("signing up with a mailed code leads to the page one came for", async () => {
  const { page } = visitor;
  const email = newEmail("nora");
  await page.goto("/sign-up?role=freelancer&next=%2Fmy%2Fproposals");
  await fill("Name", "Nora");
  await fill("E-mail address", email);
  await page.getByLabel("Password").first().fill(PASSWORD);
  await press("Create account");
  await page.getByRole("heading", { name: "Confirm your address" }).waitFor();
  // The password is kept nowhere but in memory.
  const stored = await page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state])");
  expect(stored).not.toContain(PASSWORD);
  await fill("Code", await mailedCode(email));
  await press("Confirm");
  await page.getByRole("heading", { name: "My proposals" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "My proposals" }).waitFor();
});

test("after a reload of the page for the code, the password is asked again", async () => {
  const { page } = visitor;
  const email = newEmail("norbert");
  await page.goto("/sign-up");
  await fill("Name", "Norbert");
  await fill("E-mail address", email);
  await page.getByLabel("Password").first().fill(PASSWORD);
  await press("Create account");
  await page.getByRole("heading", { name: "Confirm your address" }).waitFor();
  await page.reload();
  await fill("Code", await mailedCode(email));
  await press("Confirm");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  expect(await page.getByLabel("E-mail address").inputValue()).toBe(email);
});

test("signing up with an address in use looks like any other, and its owner is told by mail", async () => {
  const { page } = visitor;
  const { email } = await newcomer("Olli", "client");
  await page.goto("/sign-up");
  await fill("Name", "Olli");
  await fill("E-mail address", email);
  await page.getByLabel("Password").first().fill(PASSWORD);
  await press("Create account");
  await page.getByRole("heading", { name: "Confirm your address" }).waitFor();
  const [told] = await eventually(
    async () => (await inboxOf(email)).filter(({ subject }) => /have an account/.test(subject)),
    (mails) => mails.length > 0,
  );
  expect(told!.text).toContain("/sign-in");
});

test("a form with faults names each of them and leads to it", async () => {
  const { page } = visitor;
  await page.goto("/sign-up");
  await press("Create account");
  await page
    .getByRole("alert")
    .getByRole("link", { name: /E-mail address/ })
    .click();
  expect(await page.evaluate("document.activeElement.id")).toBe("field-email");
});

test("a wrong password is refused in words, and what was typed stays", async () => {
  const { page } = visitor;
  const { email } = await newcomer("Wanda", "client");
  await page.goto("/sign-in");
  await fill("E-mail address", email);
  await page.getByLabel("Password").first().fill("not the password 1");
  await page.locator("form").getByRole("button", { name: "Sign in" }).click();
  await sees("The e-mail address or the password is wrong.");
  expect(await page.getByLabel("E-mail address").inputValue()).toBe(email);
});

test("an unconfirmed account is led to its code", async () => {
  const { page } = visitor;
  const email = newEmail("uma");
  await anyone.signUp({ body: { email, password: PASSWORD, displayName: "Uma", role: "client" } });
  await page.goto("/sign-in");
  await fill("E-mail address", email);
  await page.getByLabel("Password").first().fill(PASSWORD);
  await page.locator("form").getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Confirm your address" }).waitFor();
  await sees(email);
});

test("a forgotten password is reset with the mailed code", async () => {
  const { page } = visitor;
  const { email } = await newcomer("Rita", "client");
  await page.goto("/forgot-password");
  await fill("E-mail address", email);
  await press("Send the code");
  await page.getByRole("heading", { name: "Choose a new password" }).waitFor();
  await fill("Code from the e-mail", await mailedCode(email, 2));
  await page.getByRole("textbox", { name: "New password" }).fill("another horse 43");
  await press("Change the password");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await page.getByLabel("Password").first().fill("another horse 43");
  await page.locator("form").getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Welcome, Rita" }).waitFor();
});

test.each([
  ["moderator", "Moderator"],
  ["administrator", "Administrator"],
] as const)("a %s is greeted as one, with a menu of what there is to do", async (post, words) => {
  const { page } = visitor;
  const { email } = await employee("Mona", post);
  await page.goto("/sign-in");
  await fill("E-mail address", email);
  await page.getByLabel("Password").first().fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Welcome back, Mona" }).waitFor();
  await sees(`You work here as ${post}.`);
  await settled(page);
  expect(await page.getByRole("link", { name: /Post a job|My contracts|My jobs/ }).count()).toBe(0);
  await page.getByRole("button", { name: "Account of Mona" }).click();
  await sees(`Mona · ${words}`);
  for (const [name, own] of [
    ["Cases", true],
    ["Categories and skills", post === "administrator"],
    ["Audit log", post === "administrator"],
  ] as const) {
    expect([name, await page.getByRole("menuitem", { name }).count()]).toEqual([name, own ? 1 : 0]);
  }
});

test("a page behind the sign-in asks for it, and signing out closes it again", async () => {
  const { page } = visitor;
  const { email } = await newcomer("Otto", "client");
  await page.goto("/my/jobs");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await fill("E-mail address", email);
  await page.getByLabel("Password").first().fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "My jobs" }).waitFor();
  await page.getByRole("button", { name: "Account of Otto" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("link", { name: "Sign in" }).first().waitFor();
  await page.goto("/my/jobs");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await settled(page);
});

test("the theme that was chosen is there before the first paint of the next visit", async () => {
  const { page } = visitor;
  await page.goto("/");
  await page.getByRole("button", { name: "Use the dark theme" }).click();
  await page.getByRole("button", { name: "Use the light theme" }).waitFor();
  // What is there without the application is there before it.
  await page.route(/\/assets\/(?!start-).*\.js$/, (route) => route.abort());
  await page.goto("/jobs");
  expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(17, 23, 21)");
});
