/** Something is reported where it stands, decided on the page of its case, and read in the audit log. */
import type { Browser } from "playwright-core";
import { employee } from "../e2e/administrator.ts";
import { endpoints, newcomer, newKey, type Person } from "../e2e/kit.ts";
import { post } from "../e2e/steps.ts";
import { launch, settled, type Visitor, visit } from "./chromium.ts";

let browser: Browser;
let client: Person;
let reader: Visitor;
let staff: Visitor;
beforeAll(async () => {
  let finn: Person;
  let root: Person;
  [browser, client, finn, root] = await Promise.all([
    launch(),
    newcomer("Cleo", "client"),
    newcomer("Finn", "freelancer"),
    employee("Root", "administrator"),
  ]);
  reader = await visit(browser, endpoints.webUrl, { cookie: finn.cookie() });
  staff = await visit(browser, endpoints.webUrl, { cookie: root.cookie() });
  const { id: roomId } = await client.api.openRoom({ body: { freelancerId: finn.me.id } });
  for (const [index, text] of ["Hello Finn", "Send your bank details"].entries()) {
    await client.api.sendMessage({
      params: { roomId },
      body: { clientMessageId: newKey(), afterSeq: index, text },
    });
  }
});
afterAll(async () => {
  await browser?.close();
  expect([...reader.faults, ...staff.faults]).toEqual([]);
});

async function report(what: string, reason: string, words = "") {
  const { page } = reader;
  const dialog = page.getByRole("dialog", { name: `Report ${what}` });
  await dialog.getByRole("button", { name: "Send the report" }).click();
  await dialog.getByText("Choose what is wrong.").waitFor();
  await dialog.getByRole("radio", { name: reason }).check();
  if (words) await dialog.getByLabel("What should we know?").fill(words);
  await dialog.getByRole("button", { name: "Send the report" }).click();
  await dialog.waitFor({ state: "hidden" });
}

async function decide(title: string, button: string, reason: string) {
  const { page } = staff;
  await page.goto("/admin/cases");
  await page.getByRole("link", { name: title }).first().click();
  await page.getByRole("heading", { name: title }).waitFor();
  await page.getByRole("button", { name: button, exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill(reason);
  await dialog.getByRole("button", { name: button, exact: true }).click();
  await page.getByText(reason).waitFor();
}

test("a job is reported on its page and is gone from it by a decision", async () => {
  const { page } = reader;
  const job = await post(client);
  await page.goto(`/jobs/${job.id}`);
  await page.getByRole("button", { name: "Report this job" }).click();
  await report("this job", "It is a scam", "They want a deposit.");
  await page.getByText("We look at it within 2 days").waitFor();
  await decide(job.title, "Remove", "Nobody pays to work here.");
  await page.reload();
  await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
});

test("a message between others is reported with what is beside it, by pointing or by keys", async () => {
  const { page } = reader;
  await page.goto("/messages");
  await page.getByRole("link", { name: /Cleo/ }).first().click();
  await page.getByText("Hello Finn").first().waitFor();
  await settled(page);
  const first = page.locator(".message").filter({ hasText: "Hello Finn" });
  await first.hover();
  await first.getByRole("button", { name: "Report this message" }).click();
  await report("this message", "Something else");
  await decide("Hello Finn", "Dismiss", "It is a friendly greeting.");
});

test("the audit log says what was done and why", async () => {
  const { page } = staff;
  await page.goto("/admin/audit");
  await page.getByText("It is a friendly greeting.").waitFor();
  await page.getByText("case: open → decided · status: open → removed").first().waitFor();
  expect(await page.getByText("Not as written").count()).toBe(0);
  await settled(page);
});
